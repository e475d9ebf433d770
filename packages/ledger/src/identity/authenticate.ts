import { EaapError, type AssertableSource, type Role } from '@eaap/protocol';
import type { Ledger } from '../unit/types.ts';
import { readRoles, readSources } from './credential.ts';
import { keyDigest, namespaceOfKey } from './key.ts';

/** Who acts, by their credential and by nothing else. */
export interface Actor {
  readonly namespace: string;
  /** The id of the credential. */
  readonly credential: string;
  readonly principal: string;
  /** The person who answers for it. */
  readonly owner: string;
  readonly roles: readonly Role[];
  readonly sources: readonly AssertableSource[];
}

/** One sentence for everything that is wrong with a key: which it was would help whoever tries them out. */
const REFUSAL =
  'A valid key is required: send one that is neither expired nor revoked as `Authorization: Bearer`.';

/**
 * Whom a key speaks for.
 *
 * @throws EaapError `unauthenticated` for a key that is malformed, unknown, expired or revoked, always in the same
 * words; `storage-*`.
 * @see RFC-0001 section 5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { authenticate, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, adminKey, close } = await openMemoryLedger();
 * assert.equal((await authenticate(ledger, adminKey)).principal, 'root');
 * await assert.rejects(authenticate(ledger, `${adminKey.slice(0, -1)}_`), { type: 'unauthenticated' });
 * await close();
 * ```
 */
export async function authenticate(ledger: Ledger, key: string): Promise<Actor> {
  const namespace = namespaceOfKey(key);
  if (namespace === undefined) throw new EaapError('unauthenticated', REFUSAL);
  try {
    return await ledger.read(namespace, async ({ tx, now }) => {
      const row = await tx.get('credentials', { digest: keyDigest(key) });
      if (
        row === undefined ||
        row.revoked_at !== null ||
        (row.expires_at !== null && now >= row.expires_at)
      ) {
        throw new EaapError('unauthenticated', REFUSAL);
      }
      return {
        namespace,
        credential: row.id,
        principal: row.principal,
        owner: row.owner,
        roles: readRoles(row.roles),
        sources: readSources(row.sources),
      };
    });
  } catch (error) {
    // That a namespace is not there is nobody's business who has no key of it.
    if (error instanceof EaapError && error.type === 'not-found')
      throw new EaapError('unauthenticated', REFUSAL);
    throw error;
  }
}
