import type { Json, JsonObject } from '../../model/json.ts';
import { reasonDigest } from '../../model/judge/reason.ts';
import { gate, having, inPolicy } from './judging.ts';
import { ACCOUNT, fact, LIMIT, uuid, type Change } from './refund.ts';

export const BASE = [ACCOUNT, LIMIT];
export const rule = (id: string, when: string, outcome = 'block', more: JsonObject = {}): JsonObject => ({
  id,
  description: 'A rule.',
  when,
  outcome,
  ...more,
});
export const rules = (...all: readonly JsonObject[]): Change => ({ policy: { rules: all } });
export const SELECT = { selects: [{ tools: ['*'], subject: { literal: 'shop' }, attribute: 'open' }] };
export const shop = (value: Json, more: JsonObject = {}): JsonObject =>
  fact(3, 'open', value, { subject: 'shop', ...more });
export const asking = (when: string, outcome: string, ...known: readonly JsonObject[]): Change => ({
  policy: { ...SELECT, rules: [rule('shop', when, outcome)] },
  facts: [...BASE, ...known],
});
export const passes = (name: string) => gate(name, () => ({ outcome: 'pass', reasons: [] }));
export const reversed = (name: string) => gate(name, ({ reasons }) => ({ reasons: [...reasons].reverse() }));
export const never = inPolicy({ rules: [] });

export const limit = (id: string, kind: string, max: number, more: JsonObject = {}): JsonObject => ({
  id,
  kind,
  scope: 'principal',
  max,
  window_ms: 3_600_000,
  outcome: 'block',
  ...more,
});
export const counter = (id: string, used: number, next: number): JsonObject => ({ limit: id, used, next });
export const limited = (
  all: readonly JsonObject[],
  counters: readonly JsonObject[],
  more: Change = {},
): Change => ({
  ...more,
  policy: { ...more.policy, limits: all },
  input: { counters },
});
export const EUR = { currency: 'EUR' };
export const NO_COST = { extraction: { cost: null } };

export const ask = (escalate: JsonObject): Change => ({
  policy: { escalate: { effects: [], reversibility: [], ...escalate } },
});
export const DIGESTS = {
  effect: reasonDigest({
    gate: 'escalation',
    code: 'always-escalate',
    outcome: 'escalate',
    rule: 'escalate.effects',
    field: '/account',
    value: { effect: 'money.move', target: 'resource:acct_1' },
    facts: [],
  }),
  rule: reasonDigest({
    gate: 'constraints',
    code: 'rule',
    outcome: 'escalate',
    rule: 'ask',
    field: null,
    value: null,
    facts: [],
  }),
  shadow: reasonDigest({
    gate: 'constraints',
    code: 'rule-shadow',
    outcome: 'shadow',
    rule: 'watch',
    field: null,
    value: null,
    facts: [],
  }),
  ground: reasonDigest({
    gate: 'grounding',
    code: 'contradicted',
    outcome: 'escalate',
    rule: null,
    field: '/account',
    value: 'acct_1',
    facts: [`${uuid(1)}@1`],
  }),
};
export const approved = (
  more: Change,
  ...all: readonly (readonly [n: number, reasons: readonly string[]])[]
): Change => ({
  ...more,
  input: { approvals: all.map(([n, reasons]) => ({ escalation: uuid(n), reasons })) },
});
export const ASKED = ask({ effects: ['money.move'] });
export const unapproved = having({ approvals: [] });
