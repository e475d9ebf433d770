import type { Json, JsonObject } from '../../model/json.ts';
import type { Action, JudgeInput, Manifest, PolicySelect } from '../../model/judge/documents.ts';
import { extract } from '../../model/judge/extract.ts';

/** The time of every judgment of the vectors. */
export const NOW = 1_769_851_812_345;
export const DAY = 86_400_000;

/** A UUID of version 7 with a number in it. */
export const uuid = (n: number): string => `019c1371-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Pays money back: to an account that a fact names, at most what another one allows. */
export const MANIFEST = {
  v: 1,
  tool: 'billing.refund',
  version: '1',
  description: 'Pays money back.',
  effects: [{ effect: 'money.move', target: { param: '/account', kind: 'resource' } }],
  parameters: {
    '/customer': { type: 'identifier' },
    '/account': {
      type: 'identifier',
      authority: { subject: { param: '/customer' }, attribute: 'account', relation: 'equal' },
    },
    '/amount': {
      type: 'money',
      authority: { subject: { param: '/customer' }, attribute: 'limit', relation: 'at_most' },
    },
    '/note': { type: 'text', required: false },
  },
  cost: { amount: '/amount' },
} as const;

/** Grants exactly that, up to what it needs. */
export const GRANT = {
  id: 'refunds',
  principals: ['support-*'],
  tools: ['billing.*'],
  effects: ['money.move'],
  targets: ['resource:acct_*'],
  risk: 'high',
  environment: 'production',
} as const;

export const POLICY = {
  v: 1,
  name: 'support',
  version: '1',
  executors: ['runner', 'other-runner'],
  grants: [GRANT],
  rules: [],
  limits: [],
  confidence: { minimum: 5000 },
  escalate: { effects: [], reversibility: [] },
  escalation: { target: 'desk', ttl_ms: 3_600_000 },
  selects: [],
  ttl_ms: 60_000,
  window_ms: 60_000,
  outcome_ms: 900_000,
} as const;

export const PARAMETERS = {
  customer: 'c1',
  account: 'acct_1',
  amount: { amount: '2500', currency: 'EUR' },
} as const;

/** A verified fact about `c1`, a second old. */
export const fact = (n: number, attribute: string, value: Json, more: JsonObject = {}): JsonObject => ({
  id: uuid(n),
  version: 1,
  subject: 'c1',
  attribute,
  value,
  source_kind: 'system',
  trust: 'verified',
  confidence: 9000,
  half_life_ms: 30 * DAY,
  observed_at: NOW - 1000,
  valid_until: null,
  locked: false,
  status: 'active',
  ...more,
});

/** The two facts that ground the refund. */
export const ACCOUNT = fact(1, 'account', 'acct_1');
export const LIMIT = fact(2, 'limit', { amount: '5000', currency: 'EUR' });

/** What differs from the refund that is allowed. Parameters are merged, null takes one out; the rest is replaced. */
export interface Change {
  readonly parameters?: { readonly [name: string]: Json };
  readonly action?: JsonObject;
  readonly manifest?: Json;
  readonly policy?: JsonObject;
  readonly facts?: readonly JsonObject[];
  /** Members of the extraction instead of those extracted. */
  readonly extraction?: JsonObject;
  /** Other members of the document. */
  readonly input?: JsonObject;
}

/** A judge input: the refund of 25.00 EUR that is allowed, changed. */
export function document(change: Change = {}): JsonObject {
  const parameters = Object.fromEntries(
    Object.entries({ ...PARAMETERS, ...change.parameters }).filter(([, value]) => value !== null),
  );
  const action = { tool: 'billing.refund', parameters, environment: 'production', ...change.action };
  const manifest = change.manifest === undefined ? (MANIFEST as unknown as JsonObject) : change.manifest;
  const policy: JsonObject = { ...(POLICY as unknown as JsonObject), ...change.policy };
  const read = extract(
    action as Action,
    manifest as unknown as Manifest | null,
    policy['selects'] as unknown as readonly PolicySelect[],
    (policy['grounding'] as { readonly mandate: string } | undefined)?.mandate,
  );
  const extraction = { ...read, unread: read.unread.map((one) => ({ ...one, detail: 'Not read.' })) };
  return {
    v: 1,
    now: NOW,
    namespace: 'acme',
    principal: 'support-1',
    executor: 'runner',
    action,
    manifest,
    extraction: { ...(extraction as unknown as JsonObject), ...change.extraction },
    policy,
    facts: change.facts ?? [ACCOUNT, LIMIT],
    conflicts: [],
    truncated: false,
    halted: [],
    counters: [],
    approvals: [],
    ...change.input,
  };
}

/** A document as the model reads it. */
export const asInput = (of: JsonObject): JudgeInput => of as unknown as JudgeInput;
