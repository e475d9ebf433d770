import type { Json, JsonObject } from '../../model/json.ts';
import { reasonDigest } from '../../model/judge/reason.ts';
import { facts, gate, having, inPolicy, of, type Judged } from './judging.ts';
import { ACCOUNT, fact, LIMIT, uuid, type Change } from './refund.ts';

const BASE = [ACCOUNT, LIMIT];
const rule = (id: string, when: string, outcome = 'block', more: JsonObject = {}): JsonObject => ({
  id,
  description: 'A rule.',
  when,
  outcome,
  ...more,
});
const rules = (...all: readonly JsonObject[]): Change => ({ policy: { rules: all } });
const SELECT = { selects: [{ tools: ['*'], subject: { literal: 'shop' }, attribute: 'open' }] };
const shop = (value: Json, more: JsonObject = {}): JsonObject =>
  fact(3, 'open', value, { subject: 'shop', ...more });
const asking = (when: string, outcome: string, ...known: readonly JsonObject[]): Change => ({
  policy: { ...SELECT, rules: [rule('shop', when, outcome)] },
  facts: [...BASE, ...known],
});
const passes = (name: string) => gate(name, () => ({ outcome: 'pass', reasons: [] }));
const reversed = (name: string) => gate(name, ({ reasons }) => ({ reasons: [...reasons].reverse() }));
const never = inPolicy({ rules: [] });

