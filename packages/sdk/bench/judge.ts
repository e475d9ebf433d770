/**
 * What a judgment costs, beside other engines that decide by the same rules, all in every round of one run, and as a ratio to
 * what none of them does without: one canonical form and SHA-256 of the action. Before anything is timed, all of them have to
 * decide every request alike.
 *
 *     npm run -s bench:judge -- [--rounds 1..100] [--json]
 *
 * They are not the same thing: `judge` answers with nine gates and a reason for each objection, and reads no clock, row or
 * network; casbin, json-rules-engine and Cedar answer whether, and Cedar which policies decided.
 */
import { parseArgs } from 'node:util';
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import { Engine } from 'json-rules-engine';
import { extract, judge } from '@eaap/judgment';
import {
  canonicalBytes,
  sha256,
  type Action,
  type JudgeInput,
  type Manifest,
  type Policy,
} from '@eaap/protocol';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100) {
  process.stderr.write('Usage: npm run -s bench:judge -- [--rounds 1..100] [--json]\n');
  process.exit(2);
}

/** A request, and what the rules say: a lookup of customers, and refunds to shop accounts of at most EUR 1 000.00. */
interface Request {
  readonly principal: string;
  readonly tool: 'crm.lookup' | 'billing.refund';
  readonly target: string;
  readonly amount: number;
  readonly currency: string;
  readonly allowed: boolean;
}

const request = (allowed: boolean, change: Partial<Request>): Request => ({
  principal: 'agent',
  tool: 'billing.refund',
  target: 'acct_7',
  amount: 1250,
  currency: 'EUR',
  allowed,
  ...change,
});
const REQUESTS: readonly Request[] = [
  request(true, {}),
  request(true, { amount: 100_000 }),
  request(false, { amount: 100_001 }),
  request(false, { currency: 'USD' }),
  request(false, { target: 'shop_7' }),
  request(false, { principal: 'stranger' }),
  request(true, { tool: 'crm.lookup', target: 'customer_42' }),
  request(false, { tool: 'crm.lookup', target: 'acct_7' }),
];

// EAAP

const policy: Policy = {
  v: 1,
  name: 'bench',
  version: '1',
  executors: ['executor'],
  grants: [
    {
      id: 'lookups',
      principals: ['agent'],
      tools: ['crm.lookup'],
      effects: ['data.read'],
      targets: ['resource:customer_*'],
      risk: 'low',
      environment: 'production',
    },
    {
      id: 'refunds',
      principals: ['agent'],
      tools: ['billing.refund'],
      effects: ['money.move'],
      targets: ['resource:acct_*'],
      risk: 'high',
      environment: 'production',
    },
  ],
  rules: [
    {
      id: 'euros',
      description: 'In euros.',
      effects: ['money.move'],
      when: 'action.parameters.amount.currency != "EUR"',
      outcome: 'block',
    },
    {
      id: 'large',
      description: 'At most EUR 1 000.00.',
      effects: ['money.move'],
      when: 'int(action.parameters.amount.amount) > 100000',
      outcome: 'block',
    },
  ],
  limits: [],
  confidence: { minimum: 0 },
  escalate: { effects: [], reversibility: [] },
  escalation: { target: 'people', ttl_ms: 60_000 },
  selects: [],
  ttl_ms: 60_000,
  window_ms: 60_000,
  outcome_ms: 60_000,
};
const tool = (
  name: string,
  effect: 'data.read' | 'money.move',
  parameters: Manifest['parameters'],
): Manifest => ({
  v: 1,
  tool: name,
  version: '1',
  description: name,
  effects: [{ effect, target: { param: '/target', kind: 'resource' } }],
  parameters: { '/target': { type: 'identifier' }, ...parameters },
});
const MANIFESTS = {
  'crm.lookup': tool('crm.lookup', 'data.read', {}),
  'billing.refund': tool('billing.refund', 'money.move', { '/amount': { type: 'money' } }),
};
const actionOf = ({ tool: name, target, amount, currency }: Request): Action => ({
  tool: name,
  environment: 'production',
  parameters: { target, ...(name === 'crm.lookup' ? {} : { amount: { amount: String(amount), currency } }) },
});
const inputOf = (one: Request): JudgeInput => {
  const action = actionOf(one);
  const manifest = MANIFESTS[one.tool];
  return {
    v: 1,
    now: 1_800_000_000_000,
    namespace: 'default',
    principal: one.principal,
    executor: 'executor',
    action,
    manifest,
    extraction: extract(action, manifest, policy),
    policy,
    facts: [],
    conflicts: [],
    truncated: false,
    halted: [],
    counters: [],
    approvals: [],
  };
};
const inputs = new Map(REQUESTS.map((one) => [one, inputOf(one)]));
const inputFor = (one: Request): JudgeInput => inputs.get(one) ?? inputOf(one);

// casbin

const enforcer = await newEnforcer(
  newModelFromString(`
[request_definition]
r = sub, obj, act, amount, cur
[policy_definition]
p = sub, obj, act, max, cur
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.act == p.act && keyMatch(r.obj, p.obj) && (p.cur == "*" || (r.cur == p.cur && r.amount <= p.max))
`),
  new StringAdapter('p, agent, customer_*, crm.lookup, 0, *\np, agent, acct_*, billing.refund, 100000, EUR'),
);

// json-rules-engine

