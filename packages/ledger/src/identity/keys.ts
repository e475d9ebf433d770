import {
  EaapError,
  KeyRequest,
  parseTime,
  validate,
  type AssertableSource,
  type Credential,
  type Role,
} from '@eaap/protocol';
import { refusePersonalName } from '../lib/personal.ts';
import type { Ledger, Unit, View } from '../unit/types.ts';
import {
  credentialDigest,
  toCredential,
  writeRoles,
  writeSources,
  type CredentialRow,
} from './credential.ts';
import { keyDigest, makeKey } from './key.ts';

/** A credential that was made, and its key, which is stored nowhere. */
export interface MadeKey {
  readonly credential: Credential;
  readonly key: string;
}

/**
 * Makes a credential. Its key is in the answer and nowhere else: a digest of it is kept.
 *
 * @throws EaapError `invalid-request` for a request that does not match its schema, an expiry that is past, or a name
 * that holds personal data; `role-conflict` when `agent` is held together with another role; `source-not-permitted`
 * when an agent would assert anything but itself.
 * @see RFC-0001 section 5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { authenticate, createKey, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const { key } = await ledger.write('acme', 'root', (unit) =>
 *   createKey(ledger, unit, { principal: 'bot', owner: 'ada', roles: ['agent'] }),
 * );
 * assert.deepEqual((await authenticate(ledger, key)).sources, [{ kind: 'agent', id: 'bot' }]);
 * await close();
 * ```
 */
export async function createKey(ledger: Ledger, unit: Unit, request: KeyRequest): Promise<MadeKey> {
  const { principal, owner, roles, sources, expires_at } = validate(KeyRequest, request);
  const asserted = sources ?? [];
  checkRoles(roles);
  refusePersonalName('principal', '/principal', principal, unit);
  refusePersonalName('owner', '/owner', owner, unit);
  asserted.forEach(({ id }, i) => refusePersonalName('source id', `/sources/${i}/id`, id, unit));
  const expiry = expires_at === undefined ? null : parseTime(expires_at);
  if (expiry !== null && expiry <= unit.now) {
    throw new EaapError('invalid-request', 'The key would have expired already.', { pointer: '/expires_at' });
  }

  const key = makeKey(unit.namespace, ledger.parts.entropy);
  const row: CredentialRow = {
    digest: keyDigest(key),
    id: unit.ids(),
    principal,
    owner,
    roles: writeRoles(roles),
    sources: writeSources(roles.includes('agent') ? sourcesOfAgent(principal, asserted) : asserted),
    created_at: unit.now,
    expires_at: expiry,
  };
  await unit.tx.insert('credentials', row);
  await unit.append({ type: 'key.created', object: `key:${row.id}`, commitment: credentialDigest(row) });
  return { credential: toCredential(unit.namespace, { ...row, revoked_at: null }), key };
}

/** An agent that could also record, decide or execute would supply the grounds for what it proposes. */
function checkRoles(roles: readonly Role[]): void {
  if (roles.length > 1 && roles.includes('agent')) {
    throw new EaapError('role-conflict', 'A credential with the role agent holds no other role. Make two.', {
      pointer: '/roles',
    });
  }
}

/** What an agent may assert: itself. */
function sourcesOfAgent(principal: string, asserted: readonly AssertableSource[]): AssertableSource[] {
  if (!asserted.every(({ kind, id }) => kind === 'agent' && id === principal)) {
    throw new EaapError(
      'source-not-permitted',
      'An agent may assert nothing but itself. Leave `sources` out.',
      {
        pointer: '/sources',
      },
    );
  }
  return [{ kind: 'agent', id: principal }];
}

/**
 * Revokes a credential: from the next request on its key is worth nothing. Revoking it again changes nothing.
 *
 * @throws EaapError `not-found`
 * @see RFC-0001 section 5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { authenticate, openMemoryLedger, revokeKey } from '@eaap/ledger';
 *
 * const { ledger, adminKey, close } = await openMemoryLedger();
 * const { credential } = await authenticate(ledger, adminKey);
 * await ledger.write('acme', 'root', (unit) => revokeKey(unit, credential));
 * await assert.rejects(authenticate(ledger, adminKey), { type: 'unauthenticated' });
 * await close();
 * ```
 */
export async function revokeKey(unit: Unit, id: string): Promise<Credential> {
  const [row] = await unit.tx.select('credentials', { where: { id }, limit: 1 });
  if (row === undefined) throw new EaapError('not-found', 'There is no such credential in this namespace.');
  if (row.revoked_at !== null) return toCredential(unit.namespace, row);
  const revoked = { revoked_at: unit.now };
  const changed = await unit.tx.update('credentials', { digest: row.digest }, revoked, { revoked_at: null });
  if (!changed) throw new EaapError('storage-corrupt', 'The credential changed while it was being revoked.');
  await unit.append({ type: 'key.revoked', object: `key:${id}` });
  return toCredential(unit.namespace, { ...row, ...revoked });
}

/**
 * Every credential of the namespace, revoked and expired ones included, in the order they were made.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { listKeys, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.deepEqual((await ledger.read('acme', listKeys)).map(({ principal }) => principal), ['root']);
 * await close();
 * ```
 */
export async function listKeys(view: View): Promise<Credential[]> {
  const rows = await view.tx.select('credentials', {
    order: [
      ['created_at', 'asc'],
      ['id', 'asc'],
    ],
  });
  return rows.map((row) => toCredential(view.namespace, row));
}
