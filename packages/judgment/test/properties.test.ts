import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ATTRIBUTE_SAMPLES } from './samples.ts';
import {
  canonicalize,
  COMPARE_FORMS,
  EFFECT_NAMES,
  ENVIRONMENTS,
  Extraction,
  FACT_STATUSES,
  GATES,
  JudgeInput as JudgeInputSchema,
  Judgment as JudgmentSchema,
  matches,
  PARAMETER_TYPES,
  REVERSIBILITIES,
  RISKS,
  TRUST_LEVELS,
  VERDICTS,
} from '@eaap/protocol';
import type { Action, JudgedFact, JudgeInput, Json, Judgment, Manifest, Policy } from '@eaap/protocol';
import { extract, judge } from '../src/index.ts';
import { action as refundAction, DAY, manifest as refund, NOW, policy as support, uuid } from './fixture.ts';

const subject = fc.constantFrom('customer:42', 'order:7', 'a');
const attribute = fc.constantFrom(...ATTRIBUTE_SAMPLES);
const pointer = fc.constantFrom('/a', '/b', '/list/*', '/list/*/x', '/o/p', '/a~1b');
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    'acc-1',
    '42',
    '7',
    'https://example.com/',
    'https://127.1/',
    '/srv/x',
    '/../x',
    'a@b.example',
    '',
  ),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: 'grapheme' }).filter((text) => !/[\ud800-\udfff]/u.test(text)),
  fc.record({
    amount: fc.constantFrom('5', '1250', '-1', '99999999999999999'),
    currency: fc.constantFrom('EUR', 'USD', 'e'),
  }),
);
const value: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('p', 'x', '__proto__', 'toString'), scalar, { maxKeys: 3 }),
);
const parameters = fc.dictionary(
  fc.constantFrom('a', 'b', 'list', 'o', 'a/b', 'account', 'amount', 'customer', 'order'),
  value,
  { maxKeys: 8 },
) as fc.Arbitrary<Action['parameters']>;
const reference = fc.oneof(
  fc.record({ literal: subject }),
  fc.record({ param: pointer, prefix: fc.constantFrom('customer:', '') }),
);
const target = fc.constantFrom(
  'host:example.com',
  'path:/srv/x',
  'path:/../x',
  'resource:account/acc-1',
  'host:A b',
);
const effect = fc.constantFrom(...EFFECT_NAMES);

const action: fc.Arbitrary<Action> = fc.record(
  {
    tool: fc.constantFrom('billing.refund', 'shop.order'),
    parameters: fc.oneof(
      parameters,
      fc.constant({
        customer: '42',
        order: '7',
        account: 'acc-1',
        amount: { amount: '1250', currency: 'EUR' },
      }),
    ),
    environment: fc.constantFrom(...ENVIRONMENTS),
    claims: fc.array(fc.record({ subject, attribute, value }), { maxLength: 3 }),
    effects: fc.array(fc.record({ effect, target }, { requiredKeys: ['effect'] }), { maxLength: 3 }),
    session: fc.constant('s1'),
  },
  { requiredKeys: ['tool', 'parameters', 'environment'] },
);

const spec = fc.record(
  {
    type: fc.constantFrom(...PARAMETER_TYPES),
    required: fc.boolean(),
    authority: fc.record(
      {
        subject: reference,
        attribute,
        relation: fc.constantFrom('equal' as const, 'at_most' as const),
        trust: fc.constantFrom(...TRUST_LEVELS),
      },
      { requiredKeys: ['subject', 'attribute', 'relation'] },
    ),
  },
  { requiredKeys: ['type'] },
);
const wild: fc.Arbitrary<Manifest> = fc.record(
  {
    v: fc.constant(1 as const),
    tool: fc.constantFrom('billing.refund', 'shop.order'),
    version: fc.constant('1'),
    description: fc.constant('d'),
    effects: fc.array(
      fc.record(
        {
          effect,
          target: fc.oneof(
            fc.record({ literal: target }),
            fc.record({
              param: pointer,
              kind: fc.constantFrom('host' as const, 'path' as const, 'resource' as const),
              prefix: fc.constantFrom('', 'x'),
            }),
          ),
        },
        { requiredKeys: ['effect'] },
      ),
      { maxLength: 3 },
    ),
    risk: fc.constantFrom(...RISKS),
    reversibility: fc.constantFrom(...REVERSIBILITIES),
    parameters: fc.dictionary(pointer, spec, { maxKeys: 4 }),
    selects: fc.array(fc.record({ subject: reference, attribute }), { maxLength: 2 }),
    writes: fc.array(
      fc.record(
        { subject: reference, attribute, value: pointer },
        { requiredKeys: ['subject', 'attribute'] },
      ),
      { maxLength: 2 },
    ),
    cost: fc.record({ amount: pointer }),
  },
  { requiredKeys: ['v', 'tool', 'version', 'description', 'effects', 'parameters'] },
);
const manifest = fc.oneof(
  { weight: 3, arbitrary: fc.constant(refund) },
  { weight: 3, arbitrary: wild },
  fc.constant(null),
);

