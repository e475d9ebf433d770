import { MANIFESTS, POLICY, TRUST } from '../checks/fixtures/index.ts';
import type { Json, JsonObject } from '../model/json.ts';

const MINUTE = 60_000;
const plain = (document: unknown): JsonObject => JSON.parse(JSON.stringify(document)) as JsonObject;

/** The policy a sequence begins with: times are short, so that they end within it, and limits are low. */
const BASE = plain({
  ...POLICY,
  name: 'differential',
  limits: [
    {
      id: 'rate',
      kind: 'rate',
      scope: 'principal',
      tools: ['limits.rate'],
      max: 2,
      window_ms: MINUTE,
      outcome: 'block',
    },
    {
      id: 'loop',
      kind: 'loop',
      scope: 'principal',
      tools: ['limits.loop'],
      max: 2,
      window_ms: MINUTE,
      outcome: 'escalate',
    },
    {
      ...{ id: 'money', kind: 'quota', scope: 'namespace', tools: ['payments.*'], currency: 'EUR' },
      ...{ max: 4000, window_ms: 2 * MINUTE, outcome: 'escalate' },
    },
    {
      id: 'reads',
      kind: 'quota',
      scope: 'session',
      tools: ['records.read'],
      max: 2,
      window_ms: MINUTE,
      outcome: 'block',
    },
  ],
  escalation: { target: 'desk', ttl_ms: 2 * MINUTE },
  ttl_ms: 30_000,
  outcome_ms: 20_000,
});

const edited = (changes: JsonObject): JsonObject => ({ ...BASE, ...changes });
const grants = BASE['grants'] as readonly JsonObject[];
const rules = BASE['rules'] as readonly JsonObject[];
const limits = BASE['limits'] as readonly JsonObject[];

/** Policies by name. */
export const POLICIES: Readonly<Record<string, JsonObject>> = {
  base: BASE,
  trusting: edited({ version: '2', confidence: { minimum: 0 } }),
  strict: edited({
    version: '3',
    confidence: { minimum: 9000 },
    escalate: { effects: [], reversibility: [], risk: 'high' },
  }),
  'no-writes': edited({ version: '4', grants: grants.filter(({ id }) => id !== 'records.write') }),
  'other-first': edited({ version: '5', executors: ['other-executor', 'executor'] }),
  'one-executor': edited({ version: '6', executors: ['executor'] }),
  tight: edited({ version: '7', limits: limits.map((limit) => ({ ...limit, max: 1 })) }),
  'by-fact': edited({
    version: '8',
    rules: [
      ...rules,
      {
        ...{ id: 'paid', tools: ['orders.ship'], outcome: 'escalate' },
        when: "!has_fact(action.parameters.order, 'status') || fact(action.parameters.order, 'status') != 'paid'",
      },
    ],
  }),
  hasty: edited({
    version: '9',
    ttl_ms: 1000,
    outcome_ms: 1000,
    escalation: { target: 'night', ttl_ms: 1000 },
  }),
  selecting: edited({
    version: '10',
    selects: [{ tools: ['records.*'], subject: { literal: 'order-1' }, attribute: 'status' }],
  }),
  broken: edited({ version: '11', rules: [{ id: 'bad', when: 'action.', outcome: 'block' }] }),
  unlike: edited({ version: '12', ttl_ms: 300_001 }),
};

const trust = plain(TRUST);
const sources = trust['sources'] as readonly JsonObject[];
/** Trust tables by name. */
export const TRUSTS: Readonly<Record<string, JsonObject>> = {
  base: trust,
  'many-states': { ...trust, version: '2', many: ['tag', 'alias', 'status'] },
  'no-many': { ...trust, version: '3', many: [] },
  'tools-untrusted': {
    ...{ ...trust, version: '4' },
    sources: sources.map((one) =>
      one['kind'] === 'tool' ? { ...one, trust: 'untrusted', max_confidence: 4000 } : one,
    ),
  },
  'system-faint': {
    ...{ ...trust, version: '5' },
    sources: sources.map((one) =>
      one['kind'] === 'system' ? { ...one, max_confidence: 3000, max_half_life_ms: 5000 } : one,
    ),
  },
};

const TOOLS = [
  'records.read',
  'orders.ship',
  'records.write',
  'payments.refund',
  'messages.send',
  'vault.peek',
];
const MORE = ['records.export', 'rules.block', 'rules.review', 'rules.fragile', 'limits.rate', 'limits.loop'];

/** The manifests a sequence begins with. */
export const INSTALLED: readonly JsonObject[] = MANIFESTS.filter(({ tool }) =>
  [...TOOLS, ...MORE].includes(tool),
).map(plain);

const other = (tool: string, changes: JsonObject): JsonObject => ({
  ...(INSTALLED.find((manifest) => manifest['tool'] === tool) ?? {}),
  ...{ version: '2', ...changes },
});

/** Manifests by name. */
export const OTHER_MANIFESTS: Readonly<Record<string, JsonObject>> = {
  ...Object.fromEntries(INSTALLED.map((manifest) => [String(manifest['tool']), manifest])),
  'riskier-ship': other('orders.ship', { risk: 'high' }),
  'blind-ship': other('orders.ship', { selects: [] }),
  'wordless-send': other('messages.send', { parameters: { '/channel': { type: 'identifier' } } }),
  'two-effects': other('records.read', {
    effects: [
      { effect: 'data.read', target: { param: '/record', kind: 'resource' } },
      { effect: 'message.draft' },
    ],
  }),
  unloadable: other('orders.ship', { selects: [{ subject: { param: '/nothing' }, attribute: 'status' }] }),
};

/** Personal data that facts and actions of a sequence hold, each datum alone and in its plain spelling. */
export const PERSONAL = ['ada@example.org', 'bob@example.com', '4111111111111111'] as const;

/** A value that holds all of it, to learn its tokens from. */
export const LESSON: Json = [...PERSONAL];
