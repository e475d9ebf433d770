import { EaapError, TrustTable, type Digest } from '@eaap/protocol';
import type { Unit, View } from '../unit/types.ts';
import { readDocument, writeDocument, type Kind } from './document.ts';

/** The trust table in force: the `TrustResponse` of the wire. */
export interface TrustInForce {
  readonly digest: Digest;
  readonly version: number;
  readonly trust: TrustTable;
}

const TRUST: Kind<TrustTable> = {
  name: 'trust table',
  schema: TrustTable,
  tag: 'EAAP-TRUST-v1',
  problem: 'invalid-trust',
  record: 'trust.changed',
  setting: () => 'trust',
  object: () => 'trust:table',
};

/**
 * The trust table in force.
 *
 * @throws EaapError `storage-corrupt` when it is missing or is not the one that was set.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { DEFAULT_TRUST, getTrust, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.deepEqual((await ledger.read('acme', getTrust)).trust, DEFAULT_TRUST);
 * await close();
 * ```
 */
export async function getTrust(view: View): Promise<TrustInForce> {
  const found = await readDocument<TrustTable>(view, TRUST, 'trust');
  if (found === undefined) throw new EaapError('storage-corrupt', 'The namespace has no trust table.');
  return { digest: found.digest, version: found.version, trust: found.document };
}

/**
 * Puts a trust table in force. Facts that are stored keep the trust they were given.
 *
 * @throws EaapError `invalid-trust`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { DEFAULT_TRUST, openMemoryLedger, setTrust } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const trust = { ...DEFAULT_TRUST, version: '2', many: ['phone'] };
 * assert.equal((await ledger.write('acme', 'root', (unit) => setTrust(unit, trust))).version, 2);
 * await close();
 * ```
 */
export async function setTrust(unit: Unit, trust: TrustTable): Promise<TrustInForce> {
  const { digest, version, document } = await writeDocument(unit, TRUST, trust);
  return { digest, version, trust: document };
}