const outcome = fc.constantFrom('block' as const, 'escalate' as const);
const policy: fc.Arbitrary<Policy> = fc.record({
  ...(Object.fromEntries(
    Object.entries(support).map(([name, fixed]) => [name, fc.constant(fixed)]),
  ) as unknown as {
    [K in keyof Policy]: fc.Arbitrary<Policy[K]>;
  }),
  grants: fc.constantFrom<Policy['grants']>(
    support.grants,
    [
      {
        ...(support.grants[0] as Policy['grants'][number]),
        tools: ['*'],
        effects: [...EFFECT_NAMES],
        targets: ['*'],
        risk: 'critical' as const,
      },
    ],
    [],
  ),
  rules: fc.array(
    fc.record({
      id: fc.constantFrom('r1', 'r2'),
      description: fc.constant('d'),
      when: fc.constantFrom(
        'true',
        'false',
        'action.parameters.account == "acc-1"',
        'has_fact("customer:42", "account")',
        'fact("a", "x") == 1',
        '1 +',
        'now',
      ),
      outcome: fc.constantFrom('block' as const, 'escalate' as const, 'shadow' as const),
    }),
    { maxLength: 3 },
  ),
  limits: fc.array(
    fc.record(
      {
        id: fc.constantFrom('l1', 'l2'),
        kind: fc.constantFrom('quota' as const, 'rate' as const, 'loop' as const),
        scope: fc.constant('principal' as const),
        currency: fc.constantFrom('EUR', 'USD'),
        max: fc.integer({ min: 0, max: 3000 }),
        window_ms: fc.constant(DAY),
        outcome,
      },
      { requiredKeys: ['id', 'kind', 'scope', 'max', 'window_ms', 'outcome'] },
    ),
    { maxLength: 2 },
  ),
  escalate: fc.record(
    {
      effects: fc.array(effect, { maxLength: 2 }),
      reversibility: fc.uniqueArray(fc.constantFrom(...REVERSIBILITIES), { maxLength: 2 }),
      risk: fc.constantFrom(...RISKS),
    },
    { requiredKeys: ['effects', 'reversibility'] },
  ),
  selects: fc.array(fc.record({ tools: fc.constant(['*']), subject: reference, attribute }), {
    maxLength: 1,
  }),
  compare: fc.dictionary(attribute, fc.constantFrom(...COMPARE_FORMS)),
});

const judgedFact: fc.Arbitrary<JudgedFact> = fc.record({
  id: fc.integer({ min: 1, max: 6 }).map(uuid),
  version: fc.integer({ min: 1, max: 3 }),
  subject,
  attribute,
  value,
  source_kind: fc.constant('system' as const),
  trust: fc.constantFrom(...TRUST_LEVELS),
  confidence: fc.integer({ min: 0, max: 10_000 }),
  half_life_ms: fc.constantFrom(1, 1000, DAY),
  observed_at: fc.constantFrom(NOW - 10 * DAY, NOW, NOW + 1),
  valid_until: fc.constantFrom(null, NOW, NOW + 1),
  locked: fc.boolean(),
  status: fc.constantFrom(...FACT_STATUSES),
});
const conflict = fc.record({
  id: fc.integer({ min: 20, max: 22 }).map(uuid),
  version: fc.constant(1),
  subject,
  attribute,
  incumbent: fc.constant(uuid(1)),
  challenger: fc.constant(uuid(2)),
});
const halt = fc.record({
  scope: fc.constantFrom('gateway' as const, 'namespace' as const, 'agent' as const),
  name: fc.constant('x'),
  reason: fc.constant('r'),
});