const rules = new Engine();
rules.addOperator('begins', (fact: string, value: string) => fact.startsWith(value));
rules.addRule({
  conditions: {
    any: [
      {
        all: [
          { fact: 'principal', operator: 'equal', value: 'agent' },
          { fact: 'tool', operator: 'equal', value: 'crm.lookup' },
          { fact: 'target', operator: 'begins', value: 'customer_' },
        ],
      },
      {
        all: [
          { fact: 'principal', operator: 'equal', value: 'agent' },
          { fact: 'tool', operator: 'equal', value: 'billing.refund' },
          { fact: 'target', operator: 'begins', value: 'acct_' },
          { fact: 'currency', operator: 'equal', value: 'EUR' },
          { fact: 'amount', operator: 'lessThanInclusive', value: 100_000 },
        ],
      },
    ],
  },
  event: { type: 'allow' },
});

// Cedar

const parsed = preparsePolicySet('bench', {
  staticPolicies: `
permit(principal == Agent::"agent", action == Action::"crm.lookup", resource) when { context.target like "customer_*" };
permit(principal == Agent::"agent", action == Action::"billing.refund", resource) when { context.target like "acct_*" };
forbid(principal, action == Action::"billing.refund", resource) when { context.currency != "EUR" || context.amount > 100000 };`,
});
if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed.errors));
function cedar({ principal, tool: name, target, amount, currency }: Request): boolean {
  const answer = statefulIsAuthorized({
    principal: { type: 'Agent', id: principal },
    action: { type: 'Action', id: name },
    resource: { type: 'Target', id: target },
    context: { target, amount, currency },
    preparsedPolicySetId: 'bench',
    entities: [],
  });
  return answer.type === 'success' && answer.response.decision === 'allow';
}

type Decide = (one: Request) => boolean | Promise<boolean>;
const DECIDE: Readonly<Record<string, { readonly label: string; readonly decide: Decide }>> = {
  judge: { label: 'EAAP: judge', decide: (one) => judge(inputFor(one)).verdict === 'ALLOW' },
  extract: { label: 'EAAP: extract + judge', decide: (one) => judge(inputOf(one)).verdict === 'ALLOW' },
  casbin: {
    label: 'casbin 5, enforceSync',
    decide: ({ principal, target, tool: name, amount, currency }) =>
      enforcer.enforceSync(principal, target, name, amount, currency),
  },
  'json-rules-engine': {
    label: 'json-rules-engine 7, run',
    decide: async ({ principal, tool: name, target, amount, currency }) =>
      (await rules.run({ principal, tool: name, target, amount, currency })).events.some(
        ({ type }) => type === 'allow',
      ),
  },
  cedar: { label: 'Cedar 4 (WebAssembly), policies parsed before', decide: cedar },
};

for (const [name, { decide }] of Object.entries(DECIDE)) {
  for (const one of REQUESTS) {
    if ((await decide(one)) !== one.allowed)
      throw new Error(`${name} decides ${JSON.stringify(one)} otherwise than the others.`);
  }
}

const TIMES = 250;
const actions = REQUESTS.map(actionOf);
const samples: Record<string, number[]> = { hash: [] };
async function measure(
  name: string,
  keep: boolean,
  work: (i: number) => unknown,
  waits = false,
): Promise<void> {
  const count = TIMES * REQUESTS.length;
  const start = process.hrtime.bigint();
  if (waits) for (let i = 0; i < count; i += 1) await work(i);
  else for (let i = 0; i < count; i += 1) work(i);
  if (keep) (samples[name] ??= []).push(Number(process.hrtime.bigint() - start) / 1000 / count);
}
for (let round = 0; round <= rounds; round += 1) {
  await measure('hash', round > 0, (i) => sha256(canonicalBytes(actions[i % actions.length] as never)));
  for (const [name, { decide }] of Object.entries(DECIDE)) {
    await measure(
      name,
      round > 0,
      (i) => decide(REQUESTS[i % REQUESTS.length] as Request),
      name === 'json-rules-engine',
    );
  }
}

const spread = (numbers: readonly number[]): { min: number; median: number; max: number } => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
};
const figures = [
  ['hash', 'canonicalize + SHA-256 of the action'] as const,
  ...Object.entries(DECIDE).map(([name, { label }]) => [name, label] as const),
].map(([name, label]) => ({
  name,
  label,
  microseconds: spread(samples[name] ?? []),
  to_hash: spread((samples[name] ?? []).map((value, i) => value / (samples['hash']?.[i] ?? 1))),
}));
if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ v: 1, rounds, requests: REQUESTS.length, node: process.version, figures }, null, 2)}\n`,
  );
} else {
  const cell = ({ min, median, max }: ReturnType<typeof spread>): string =>
    `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`.padStart(24);
  process.stdout.write(
    `Median (least–most) of ${rounds} rounds; ratios round by round. ${REQUESTS.length} requests, decided alike by all. Node ${process.version}.\n\n`,
  );
  process.stdout.write(`${''.padEnd(48)}${'µs each'.padStart(24)}${'× hash'.padStart(24)}\n`);
  for (const { label, microseconds, to_hash } of figures)
    process.stdout.write(`${label.padEnd(48)}${cell(microseconds)}${cell(to_hash)}\n`);
  process.stdout.write(
    '\njudge answers with nine gates and a reason for each objection; the others answer whether.\n',
  );
}
