import { EaapError, NamespaceRequest, validate } from '@eaap/protocol';
import { SYSTEM_NAMESPACE } from '@eaap/store';
import { makeRootKey } from '../crypto/root.ts';
import { createKey, type MadeKey } from '../identity/keys.ts';
import { refusePersonalName } from '../lib/personal.ts';
import { NAMESPACE_ROW, writeFounding } from '../unit/founding.ts';
import { internalsOf } from '../unit/internals.ts';
import type { Ledger } from '../unit/types.ts';
import { DEFAULT_POLICY, DEFAULT_TRUST } from './defaults.ts';
import { setPolicy } from './policy.ts';
import { setTrust } from './trust.ts';

/** Who and what the gateway's first admin is called. */
const FIRST_ADMIN = { admin: 'admin', owner: 'operator' } as const;

/** A namespace to be made. */
export interface NewNamespace extends NamespaceRequest {
  /** The principal who makes it. */
  readonly by: string;
}

/**
 * Makes a namespace with its first admin, a policy that grants nothing, and the default trust table.
 *
 * @returns the admin's credential and key, which is shown this once.
 * @throws EaapError `already-exists`; `invalid-request` for names that do not match or hold personal data.
 * @see RFC-0001 section 5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { authenticate, createNamespace, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const { key } = await createNamespace(ledger, { namespace: 'beta', admin: 'root', owner: 'ada', by: 'admin' });
 * assert.equal((await authenticate(ledger, key)).namespace, 'beta');
 * await close();
 * ```
 */
export async function createNamespace(ledger: Ledger, request: NewNamespace): Promise<MadeKey> {
  const { by, ...rest } = request;
  const { namespace, admin, owner } = validate(NamespaceRequest, rest);
  if (namespace === SYSTEM_NAMESPACE) {
    throw new EaapError('already-exists', `The namespace ${SYSTEM_NAMESPACE} is the gateway's own.`);
  }
  return found(ledger, { namespace, admin, owner, by });
}

/**
 * Makes the gateway's own namespace, `system`, on the first start.
 *
 * @returns the key of its admin, which is shown this once; null when it was made before.
 * @throws EaapError `storage-*`, `key-store-unavailable`
 * @see RFC-0001 section 5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { bootstrap, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.equal(await bootstrap(ledger), null);
 * await close();
 * ```
 */
export async function bootstrap(ledger: Ledger): Promise<string | null> {
  try {
    const { key } = await found(ledger, {
      ...FIRST_ADMIN,
      namespace: SYSTEM_NAMESPACE,
      by: FIRST_ADMIN.admin,
    });
    return key;
  } catch (error) {
    if (error instanceof EaapError && error.type === 'already-exists') return null;
    throw error;
  }
}

async function found(ledger: Ledger, { namespace, admin, owner, by }: NewNamespace): Promise<MadeKey> {
  refusePersonalName('name of the namespace', '/namespace', namespace, ledger);
  return internalsOf(ledger).transact('founding', namespace, by, async (unit) => {
    if ((await unit.tx.get('settings', { name: NAMESPACE_ROW })) !== undefined) {
      throw new EaapError('already-exists', `The namespace ${namespace} exists already.`);
    }
    if ((await unit.tx.get('log', { seq: 0 })) !== undefined) {
      throw new EaapError(
        'storage-corrupt',
        `The namespace ${namespace} has a log, but the row that describes it is missing.`,
      );
    }
    const { kid } = await makeRootKey(ledger.parts.keys, namespace);
    await writeFounding(unit.tx, { namespace, root: kid, checkpoint_key: ledger.verifierKey }, unit.now);
    await unit.append({ type: 'namespace.created', object: `namespace:${namespace}` });
    await setPolicy(unit, DEFAULT_POLICY);
    await setTrust(unit, DEFAULT_TRUST);
    return createKey(ledger, unit, { principal: admin, owner, roles: ['admin'] });
  });
}