const rarely = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, fc.array(item, { maxLength: 2 }));
const goodFacts = [1, 2].map((n) => ({
  id: uuid(n),
  version: 1,
  subject: n === 1 ? 'customer:42' : 'order:7',
  attribute: n === 1 ? 'account' : 'total',
  value: n === 1 ? 'acc-1' : { amount: '5000', currency: 'EUR' },
  source_kind: 'system' as const,
  trust: 'verified' as const,
  confidence: 9000,
  half_life_ms: DAY,
  observed_at: NOW,
  valid_until: null,
  locked: false,
  status: 'active' as const,
}));

type Parts = Pick<
  JudgeInput,
  'action' | 'manifest' | 'policy' | 'facts' | 'conflicts' | 'truncated' | 'halted' | 'counters' | 'executor'
>;
type Counters = JudgeInput['counters'];

const anything: fc.Arbitrary<Parts> = fc.record({
  action,
  manifest,
  policy,
  facts: fc.oneof(
    fc.constant(goodFacts),
    fc.uniqueArray(judgedFact, { maxLength: 6, selector: ({ id }) => id }),
  ),
  conflicts: fc.oneof(
    { weight: 3, arbitrary: fc.constant<JudgeInput['conflicts']>([]) },
    fc.uniqueArray(conflict, { maxLength: 2, selector: ({ id }) => id }),
  ),
  truncated: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()),
  halted: rarely(halt),
  counters: fc.constantFrom<Counters>(
    [],
    [{ limit: 'l1', used: 1000, next: 1250 }],
    [
      { limit: 'l1', used: 0, next: 1 },
      { limit: 'l2', used: 0, next: 1 },
    ],
  ),
  executor: fc.constantFrom('runner', 'runner', 'other'),
});

/** Refunds that are admissible or nearly so: anything at all is nearly always blocked. */
const nearly: fc.Arbitrary<Parts> = fc.record({
  action: fc.constant(refundAction),
  manifest: fc.constant(refund),
  policy: fc
    .record({
      minimum: fc.constantFrom(0, 5000),
      money: fc.boolean(),
      when: fc.constantFrom('false', 'true', 'action.parameters.order == "8"'),
      then: fc.constantFrom('escalate' as const, 'shadow' as const),
    })
    .map(({ minimum, money, when, then }) => ({
      ...support,
      confidence: { minimum },
      escalate: { effects: money ? ['money.move' as const] : [], reversibility: [] },
      rules: [{ id: 'r', description: 'd', when, outcome: then }],
    })),
  facts: fc
    .record({
      trust: fc.constantFrom('verified' as const, 'untrusted' as const),
      confidence: fc.constantFrom(9000, 4000),
      locked: fc.boolean(),
    })
    .map((change) => goodFacts.map((one, index) => (index === 0 ? { ...one, ...change } : one))),
  conflicts: fc.constant([]),
  truncated: fc.constant(false),
  halted: fc.constant([]),
  counters: fc.constant([]),
  executor: fc.constant('runner'),
});

const input: fc.Arbitrary<JudgeInput> = fc.oneof({ weight: 2, arbitrary: anything }, nearly).map((parts) => ({
  v: 1 as const,
  now: NOW,
  namespace: 'acme',
  principal: 'support-1',
  ...parts,
  extraction: extract(parts.action, parts.manifest, parts.policy),
  approvals: [],
}));

const rank = ({ verdict }: Judgment): number => VERDICTS.indexOf(verdict);
const runs = { numRuns: 600 };

describe('extract, on anything that matches the schemas', () => {
  it('never throws, and gives what matches its own', () => {
    fc.assert(
      fc.property(input, ({ extraction }) => {
        assert.ok(matches(Extraction, extraction), JSON.stringify(extraction));
        canonicalize(extraction as unknown as Json);
        if (extraction.unread.length > 0) assert.equal(extraction.effects.at(-1)?.effect, 'unknown');
        assert.ok(extraction.effects.length > 0);
      }),
      runs,
    );
  });
});