const RULES: readonly Judged[] = [
  {
    id: 'rule-blocks',
    title: 'A rule that blocks',
    of: [20],
    change: rules(rule('stop', 'action.parameters.amount.currency == "EUR"')),
    wrong: [{ id: 'ignored', mistake: 'ran no rules', as: never }],
  },
  {
    id: 'rule-escalates',
    title: 'A rule that escalates',
    of: [20],
    change: rules(rule('ask', 'size(effects) == 1', 'escalate')),
  },
  {
    id: 'rule-shadow',
    title: 'A shadow rule only reports',
    of: [5, 20],
    change: rules(rule('watch', 'true', 'shadow')),
    wrong: [
      {
        id: 'counted',
        mistake: 'counted a shadow',
        says: (right) => ({ verdict: 'BLOCK', ...gate('constraints', () => ({ outcome: 'block' }))(right) }),
      },
      { id: 'silent', mistake: 'did not report a shadow', says: passes('constraints') },
    ],
  },
  {
    id: 'rule-false',
    title: 'A rule that is false',
    of: [20],
    change: rules(rule('stop', 'principal == "other"')),
  },
  {
    id: 'rules-in-order',
    title: 'All rules in the order of the policy',
    of: [20],
    change: rules(
      rule('z', 'true', 'escalate'),
      rule('a', 'true'),
      rule('m', 'true', 'shadow'),
      rule('n', 'false'),
    ),
    wrong: [
      {
        id: 'sorted',
        mistake: 'ran rules in the order of their ids',
        says: gate('constraints', ({ reasons }) => ({
          reasons: [...reasons].sort((a, b) => (String(a.rule) < String(b.rule) ? -1 : 1)),
        })),
      },
      {
        id: 'first',
        mistake: 'stopped at the first rule that is true',
        says: gate('constraints', ({ reasons }) => ({ outcome: 'escalate', reasons: reasons.slice(0, 1) })),
      },
    ],
  },
  {
    id: 'rule-error',
    title: 'A rule that fails, beside one that is true',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('ask', 'true', 'escalate'), rule('fragile', 'action.parameters.level > 1')),
    wrong: [
      {
        id: 'false',
        mistake: 'took a rule that fails for false',
        as: inPolicy({ rules: [rule('ask', 'true', 'escalate')] }),
      },
    ],
  },
  {
    id: 'rule-error-shadow',
    title: 'A shadow rule that fails blocks',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('watch', 'action.parameters.level > 1', 'shadow')),
  },
  {
    id: 'rule-not-boolean',
    title: 'A rule that is no truth',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('odd', 'action.parameters.account')),
  },
  {
    id: 'rule-not-compiled',
    title: 'A rule that does not compile',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('broken', 'true &&')),
  },
  {
    id: 'rule-other-tool',
    title: 'A rule for other tools',
    of: [20],
    change: rules(rule('stop', 'true', 'block', { tools: ['crm.*', 'billing'] })),
  },
  {
    id: 'rule-tool',
    title: 'A rule for this tool',
    of: [10, 20],
    change: rules(rule('stop', 'true', 'block', { tools: ['crm.*', '*.refund'] })),
  },
  {
    id: 'rule-effect',
    title: 'A rule for an effect',
    of: [20],
    change: rules(
      rule('stop', 'true', 'block', { effects: ['deploy', 'money.move'] }),
      rule('other', 'true', 'block', { effects: ['deploy'] }),
    ),
  },
  {
    id: 'rule-target',
    title: 'Rules for targets',
    of: [11, 20],
    change: rules(
      rule('stop', 'true', 'block', { targets: ['resource:acct_*'] }),
      rule('other', 'true', 'block', { targets: ['resource:iban_*'] }),
    ),
  },
  {
    id: 'rule-effect-and-target',
    title: 'One effect has to be listed and have a target that is listed',
    of: [20],
    change: {
      action: { effects: [{ effect: 'deploy', target: 'resource:x' }] },
      policy: {
        rules: [
          rule('both', 'true', 'block', { effects: ['deploy'], targets: ['resource:acct_1'] }),
          rule('one', 'true', 'block', { effects: ['deploy'], targets: ['resource:x'] }),
        ],
      },
    },
    wrong: [
      {
        id: 'apart',
        mistake: 'let one effect be listed and another have the target',
        says: gate('constraints', ({ reasons }) => ({
          reasons: reasons.flatMap((one) => [{ ...one, rule: 'both' }, one]),
        })),
      },
    ],
  },
  {
    id: 'rule-no-effects',
    title: 'Without effects only a rule that asks for none applies',
    of: [20],
    change: {
      extraction: { effects: [] },
      policy: { rules: [rule('any', 'true', 'block', { targets: ['*'] }), rule('all', 'true')] },
    },
  },
  {
    id: 'rule-null-target',
    title: 'An effect without a target and a rule for every target',
    of: [11, 20],
    change: {
      action: { effects: [{ effect: 'deploy' }] },
      policy: {
        rules: [
          rule('any', 'true', 'block', { effects: ['deploy'], targets: ['*'] }),
          rule('host', 'true', 'block', { effects: ['deploy'], targets: ['host:*'] }),
        ],
      },
    },
  },
  {
    id: 'rule-after-lock',
    title: 'Locks come before rules',
    of: [19, 20],
    change: {
      action: { claims: [{ subject: 'c1', attribute: 'status', value: 'b' }] },
      facts: [...BASE, fact(4, 'status', 'a', { locked: true })],
      policy: { rules: [rule('stop', 'true')] },
    },
    wrong: [{ id: 'order', mistake: 'ran rules first', says: reversed('constraints') }],
  },
  {
    id: 'rule-fact',
    title: 'A rule that reads a fact',
    of: [20],
    change: asking('fact("shop", "open") == false', 'block', shop(false)),
  },
  {
    id: 'rule-fact-absent',
    title: 'A rule that reads a fact there is none of',
    of: [20, 'EAAP-0001-079'],
    change: asking('fact("shop", "open") == false', 'block'),
  },
  {
    id: 'rule-has-fact',
    title: 'A rule that asks whether there is a fact',
    of: [20],
    change: asking('!has_fact("shop", "open")', 'escalate'),
  },
  {
    id: 'rule-fact-not-selected',
    title: 'A rule that asks for what nothing selects',
    of: [20, 'EAAP-0001-079'],
    change: { facts: [...BASE, shop(false)], ...rules(rule('shop', 'has_fact("shop", "open")')) },
    wrong: [{ id: 'absent', mistake: 'answered false for what was not selected', as: never }],
  },
  {
    id: 'rule-fact-untrusted',
    title: 'Untrusted facts answer no rule',
    of: [20],
    change: asking('has_fact("shop", "open")', 'block', shop(false, { trust: 'untrusted' })),
  },
  {
    id: 'rule-fact-expired',
    title: 'Expired facts answer no rule',
    of: [20],
    change: asking('has_fact("shop", "open")', 'block', shop(false, { valid_until: 1 })),
  },
  {
    id: 'rule-facts-differ',
    title: 'Two facts that differ',
    of: [20, 'EAAP-0001-079'],
    change: asking('fact("shop", "open") == true', 'block', shop(false), { ...shop(true), id: uuid(4) }),
  },
  {
    id: 'rule-relies',
    title: 'What a rule reads is relied on',
    of: [24],
    change: asking('fact("shop", "open") == false', 'block', shop(true, { confidence: 100 })),
    wrong: [{ id: 'not', mistake: 'looked at grounds and claims alone', says: passes('confidence') }],
  },
  {
    id: 'rule-relies-has',
    title: 'So is what it asks for',
    of: [24],
    change: asking('!has_fact("shop", "open")', 'block', shop(true, { confidence: 100 })),
  },
  {
    id: 'rule-relies-two',
    title: 'Two facts of one key, by their ids',
    of: [24],
    change: asking(
      '!has_fact("shop", "open")',
      'block',
      { ...shop(true, { confidence: 100 }), id: uuid(5) },
      shop(true, { confidence: 200 }),
    ),
  },
  {
    id: 'rule-relies-failing',
    title: 'What a rule reads before it fails is relied on',
    of: [24],
    change: asking(
      'fact("shop", "open") == action.parameters.level',
      'block',
      shop(true, { confidence: 100 }),
    ),
  },
  {
    id: 'rule-relies-shadow',
    title: 'What a shadow rule reads is not',
    of: [24],
    change: asking('fact("shop", "open") == false', 'shadow', shop(true, { confidence: 100 })),
    wrong: [
      {
        id: 'relied',
        mistake: 'relied on what a shadow rule reads',
        as: of('policy', (policy) => ({
          ...(policy as JsonObject),
          rules: [rule('shop', 'fact("shop", "open") == false', 'escalate')],
        })),
      },
    ],
  },
  {
    id: 'rule-relies-not-run',
    title: 'What is not evaluated is not',
    of: [24],
    change: asking('false && has_fact("shop", "open")', 'block', shop(true, { confidence: 100 })),
    wrong: [
      {
        id: 'both',
        mistake: 'evaluated both sides',
        as: inPolicy({ ...SELECT, rules: [rule('shop', 'has_fact("shop", "open") && false')] }),
      },
    ],
  },
  {
    id: 'rule-relies-or',
    title: 'Nor behind what is true',
    of: [24],
    change: asking('true || has_fact("shop", "open")', 'escalate', shop(true, { confidence: 100 })),
  },
];

