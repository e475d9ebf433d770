import { commitment, digest } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { recordLeaf } from '../../model/log.ts';
import { signerOf, type Signer } from '../../model/sign.ts';
import { inclusionProof } from '../../model/tree.ts';
import { chained, checkpointOver, gateway, idOf, timeAt, type Draft } from '../lib/evidence.ts';

// Receipts and how they are presented to a target, for the topic `receipts`.

export const START = Date.parse(timeAt(0));
export const salt = (fill: number): Buffer => Buffer.alloc(32, fill);
export const holder = signerOf('holder', Buffer.alloc(32, 0x44));
export const thief = signerOf('thief', Buffer.alloc(32, 0x55));
export const action: JsonObject = {
  tool: 'billing.refund',
  parameters: { amount: { amount: '2500', currency: 'EUR' }, customer: 'customer:42' },
  environment: 'production',
};

/** How a receipt differs from the plain one. */
interface Making {
  readonly claims?: JsonObject;
  readonly action?: Json;
  readonly record?: JsonObject;
  /** Records after the commit that the checkpoint covers too. */
  readonly more?: number;
  readonly signer?: Signer;
  readonly namespace?: string;
}

export const claimsOf = ({ claims = {}, action: asked = action }: Making): JsonObject => ({
  v: 1,
  jti: idOf(0x30),
  namespace: 'acme',
  evaluation: idOf(2),
  executor: 'billing-executor',
  audience: 'billing',
  action_commitment: commitment(salt(0x22), asked),
  confirmation_key: holder.publicKey.toString('base64url'),
  issued_at: timeAt(4000),
  expires_at: timeAt(64_000),
  ...claims,
});

/** A receipt in whose log the commit stands in place 4. */
export function receiptOf(making: Making = {}): JsonObject & { record: JsonObject; claims: JsonObject } {
  const claims = claimsOf(making);
  const ns = making.namespace ?? 'acme';
  const commit: Draft = [
    'commit.accepted',
    { principal: 'billing-executor', commitment: commitment(salt(0x33), claims), ns, ...making.record },
  ];
  const later = Array.from({ length: making.more ?? 0 }, (): Draft => ['fact.stored', { ns }]);
  const before = ['namespace.created', 'policy.changed', 'fact.stored', 'evaluation.recorded'].map(
    (type): Draft => [type, { ns }],
  );
  const records = chained([...before, commit, ...later]);
  return {
    claims,
    action_salt: salt(0x22).toString('base64url'),
    claims_salt: salt(0x33).toString('base64url'),
    record: records[4] as JsonObject,
    index: 4,
    proof: inclusionProof(records.map(recordLeaf), 4).map((hash) => `sha256:${hash.toString('hex')}`),
    checkpoint: checkpointOver(records, making.signer ?? gateway, ns),
  };
}

export const possessionOf = (
  claims: JsonObject,
  signer: Signer = holder,
  tag = 'EAAP-POSSESSION-v1',
): string => {
  const { jti = null, audience = null } = claims;
  return signer.sign(Buffer.from(digest(tag, { jti, audience }), 'utf8')).toString('base64url');
};

/** A presentation of a receipt to the target. */
export function presented(receipt: JsonObject, change: JsonObject = {}): JsonObject {
  return {
    receipt,
    action,
    audience: 'billing',
    namespace: 'acme',
    verifier_key: gateway.verifierKey,
    now: START + 10_000,
    possession: possessionOf((receipt['claims'] ?? {}) as JsonObject),
    seen: [],
    ...change,
  };
}
