import { ASKED, DIGESTS, approved, ask, passes, reversed, rule, rules, unapproved } from './other-changes.ts';
import { facts, gate, inPolicy, type Judged } from './judging.ts';
import { fact, LIMIT, uuid } from './refund.ts';

/** Judgments of what needs a person, and of approvals. */
export const ESCALATION_JUDGMENTS: readonly Judged[] = [
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