const limit = (id: string, kind: string, max: number, more: JsonObject = {}): JsonObject => ({
  id,
  kind,
  scope: 'principal',
  max,
  window_ms: 3_600_000,
  outcome: 'block',
  ...more,
});
const counter = (id: string, used: number, next: number): JsonObject => ({ limit: id, used, next });
const limited = (all: readonly JsonObject[], counters: readonly JsonObject[], more: Change = {}): Change => ({
  ...more,
  policy: { ...more.policy, limits: all },
  input: { counters },
});
const EUR = { currency: 'EUR' };
const NO_COST = { extraction: { cost: null } };

const LIMITS: readonly Judged[] = [
  {
    id: 'quota-reached',
    title: 'A quota that is just reached',
    of: ['EAAP-0001-080'],
    change: limited([limit('daily', 'quota', 5000, EUR)], [counter('daily', 2500, 2500)]),
  },
  {
    id: 'over-quota',
    title: 'A quota exceeded by one',
    of: ['EAAP-0001-080'],
    change: limited(
      [limit('daily', 'quota', 4999, { ...EUR, outcome: 'escalate' })],
      [counter('daily', 2500, 2500)],
    ),
    wrong: [
      { id: 'used', mistake: 'compared what was used before alone', says: passes('limits') },
      {
        id: 'value',
        mistake: 'told what is used besides',
        says: gate('limits', ({ reasons }) => ({ reasons: reasons.map((one) => ({ ...one, value: 5000 })) })),
      },
    ],
  },
  {
    id: 'over-quota-alone',
    title: 'An action that alone exceeds it',
    of: ['EAAP-0001-080'],
    change: limited([limit('daily', 'quota', 2000, EUR)], [counter('daily', 0, 2500)]),
  },
  {
    id: 'quota-largest',
    title: 'The largest numbers there are',
    of: ['EAAP-0001-080'],
    change: limited(
      [limit('daily', 'quota', 9007199254740991, EUR)],
      [counter('daily', 9007199254740991, 2500)],
    ),
    wrong: [{ id: 'wrapped', mistake: 'added in a number that wraps around', says: passes('limits') }],
  },
  {
    id: 'quota-of-commits',
    title: 'A quota without a currency counts commits',
    of: ['EAAP-0001-080'],
    change: limited([limit('daily', 'quota', 3)], [counter('daily', 3, 1)]),
  },
  {
    id: 'quota-next-below-cost',
    title: 'A counter that states less than the cost',
    of: [25],
    change: limited([limit('daily', 'quota', 2499, EUR)], [counter('daily', 0, 1)]),
    wrong: [{ id: 'believed', mistake: 'believed the counter', says: passes('limits') }],
  },
  {
    id: 'quota-next-above-cost',
    title: 'A counter that states more',
    of: [25],
    change: limited([limit('daily', 'quota', 2500, EUR)], [counter('daily', 0, 2501)]),
  },
  {
    id: 'over-rate',
    title: 'A rate exceeded',
    of: ['EAAP-0001-080'],
    change: limited([limit('hourly', 'rate', 2)], [counter('hourly', 2, 1)]),
  },
  {
    id: 'rate-zero',
    title: 'A rate of none',
    of: ['EAAP-0001-080'],
    change: limited([limit('hourly', 'rate', 0)], [counter('hourly', 0, 1)]),
    wrong: [{ id: 'none', mistake: 'took 0 for no limit', as: inPolicy({ limits: [] }) }],
  },
  {
    id: 'loop',
    title: 'A loop',
    of: ['EAAP-0001-080'],
    change: limited([limit('alike', 'loop', 3, { outcome: 'escalate' })], [counter('alike', 3, 1)]),
  },
  {
    id: 'loop-at-most',
    title: 'The last attempt that is no loop',
    of: ['EAAP-0001-080'],
    change: limited([limit('alike', 'loop', 3)], [counter('alike', 2, 1)]),
  },
  {
    id: 'limit-other-tools',
    title: 'A limit on other tools, without a counter',
    of: [25],
    change: limited([limit('other', 'rate', 0, { tools: ['crm.*'] })], []),
  },
  {
    id: 'limit-tools',
    title: 'A limit on this tool',
    of: [10, 25],
    change: limited([limit('this', 'rate', 0, { tools: ['crm.*', 'billing.*'] })], [counter('this', 0, 1)]),
  },
  {
    id: 'counter-missing',
    title: 'No counter',
    of: [25],
    change: limited([limit('hourly', 'rate', 2, { outcome: 'escalate' })], [counter('other', 0, 1)]),
    wrong: [
      {
        id: 'zero',
        mistake: 'took a missing counter for 0',
        as: having({ counters: [counter('hourly', 0, 1)] }),
      },
      {
        id: 'escalate',
        mistake: 'gave the outcome of the limit',
        says: (right) => ({
          verdict: 'ESCALATE',
          ...gate('limits', ({ reasons }) => ({
            outcome: 'escalate',
            reasons: reasons.map((one) => ({ ...one, outcome: 'escalate' })),
          }))(right),
        }),
      },
    ],
  },
  {
    id: 'counter-twice',
    title: 'Two counters',
    of: [25],
    change: limited([limit('hourly', 'rate', 2)], [counter('hourly', 0, 1), counter('hourly', 0, 1)]),
    wrong: [
      { id: 'first', mistake: 'took the first of two', as: having({ counters: [counter('hourly', 0, 1)] }) },
    ],
  },
  {
    id: 'cost-missing',
    title: 'Money is moved and nobody says how much',
    of: [25],
    change: limited([limit('daily', 'quota', 5000, EUR)], [counter('daily', 0, 0)], NO_COST),
    wrong: [{ id: 'nothing', mistake: 'took no cost for nothing', says: passes('limits') }],
  },
  {
    id: 'cost-not-needed',
    title: 'Nothing is moved, and nothing said',
    of: [25],
    change: limited([limit('daily', 'quota', 5000, EUR)], [counter('daily', 0, 0)], {
      extraction: { cost: null, effects: [] },
    }),
  },
  {
    id: 'currency-mismatch',
    title: 'A cost in another currency',
    of: [25],
    change: limited(
      [limit('daily', 'quota', 5000, { currency: 'USD', outcome: 'escalate' })],
      [counter('daily', 0, 0)],
    ),
    wrong: [{ id: 'uncounted', mistake: 'counted nothing in another currency', says: passes('limits') }],
  },
  {
    id: 'currency-before-counter',
    title: 'The currency comes before the counter',
    of: [25],
    change: limited([limit('daily', 'quota', 5000, { currency: 'USD' })], []),
  },
  {
    id: 'limits-in-order',
    title: 'All limits in the order of the policy',
    of: [25],
    change: limited(
      [limit('z', 'rate', 0), limit('a', 'loop', 0), limit('m', 'quota', 0, EUR)],
      [counter('m', 0, 2500), counter('a', 0, 1), counter('z', 0, 1)],
    ),
    wrong: [{ id: 'counters', mistake: 'went by the order of the counters', says: reversed('limits') }],
  },
];

