import { EaapError, Policy, type Digest } from '@eaap/protocol';
import type { Unit, View } from '../unit/types.ts';
import { readDocument, writeDocument, type Kind } from './document.ts';

/** The policy in force: the `PolicyResponse` of the wire. */
export interface PolicyInForce {
  readonly digest: Digest;
  readonly version: number;
  readonly policy: Policy;
}

const POLICY: Kind<Policy> = {
  name: 'policy',
  schema: Policy,
  tag: 'EAAP-POLICY-v1',
  problem: 'invalid-policy',
  record: 'policy.changed',
  setting: () => 'policy',
  object: ({ name }) => `policy:${name}`,
};

/**
 * The policy in force.
 *
 * @throws EaapError `storage-corrupt` when it is missing or is not the one that was set.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { DEFAULT_POLICY, getPolicy, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.deepEqual((await ledger.read('acme', getPolicy)).policy, DEFAULT_POLICY);
 * await close();
 * ```
 */
export async function getPolicy(view: View): Promise<PolicyInForce> {
  const found = await readDocument<Policy>(view, POLICY, 'policy');
  if (found === undefined) throw new EaapError('storage-corrupt', 'The namespace has no policy.');
  return { digest: found.digest, version: found.version, policy: found.document };
}

/**
 * Puts a policy in force. That its conditions compile is for the caller to check: what checks them stands above.
 *
 * @throws EaapError `invalid-policy`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { DEFAULT_POLICY, openMemoryLedger, setPolicy } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const policy = { ...DEFAULT_POLICY, version: '2', ttl_ms: 30_000 };
 * const { version } = await ledger.write('acme', 'root', (unit) => setPolicy(unit, policy));
 * assert.equal(version, 2);
 * await close();
 * ```
 */
export async function setPolicy(unit: Unit, policy: Policy): Promise<PolicyInForce> {
  const { digest, version, document } = await writeDocument(unit, POLICY, policy);
  return { digest, version, policy: document };
}
