import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Action, Policy } from '../wire.ts';
import { grantFor, judged, reader } from './steps.ts';

type Rule = Policy['rules'][number];

const rule = (when: string, change: Partial<Rule> = {}): Rule => ({
  id: 'under-test',
  description: 'A rule under test.',
  when,
  outcome: 'block',
  ...change,
});

/** Puts a rule in force, which has to be refused, and shows that nothing has changed. */
async function refused(t: CheckContext, world: World, what: string, when: string): Promise<void> {
  const before = await world.send('admin', 'GET', '/v2/policy');
  const digest = member(before, 'digest');
  t.require('the policy in force can be read', typeof digest === 'string', { got: before.text });
  const answer = await world.setPolicy((policy) => ({ ...policy, rules: [...policy.rules, rule(when)] }));
  t.answered(`a policy with ${what}`, answer, 422, 'invalid-policy');
  const after = await world.send('admin', 'GET', '/v2/policy');
  t.equal(`the policy in force after ${what}`, member(after, 'digest'), digest);
}

export const syntax: Check = {
  id: 'judgment.policy-that-does-not-parse',
  requirements: ['EAAP-0001-078', 'EAAP-0007-002'],
  title: 'A policy with a rule that does not parse is refused, and the one in force stays.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const good = await world.setPolicy((policy) => ({
      ...policy,
      rules: [rule('action.parameters.level > 1')],
    }));
    t.require('a policy with a right rule is accepted', good.status === 200, { got: good.text });
    for (const when of ['action.parameters.level >', '((true)', 'true true', '"'])
      await refused(t, world, `the condition ${when}`, when);
  },
};

export const names: Check = {
  id: 'judgment.policy-with-unknown-names',
  requirements: ['EAAP-0001-078', 'EAAP-0007-002'],
  title: 'A policy with a rule that uses a variable or function outside the profile is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const good = await world.setPolicy((policy) => ({
      ...policy,
      rules: [rule('size(effects) > 99 || principal.startsWith("x") || now < 0')],
    }));
    t.require('a policy with names of the profile is accepted', good.status === 200, { got: good.text });
    for (const when of ['world == 1', 'ask_model("may I?")', 'environment == "none"'])
      await refused(t, world, `the condition ${when}`, when);
  },
};

export const clocks: Check = {
  id: 'judgment.policy-with-a-clock',
  requirements: ['EAAP-0001-078', 'EAAP-0007-002'],
  title: 'A policy with a rule that reads timestamps or durations is refused: there are none in the profile.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const good = await world.setPolicy((policy) => ({ ...policy, rules: [rule('now > 9000000000000000')] }));
    t.require('a policy with a whole number of milliseconds is accepted', good.status === 200, {
      got: good.text,
    });
    for (const when of [
      'timestamp("2026-01-01T00:00:00Z") < timestamp("2026-01-02T00:00:00Z")',
      'duration("1h") > duration("1s")',
    ])
      await refused(t, world, `the condition ${when}`, when);
  },
};

export const patterns: Check = {
  id: 'judgment.policy-with-a-wild-pattern',
  requirements: ['EAAP-0001-078', 'EAAP-0007-002'],
  title: 'A policy with a rule whose pattern is no RE2, not literal or too long is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const good = await world.setPolicy((policy) => ({
      ...policy,
      rules: [rule('action.tool.matches("^x+$")')],
    }));
    t.require('a policy with a literal RE2 pattern is accepted', good.status === 200, { got: good.text });
    for (const [what, when] of [
      ['a back reference', 'action.tool.matches("(a)\\\\1")'],
      ['a lookahead', 'action.tool.matches("(?=a)a")'],
      ['a pattern from the action', 'action.tool.matches(action.parameters.pattern)'],
      ['a pattern of 257 characters', `action.tool.matches("${'a'.repeat(257)}")`],
    ] as const)
      await refused(t, world, what, when);
  },
};

export const ruleError: Check = {
  id: 'judgment.rule-error',
  requirements: ['EAAP-0001-079'],
  title: 'A rule that fails to evaluate blocks with its id, and does not when it can be evaluated.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const right: Action = { ...actions.fragile(), parameters: { record: 'rec-1', level: 5 } };
    await world.allowed(right);
    judged(t, 'an action whose rule cannot be evaluated', await world.evaluate(actions.fragile()), 'BLOCK', {
      gate: 'constraints',
      code: 'rule-error',
      rule: 'fragile',
    });
  },
};

/** Conditions that compile and have no value. */
const FAILING: readonly (readonly [string, string])[] = [
  ['no-fact', 'fact("rec-1", "limit") == 5'],
  ['not-selected', 'fact("elsewhere", "limit") == 5'],
  ['no-int', 'int("none") == 0'],
  ['zero', '1 / (size(action.tool) - size(action.tool)) == 1'],
  ['overflow', '9223372036854775807 + size(action.tool) > 0'],
];

