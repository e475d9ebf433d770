import { canonical, type Json, type JsonObject } from '../model/json.ts';
import { commitment, digest } from '../model/digest.ts';
import { linkOf, recordLeaf } from '../model/log.ts';
import { signerOf } from '../model/sign.ts';
import { stateHash, windowStart, type State } from '../model/state.ts';
import { nodeHash } from '../model/tree.ts';

/** Where the worked example of RFC-0001 section 1 is committed, relative to the repository. */
export const EXAMPLE_FILE = 'conformance/vectors/0001-worked-example.json';

const NOW = Date.parse('2026-01-31T09:30:12.345Z');
const WINDOW_MS = 60_000;
const FACT = '019c1371-2a40-7000-8000-000000000001';
const EVALUATION = '019c1371-5a79-7000-8000-000000000002';
const JTI = '019c1371-5bd8-7000-8000-000000000003';
const salt = (byte: number): Buffer => Buffer.alloc(32, byte);

const manifest: JsonObject = {
  v: 1,
  tool: 'billing.refund',
  version: '1',
  description: 'Refunds a customer.',
  effects: [{ effect: 'money.move', target: { param: '/customer', kind: 'resource' } }],
  parameters: {
    '/customer': { type: 'identifier' },
    '/amount': {
      type: 'money',
      authority: { subject: { param: '/customer' }, attribute: 'refund.limit', relation: 'at_most' },
    },
  },
  cost: { amount: '/amount' },
};

const policy: JsonObject = {
  v: 1,
  name: 'support',
  version: '1',
  executors: ['executor'],
  grants: [
    {
      id: 'refunds',
      principals: ['agent'],
      tools: ['billing.refund'],
      effects: ['money.move'],
      targets: ['resource:customer:*'],
      risk: 'high',
      environment: 'production',
    },
  ],
  rules: [],
  limits: [],
  confidence: { minimum: 5000 },
  escalate: { effects: [], reversibility: [] },
  escalation: { target: 'approvers', ttl_ms: 86_400_000 },
  selects: [],
  ttl_ms: 60_000,
  window_ms: WINDOW_MS,
  outcome_ms: 900_000,
};

const trust: JsonObject = {
  v: 1,
  version: '1',
  sources: [
    { kind: 'system', id: 'crm', trust: 'verified', max_confidence: 9500, max_half_life_ms: 31_536_000_000 },
  ],
  many: [],
};

const fact: JsonObject = {
  id: FACT,
  version: 1,
  subject: 'customer:42',
  attribute: 'refund.limit',
  value: { amount: '5000', currency: 'EUR' },
  statement: null,
  source: { kind: 'system', id: 'crm', observed_at: Date.parse('2026-01-31T09:00:00.000Z') },
  trust: 'verified',
  confidence: 9000,
  half_life_ms: 2_592_000_000,
  valid_until: null,
  locked: false,
  status: 'active',
};

const action: JsonObject = {
  tool: 'billing.refund',
  parameters: { customer: 'customer:42', amount: { amount: '2500', currency: 'EUR' } },
  environment: 'production',
  intent: 'Refund for the broken lamp.',
};

function record(seq: number, ts: string, rest: JsonObject, before: JsonObject | null): JsonObject {
  return {
    v: 1,
    seq,
    ts,
    ns: 'acme',
    object: `evaluation:${EVALUATION}`,
    evaluation: EVALUATION,
    verdict: 'ALLOW',
    reason: null,
    ...rest,
    prev: before === null ? null : linkOf(before),
  };
}

/** Every value of the worked example, computed by the model; the RFC quotes from it and a test compares. */
export function workedExample(): JsonObject {
  const policyDigest = digest('EAAP-POLICY-v1', policy);
  const manifestDigest = digest('EAAP-MANIFEST-v1', manifest);
  const engine: JsonObject = {
    judge: '1',
    capabilities: [],
    effects: '1',
    pii: '1',
    manifests: [['billing.refund', manifestDigest]],
    trust: digest('EAAP-TRUST-v1', trust),
  };
  const engineDigest = digest('EAAP-ENGINE-v1', engine);
  const factCommitment = commitment(salt(0x11), fact);
  const actionCommitment = commitment(salt(0x22), action);
  const state: State = {
    namespace: 'acme',
    principal: 'agent',
    action_commitment: actionCommitment,
    policy: policyDigest,
    engine: engineDigest,
    selectors: [{ subject: 'customer:42', attribute: 'refund.limit' }],
    objects: [['fact', FACT, 1, factCommitment]],
    window: windowStart(NOW, WINDOW_MS),
  };
  const state_hash = stateHash(state);
  const bound = { policy: policyDigest, engine: engineDigest, state_hash };
  const evaluated = record(
    0,
    '2026-01-31T09:30:12.345Z',
    { type: 'evaluation.recorded', principal: 'agent', ...bound, commitment: actionCommitment },
    null,
  );
  const holder = signerOf('holder', salt(0x55));
  const claims: JsonObject = {
    v: 1,
    jti: JTI,
    namespace: 'acme',
    evaluation: EVALUATION,
    executor: 'executor',
    audience: 'billing',
    action_commitment: actionCommitment,
    confirmation_key: holder.publicKey.toString('base64url'),
    issued_at: '2026-01-31T09:30:12.696Z',
    expires_at: '2026-01-31T09:31:12.696Z',
  };
  const committed = record(
    1,
    '2026-01-31T09:30:12.696Z',
    { type: 'commit.accepted', principal: 'executor', ...bound, commitment: commitment(salt(0x33), claims) },
    evaluated,
  );
  const leaves = [recordLeaf(evaluated), recordLeaf(committed)] as const;
  const root = nodeHash(...leaves);
  const gateway = signerOf('eaap.example', salt(0x44));
  const possession = digest('EAAP-POSSESSION-v1', { jti: JTI, audience: 'billing' });
  return {
    generated:
      'Generated by conformance/src/spec from the model. Do not edit. The worked example of RFC-0001 section 1.',
    salts: {
      fact: salt(0x11).toString('hex'),
      action: salt(0x22).toString('hex'),
      claims: salt(0x33).toString('hex'),
    },
    documents: { policy, manifest, trust, engine },
    digests: { policy: policyDigest, manifest: manifestDigest, engine: engineDigest },
    fact: { canonical: canonical(fact), commitment: factCommitment },
    action: { canonical: canonical(action), commitment: actionCommitment },
    state: { canonical: canonical(state as unknown as Json), state_hash },
    records: [evaluated, committed].map((one) => ({
      canonical: canonical(one),
      leaf: `sha256:${recordLeaf(one).toString('hex')}`,
      link: linkOf(one),
    })),
    checkpoint: gateway.note(`eaap.example/acme\n2\n${root.toString('base64')}\n`),
    verifier_key: gateway.verifierKey,
    receipt: {
      claims,
      action_salt: salt(0x22).toString('base64url'),
      claims_salt: salt(0x33).toString('base64url'),
      record: committed,
      index: 1,
      proof: [`sha256:${leaves[0].toString('hex')}`],
      checkpoint: gateway.note(`eaap.example/acme\n2\n${root.toString('base64')}\n`),
    },
    possession: {
      signed: possession,
      signature: holder.sign(Buffer.from(possession, 'utf8')).toString('base64url'),
    },
  };
}