describe('judge, on anything that matches the schema', () => {
  it('never throws; reports nine gates in order; the verdict is their join', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(input, (given) => {
        assert.ok(matches(JudgeInputSchema, given));
        const judgment = judge(given);
        seen.add(judgment.verdict);
        assert.ok(matches(JudgmentSchema, judgment), JSON.stringify(judgment));
        assert.deepEqual(
          judgment.gates.map(({ gate }) => gate),
          [...GATES],
        );
        const outcomes = judgment.gates.map(({ outcome: of }) => of);
        const highest = outcomes.includes('block')
          ? 'BLOCK'
          : outcomes.includes('escalate')
            ? 'ESCALATE'
            : 'ALLOW';
        assert.equal(judgment.verdict, highest);
        for (const { gate, outcome: of, reasons } of judgment.gates) {
          assert.ok(
            reasons.every(
              (reason) => reason.gate === gate && reason.message !== '' && reason.admissible !== '',
            ),
          );
          assert.ok(
            reasons.every(({ code }) => code !== 'gate-error'),
            JSON.stringify(reasons),
          );
          assert.equal(
            of === 'pass',
            reasons.every((reason) => reason.outcome === 'shadow'),
          );
        }
      }),
      runs,
    );
    assert.deepEqual([...seen].sort(), ['ALLOW', 'BLOCK', 'ESCALATE'], 'the arbitrary reaches every verdict');
  });

  it('says the same bytes again, whatever the order of members, facts, conflicts and halts', () => {
    const shuffle = (given: unknown): unknown =>
      Array.isArray(given)
        ? given.map(shuffle)
        : typeof given === 'object' && given !== null
          ? Object.fromEntries(
              Object.entries(given)
                .reverse()
                .map(([name, inner]) => [name, shuffle(inner)]),
            )
          : given;
    fc.assert(
      fc.property(input, (given) => {
        const first = canonicalize(judge(given) as unknown as Json);
        assert.equal(canonicalize(judge(given) as unknown as Json), first);
        // Object.fromEntries would make a prototype of a member __proto__; those are tried in order only.
        if (JSON.stringify(given).includes('__proto__')) return;
        const other = shuffle(given) as JudgeInput;
        const turned = {
          ...other,
          facts: [...other.facts].reverse(),
          conflicts: [...other.conflicts].reverse(),
          halted: [...other.halted].reverse(),
        };
        assert.equal(canonicalize(judge(turned) as unknown as Json), first);
      }),
      runs,
    );
  });

  it('never lowers a verdict for one thing more to object to', () => {
    fc.assert(
      fc.property(input, conflict, halt, effect, (given, more, stop, another) => {
        const before = rank(judge(given));
        const { extraction } = given;
        const worse: JudgeInput[] = [
          { ...given, conflicts: [...given.conflicts, more] },
          { ...given, halted: [...given.halted, stop] },
          { ...given, truncated: true },
          { ...given, manifest: null },
          { ...given, counters: [] },
          { ...given, policy: { ...given.policy, grants: [] } },
          {
            ...given,
            policy: {
              ...given.policy,
              rules: [
                ...given.policy.rules,
                { id: 'more', description: 'd', when: 'true', outcome: 'escalate' },
              ],
            },
          },
          { ...given, policy: { ...given.policy, confidence: { minimum: 10_000 } } },
          {
            ...given,
            extraction: {
              ...extraction,
              unread: [...extraction.unread, { code: 'too-large', field: null, detail: 'd' }],
            },
          },
          {
            ...given,
            extraction: {
              ...extraction,
              effects: [
                ...extraction.effects,
                {
                  effect: another,
                  target: 'resource:elsewhere',
                  risk: 'critical',
                  reversibility: 'irreversible',
                  origin: 'declared',
                  field: null,
                },
              ],
              risk: 'critical',
              reversibility: 'irreversible',
            },
          },
        ];
        for (const [index, one] of worse.entries()) assert.ok(rank(judge(one)) >= before, `change ${index}`);
      }),
      runs,
    );
  });

  it('never lets a declared effect lower a verdict', () => {
    fc.assert(
      fc.property(input, effect, (given, more) => {
        const declared: Action = {
          ...given.action,
          effects: [...(given.action.effects ?? []), { effect: more }],
        };
        const extraction = extract(declared, given.manifest, given.policy);
        // A tool that states nothing may be told what it does by nobody but its manifest.
        assert.ok(rank(judge({ ...given, action: declared, extraction })) >= rank(judge(given)));
      }),
      runs,
    );
  });

  it('takes any approvals without lowering a block', () => {
    fc.assert(
      fc.property(input, (given) => {
        const judgment = judge(given);
        if (judgment.verdict !== 'BLOCK') return;
        const reasons = Array.from({ length: 3 }, () => `sha256:${'0'.repeat(64)}` as const);
        assert.equal(judge({ ...given, approvals: [{ escalation: uuid(9), reasons }] }).verdict, 'BLOCK');
      }),
      runs,
    );
  });
});