export const everyFailure: Check = {
  id: 'judgment.rule-error-of-every-kind',
  requirements: ['EAAP-0001-079'],
  title:
    'A rule blocks when it divides by zero, overflows, reads a fact there is none of, or cannot convert.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const tools = FAILING.map(([name]) => `failing.${name}`);
    const world = await t.world({
      manifests: [reader('failing.none'), ...tools.map((tool) => reader(tool))],
      policy: (policy) => ({
        ...policy,
        grants: ['failing.none', ...tools].map((tool) => grantFor(tool)),
        rules: FAILING.map(([name, when]) =>
          rule(when, { id: name, tools: [`failing.${name}`], outcome: 'shadow' }),
        ),
        selects: [{ tools: ['failing.*'], subject: { param: '/record' }, attribute: 'limit' }],
      }),
    });
    await world.allowed({ ...actions.read(), tool: 'failing.none' });
    for (const [name, when] of FAILING) {
      const answer = await world.evaluate({ ...actions.read(), tool: `failing.${name}` });
      judged(t, `the condition ${when}`, answer, 'BLOCK', { code: 'rule-error', rule: name });
    }
  },
};

export const ambiguousFact: Check = {
  id: 'judgment.rule-error-ambiguous-fact',
  requirements: ['EAAP-0001-079'],
  title: 'A rule that asks for a fact blocks when facts with different values stand there.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({
      manifests: [reader('tag.read')],
      policy: (policy) => ({
        ...policy,
        grants: [grantFor('tag.read')],
        rules: [rule('fact(action.parameters.record, "tag") == "closed"', { id: 'tagged' })],
        selects: [{ tools: ['tag.read'], subject: { param: '/record' }, attribute: 'tag' }],
      }),
    });
    const action: Action = { ...actions.read(), tool: 'tag.read' };
    await world.stored({ subject: 'rec-1', attribute: 'tag', value: 'open' });
    await world.allowed(action);
    await world.stored({ subject: 'rec-1', attribute: 'tag', value: 'late' });
    judged(t, 'a rule over two values', await world.evaluate(action), 'BLOCK', {
      code: 'rule-error',
      rule: 'tagged',
    });
  },
};

export const fires: Check = {
  id: 'judgment.rule-fires',
  requirements: ['EAAP-0007-003'],
  title: 'A rule whose condition is true gives its outcome and its id, and none when its condition is false.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.ruled(10));
    judged(t, 'an action that a rule blocks', await world.evaluate(actions.ruled(11)), 'BLOCK', {
      gate: 'constraints',
      code: 'rule',
      rule: 'no-high-level',
    });
    await world.allowed(actions.reviewed(10));
    judged(t, 'an action that a rule escalates', await world.evaluate(actions.reviewed(11)), 'ESCALATE', {
      gate: 'constraints',
      code: 'rule',
      rule: 'review-high-level',
    });
  },
};

/** Policies that match their schema and cannot be judged by, with what the problem has to name. */
const UNLOADABLE: readonly (readonly [
  what: string,
  change: (policy: Policy) => Policy,
  kind: string,
  id: string,
])[] = [
  [
    'two rules of one id',
    (policy) => ({ ...policy, rules: [rule('false'), rule('true')] }),
    'rule',
    'under-test',
  ],
  [
    'a grant of the effect unknown',
    (policy) => ({ ...policy, grants: [{ ...grantFor('any.tool'), effects: ['unknown'] }] }),
    'grant',
    'any.tool',
  ],
  [
    'a target pattern that is none',
    (policy) => ({ ...policy, rules: [rule('true', { targets: ['host:API.example.com'] })] }),
    'rule',
    'under-test',
  ],
  [
    'a rate with a currency',
    (policy) => ({
      ...policy,
      limits: policy.limits.map((limit) => ({ ...limit, id: `x-${limit.id}`, currency: 'EUR' })).slice(0, 1),
    }),
    'limit',
    'x-two-an-hour',
  ],
  ['a condition that is no bool', (policy) => ({ ...policy, rules: [rule('now')] }), 'rule', 'under-test'],
];

export const entryNamed: Check = {
  id: 'judgment.policy-refused-by-its-entry',
  requirements: ['EAAP-0007-001'],
  title: 'A policy that cannot be judged by is refused, and the problem names kind and id of the entry.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const [what, change, kind, id] of UNLOADABLE) {
      const answer = await world.setPolicy(change);
      t.answered(`a policy with ${what}`, answer, 422, 'invalid-policy');
      t.equal(`the entry named for ${what}`, [member(answer, 'kind'), member(answer, 'id')], [kind, id]);
    }
  },
};

export const checks = [
  syntax,
  names,
  clocks,
  patterns,
  ruleError,
  everyFailure,
  ambiguousFact,
  fires,
  entryNamed,
];
