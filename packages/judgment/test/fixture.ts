import assert from 'node:assert/strict';
import type {
  Action,
  Gate,
  JudgedConflict,
  JudgedFact,
  JudgeInput,
  Json,
  Judgment,
  Manifest,
  Policy,
  Reason,
} from '@eaap/protocol';
import type { Static } from 'typebox';
import { JudgeInput as JudgeInputSchema, validate } from '@eaap/protocol';
import { extract, judge } from '../src/index.ts';

export type Conflict = Static<typeof JudgedConflict>;
export const NOW = 1_767_225_600_000;
export const DAY = 86_400_000;

/** A UUIDv7 with a number in it. */
export const uuid = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Refunds: money to an account that a fact must support, at most what the order was. */
export const manifest: Manifest = {
  v: 1,
  tool: 'billing.refund',
  version: '1',
  description: 'Pays money back to a customer.',
  effects: [{ effect: 'money.move', target: { param: '/account', kind: 'resource', prefix: 'account/' } }],
  parameters: {
    '/customer': { type: 'identifier' },
    '/order': { type: 'identifier' },
    '/account': {
      type: 'identifier',
      authority: {
        subject: { param: '/customer', prefix: 'customer:' },
        attribute: 'account',
        relation: 'equal',
      },
    },
    '/amount': {
      type: 'money',
      authority: { subject: { param: '/order', prefix: 'order:' }, attribute: 'total', relation: 'at_most' },
    },
    '/note': { type: 'text', required: false },
  },
  cost: { amount: '/amount' },
};

export const policy: Policy = {
  v: 1,
  name: 'support',
  version: '1',
  executors: ['runner'],
  grants: [
    {
      id: 'refunds',
      principals: ['support-*'],
      tools: ['billing.*'],
      effects: ['money.move', 'data.read'],
      targets: ['resource:account/*'],
      risk: 'high',
      environment: 'production',
    },
  ],
  rules: [],
  limits: [],
  confidence: { minimum: 5000 },
  escalate: { effects: [], reversibility: [] },
  escalation: { target: 'finance', ttl_ms: 3_600_000 },
  selects: [],
  ttl_ms: 60_000,
  window_ms: 60_000,
  outcome_ms: 60_000,
};

export const action: Action = {
  tool: 'billing.refund',
  environment: 'production',
  parameters: {
    customer: '42',
    order: '7',
    account: 'acc-1',
    amount: { amount: '1250', currency: 'EUR' },
    note: 'Arrived broken.',
  },
};

export function fact(
  n: number,
  subject: string,
  attribute: string,
  value: Json,
  more: Partial<JudgedFact> = {},
): JudgedFact {
  return {
    id: uuid(n),
    version: 1,
    subject,
    attribute,
    value,
    source_kind: 'system',
    trust: 'verified',
    confidence: 9500,
    half_life_ms: 30 * DAY,
    observed_at: NOW - 1000,
    valid_until: null,
    locked: false,
    status: 'active',
    ...more,
  };
}

export const facts: JudgedFact[] = [
  fact(1, 'customer:42', 'account', 'acc-1'),
  fact(2, 'order:7', 'total', { amount: '5000', currency: 'EUR' }),
];

/** What a test changes of the admissible refund. Parameters are merged, the rest is replaced. */
export interface Change {
  action?: Partial<Action>;
  parameters?: Record<string, Json | undefined>;
  manifest?: Manifest | null;
  policy?: Partial<Policy>;
  facts?: JudgedFact[];
  input?: Partial<JudgeInput>;
}

export function inputOf(change: Change = {}): JudgeInput {
  const merged = { ...action.parameters, ...change.parameters };
  const parameters = Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined),
  ) as Record<string, Json>;
  const proposed: Action = { ...action, parameters, ...change.action };
  const stated = change.manifest === undefined ? manifest : change.manifest;
  const rules: Policy = { ...policy, ...change.policy };
  return validate(JudgeInputSchema, {
    v: 1,
    now: NOW,
    namespace: 'acme',
    principal: 'support-1',
    executor: 'runner',
    action: proposed,
    manifest: stated,
    extraction: extract(proposed, stated, rules),
    policy: rules,
    facts: change.facts ?? facts,
    conflicts: [],
    truncated: false,
    halted: [],
    counters: [],
    approvals: [],
    ...change.input,
  });
}

export const judged = (change: Change = {}): Judgment => judge(inputOf(change));

export function reasonsOf(judgment: Judgment, gate: Gate): Reason[] {
  const result = judgment.gates.find((one) => one.gate === gate);
  assert.ok(result !== undefined, `${gate} reports`);
  return result.reasons;
}

/** Asserts that exactly these gates do not pass. */
export function assertGates(judgment: Judgment, expected: Partial<Record<Gate, 'escalate' | 'block'>>): void {
  const open = judgment.gates.filter(({ outcome }) => outcome !== 'pass');
  assert.deepEqual(Object.fromEntries(open.map(({ gate, outcome }) => [gate, outcome])), expected);
}

/** Asserts one reason of a gate: its code, outcome and message. */
export function assertReason(
  judgment: Judgment,
  gate: Gate,
  expected: Partial<Reason> & Pick<Reason, 'code' | 'outcome' | 'message'>,
): Reason {
  const found = reasonsOf(judgment, gate).filter(({ code }) => code === expected.code);
  const [reason] = found;
  assert.ok(reason !== undefined, `${gate} gives ${expected.code}: ${JSON.stringify(judgment.gates)}`);
  assert.equal(found.length, 1, `${expected.code} once`);
  assert.equal(reason.gate, gate);
  for (const [name, value] of Object.entries(expected)) {
    assert.deepEqual(reason[name as keyof Reason], value, name);
  }
  assert.ok(reason.admissible.length > 10, 'says what would be admissible');
  return reason;
}