const ask = (escalate: JsonObject): Change => ({
  policy: { escalate: { effects: [], reversibility: [], ...escalate } },
});
const DIGESTS = {
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
const approved = (
  more: Change,
  ...all: readonly (readonly [n: number, reasons: readonly string[]])[]
): Change => ({
  ...more,
  input: { approvals: all.map(([n, reasons]) => ({ escalation: uuid(n), reasons })) },
});
const ASKED = ask({ effects: ['money.move'] });
const unapproved = having({ approvals: [] });

const ESCALATIONS: readonly Judged[] = [
  {
    id: 'always-effect',
    title: 'An effect that always needs a person',
    of: [26],
    change: ASKED,
    wrong: [
      {
        id: 'allowed',
        mistake: 'asked nobody',
        says: (right) => ({ verdict: 'ALLOW', ...passes('escalation')(right) }),
      },
      {
        id: 'value',
        mistake: 'told the effect without its target',
        says: gate('escalation', ({ reasons }) => ({
          reasons: reasons.map((one) => ({ ...one, value: 'money.move' })),
        })),
      },
    ],
  },
  {
    id: 'always-effect-once',
    title: 'Of an effect and target the first',
    of: [26],
    change: {
      ...ask({ effects: ['deploy', 'money.move'] }),
      extraction: {
        effects: ['a', 'a', 'b'].map((one, at) => ({
          effect: 'money.move',
          target: `resource:acct_${one}`,
          reversibility: 'irreversible',
          risk: 'high',
          origin: 'manifest',
          field: `/to/${at}`,
        })),
      },
    },
    wrong: [
      {
        id: 'each',
        mistake: 'told it for each entry',
        says: gate('escalation', ({ reasons }) => ({ reasons: reasons.flatMap((one) => [one, one]) })),
      },
    ],
  },
  {
    id: 'always-effect-null',
    title: 'An effect without a target',
    of: [26],
    change: { action: { effects: [{ effect: 'deploy' }] }, ...ask({ effects: ['deploy'] }) },
  },
  {
    id: 'always-reversibility',
    title: 'A reversibility, told once',
    of: [26],
    change: {
      action: { effects: [{ effect: 'deploy' }, { effect: 'data.delete' }] },
      ...ask({ reversibility: ['recoverable', 'irreversible'] }),
    },
    wrong: [
      {
        id: 'whole',
        mistake: 'looked at the reversibility of the action alone',
        says: gate('escalation', ({ reasons }) => ({ reasons: reasons.slice(0, 1) })),
      },
    ],
  },
  { id: 'always-risk', title: 'A risk that is reached', of: [26], change: ask({ risk: 'high' }) },
  {
    id: 'always-risk-above',
    title: 'A risk that is exceeded, with the value of the action',
    of: [26],
    change: ask({ risk: 'medium' }),
    wrong: [
      {
        id: 'policy',
        mistake: 'told the risk of the policy',
        says: gate('escalation', ({ reasons }) => ({
          reasons: reasons.map((one) => ({ ...one, value: 'medium' })),
        })),
      },
      {
        id: 'equal',
        mistake: 'asked for exactly this risk',
        as: inPolicy({ escalate: { effects: [], reversibility: [] } }),
      },
    ],
  },
  {
    id: 'always-risk-below',
    title: 'A risk that is not reached',
    of: [26],
    change: ask({ risk: 'critical' }),
  },
  {
    id: 'always-order',
    title: 'Effects, reversibilities, the risk',
    of: [26],
    change: ask({ effects: ['money.move'], reversibility: ['irreversible'], risk: 'low' }),
    wrong: [{ id: 'order', mistake: 'listed reasons in another order', says: reversed('escalation') }],
  },
  {
    id: 'approved',
    title: 'An approval covers the one reason',
    of: [4, 5, 'EAAP-0001-106'],
    change: approved(ASKED, [90, [DIGESTS.effect]]),
    wrong: [
      { id: 'not', mistake: 'did not look for approvals', as: unapproved },
      {
        id: 'unsaid',
        mistake: 'left out which escalation approved it',
        says: ({ gates }) => ({
          approvals: [],
          gates: gates.map((one) => ({
            ...one,
            reasons: one.reasons.map((reason) => ({ ...reason, approved: null })),
          })),
        }),
      },
    ],
  },
  {
    id: 'approved-first',
    title: 'Two approvals: the first in order',
    of: [4],
    change: approved(ASKED, [92, [DIGESTS.effect]], [91, [DIGESTS.effect, DIGESTS.rule]]),
  },
  {
    id: 'approved-two',
    title: 'Two reasons by two approvals',
    of: [4],
    change: approved(
      { policy: { ...ASKED.policy, rules: [rule('ask', 'true', 'escalate')] } },
      [92, [DIGESTS.rule]],
      [91, [DIGESTS.effect]],
    ),
  },
  {
    id: 'approved-in-part',
    title: 'One of two reasons is approved',
    of: [4, 5, 'EAAP-0001-108'],
    change: approved({ policy: { ...ASKED.policy, rules: [rule('ask', 'true', 'escalate')] } }, [
      90,
      [DIGESTS.effect],
    ]),
    wrong: [
      { id: 'all', mistake: 'took an approval for one of everything', says: () => ({ verdict: 'ALLOW' }) },
    ],
  },
  {
    id: 'approved-other',
    title: 'An approval of other reasons',
    of: [4, 'EAAP-0001-108'],
    change: approved(ASKED, [90, [DIGESTS.rule, DIGESTS.ground]]),
  },
  {
    id: 'approved-other-version',
    title: 'The fact has another version now',
    of: [3, 4, 'EAAP-0001-108'],
    change: approved({ facts: [fact(1, 'account', 'acct_2', { version: 2 }), LIMIT] }, [
      90,
      [DIGESTS.ground],
    ]),
    wrong: [
      {
        id: 'covered',
        mistake: 'compared facts without their versions',
        as: facts((one) => ({ ...one, version: 1 })),
      },
    ],
  },
  {
    id: 'approved-ground',
    title: 'A contradicted ground that was approved',
    of: [3, 4, 'EAAP-0001-106'],
    change: approved({ facts: [fact(1, 'account', 'acct_2'), LIMIT] }, [90, [DIGESTS.ground]]),
  },
  {
    id: 'approved-shadow',
    title: 'A shadow is covered by nothing',
    of: [4, 5],
    change: approved(rules(rule('watch', 'true', 'shadow')), [90, [DIGESTS.shadow]]),
    wrong: [
      {
        id: 'used',
        mistake: 'used an approval up for a shadow',
        says: ({ gates }) => ({
          approvals: [uuid(90)],
          gates: gates.map((one) => ({
            ...one,
            reasons: one.reasons.map((reason) => ({ ...reason, approved: uuid(90) })),
          })),
        }),
      },
    ],
  },
  {
    id: 'approved-and-blocked',
    title: 'An approved reason beside a block',
    of: [4, 5, 'EAAP-0001-113'],
    change: {
      ...approved(ASKED, [90, [DIGESTS.effect]]),
      input: { approvals: [{ escalation: uuid(90), reasons: [DIGESTS.effect] }], truncated: true },
    },
  },
  {
    id: 'block-over-escalate',
    title: 'Escalate and block: block',
    of: [6, 'EAAP-0001-066'],
    change: { ...ASKED, input: { truncated: true } },
    wrong: [
      { id: 'last', mistake: 'took the outcome of the last gate', says: () => ({ verdict: 'ESCALATE' }) },
    ],
  },
];

/** Judgments of rules, limits, escalation and approvals. */
export const OTHER_JUDGMENTS: readonly Judged[] = [...RULES, ...LIMITS, ...ESCALATIONS];
