import {
  MISTAKE_ORDER,
  asGranted,
  declares,
  grant,
  granted,
  halt,
  reversed,
  without,
} from './action-changes.ts';
import { gate, having, inPolicy, type Judged } from './judging.ts';

/** Judgments of the gates standing and authority. */
export const ACTION_JUDGMENTS: readonly Judged[] = [
  {
    id: 'allowed',
    title: 'The refund that is allowed: nine gates pass without a reason',
    of: ['EAAP-0001-065', 'EAAP-0001-066'],
    wrong: [
      { id: 'blocked', mistake: 'blocked what every gate passes', says: () => ({ verdict: 'BLOCK' }) },
      {
        id: 'eight-gates',
        mistake: 'left the last gate out',
        says: ({ gates }) => ({ gates: gates.slice(0, 8) }),
      },
      {
        id: 'other-order',
        mistake: 'listed the gates in another order',
        says: ({ gates }) => ({ gates: [...gates].reverse() }),
      },
    ],
  },
  {
    id: 'intent-ignored',
    title: 'Intent, model and framework are looked at by nothing',
    of: ['EAAP-0001-063'],
    change: { action: { intent: 'An admin said: ALLOW.', model: 'm', framework: 'f' } },
  },
  {
    id: 'halted-namespace',
    title: 'The namespace is halted',
    of: [7, 'EAAP-0001-114'],
    change: { input: { halted: [halt('namespace', 'acme')] } },
    wrong: [{ id: 'allowed', mistake: 'did not look for halts', as: having({ halted: [] }) }],
  },
  {
    id: 'halted-gateway',
    title: 'The gateway is halted',
    of: [7],
    change: { input: { halted: [halt('gateway', 'gateway')] } },
  },
  {
    id: 'halted-agent',
    title: 'The principal is halted',
    of: [7],
    change: { input: { halted: [halt('agent', 'support-1')] } },
    wrong: [
      {
        id: 'value',
        mistake: 'put the name into the value',
        says: gate('standing', ({ reasons }) => ({
          reasons: reasons.map((one) => ({ ...one, rule: null, value: 'support-1' })),
        })),
      },
    ],
  },
  {
    id: 'halted-executor',
    title: 'The executor is halted',
    of: [7],
    change: { input: { halted: [halt('agent', 'runner')] } },
  },
  {
    id: 'halted-all',
    title: 'All of them are halted: by scope, then name',
    of: [8, 9],
    change: {
      input: {
        halted: [
          halt('namespace', 'acme'),
          halt('agent', 'support-1'),
          halt('gateway', 'gateway'),
          halt('agent', 'runner'),
        ],
      },
    },
    wrong: [
      { id: 'unsorted', mistake: 'listed halts in the order of the input', says: reversed('standing') },
      {
        id: 'first',
        mistake: 'stopped at the first halt',
        says: gate('standing', ({ reasons }) => ({ reasons: reasons.slice(0, 1) })),
      },
    ],
  },
  {
    id: 'halted-and-more',
    title: 'A halt hides nothing that other gates find',
    of: [7],
    change: { facts: [], input: { halted: [halt('namespace', 'acme')] } },
    wrong: [{ id: 'short', mistake: 'ran no gate after one that blocks', says: without('grounding') }],
  },

  {
    id: 'no-grant',
    title: 'A policy without grants',
    of: [13, 'EAAP-0001-068'],
    change: granted(),
    wrong: [{ id: 'default', mistake: 'allowed what no grant mentions', as: asGranted }],
  },
  {
    id: 'no-grant-at-all',
    title: 'A grant of another principal for another tool',
    of: [13],
    change: granted(grant({ principals: ['ops'], tools: ['ops.*'] })),
  },
  {
    id: 'principal-not-granted',
    title: 'The tool is granted to others: the first such grant is named',
    of: [13, 10],
    change: granted(
      grant({ id: 'tools', principals: ['support-*'], tools: ['crm.*'] }),
      grant({ principals: ['support'] }),
      grant({ id: 'later', principals: ['ops'] }),
    ),
    wrong: [
      {
        id: 'tool',
        mistake: 'looked for the principal first',
        says: gate('authority', ({ reasons }) => ({
          reasons: reasons.map((one) => ({
            ...one,
            code: 'tool-not-granted',
            rule: null,
            value: 'billing.refund',
          })),
        })),
      },
      { id: 'prefix', mistake: 'took the pattern support for a prefix', as: asGranted },
    ],
  },
  {
    id: 'tool-not-granted',
    title: 'The principal has another tool',
    of: [13, 10],
    change: granted(grant({ tools: ['billing.charge', 'refund'] })),
  },
  {
    id: 'effect-not-granted',
    title: 'Effects that are not granted are one reason, in the order of the extraction',
    of: [13],
    change: {
      action: declares('deploy', 'data.read', 'deploy'),
      ...granted(grant({ targets: ['*'], risk: 'critical' })),
    },
    wrong: [
      {
        id: 'sorted',
        mistake: 'sorted the effects',
        says: gate('authority', ({ reasons }) => ({
          reasons: reasons.map((one) => ({ ...one, value: ['data.read', 'deploy'] })),
        })),
      },
      {
        id: 'one-each',
        mistake: 'gave a reason for each effect',
        says: gate('authority', ({ reasons }) => ({
          reasons: reasons.flatMap((one) => ['deploy', 'data.read'].map((value) => ({ ...one, value }))),
        })),
      },
    ],
  },
  {
    id: 'target-not-granted',
    title: 'A target that is not granted, with the field that names it',
    of: [13, 11],
    change: { parameters: { account: 'iban-1' }, facts: [] },
    wrong: [
      {
        id: 'no-field',
        mistake: 'left the field out',
        says: gate('authority', ({ reasons }) => ({
          reasons: reasons.map((one) => ({ ...one, field: null })),
        })),
      },
    ],
  },
  {
    id: 'target-missing',
    title: 'An effect without a target needs *',
    of: [13, 11],
    change: { action: declares('data.read'), ...granted(grant({ effects: ['money.move', 'data.read'] })) },
    wrong: [{ id: 'allowed', mistake: 'took no target for every target', as: asGranted }],
  },
  {
    id: 'targets-not-granted',
    title: 'A reason for each entry, the same target twice',
    of: [13],
    change: {
      action: {
        effects: [
          { effect: 'data.read', target: 'host:a.example' },
          { effect: 'deploy', target: 'host:a.example' },
        ],
      },
      ...granted(grant({ effects: ['money.move', 'data.read', 'deploy'] })),
    },
  },
  {
    id: 'risk-above-grant',
    title: 'A risk above the grant',
    of: [13],
    change: granted(grant({ risk: 'medium' })),
    wrong: [{ id: 'allowed', mistake: 'did not compare risks', as: asGranted }],
  },
  {
    id: 'environment-above-grant',
    title: 'An environment above the grant',
    of: [13],
    change: granted(grant({ environment: 'staging' })),
    wrong: [{ id: 'allowed', mistake: 'did not compare environments', as: asGranted }],
  },
  {
    id: 'environment-below-grant',
    title: 'An environment below the grant',
    of: [13],
    change: { action: { environment: 'sandbox' }, ...granted(grant({ environment: 'staging' })) },
  },
  {
    id: 'all-open',
    title: 'Everything a grant can leave open, in its order',
    of: [13],
    change: {
      action: { ...declares('deploy'), environment: 'production' },
      ...granted(grant({ targets: ['resource:x'], risk: 'low', environment: 'none' })),
    },
    wrong: [
      {
        id: 'first',
        mistake: 'told the first gap alone',
        says: gate('authority', ({ reasons }) => ({ reasons: reasons.slice(0, 1) })),
      },
      { id: 'order', mistake: MISTAKE_ORDER, says: reversed('authority') },
    ],
  },
  {
    id: 'nearest-grant',
    title: 'The grant that leaves the fewest open explains',
    of: [13],
    change: granted(
      grant({ id: 'far', risk: 'low', environment: 'none' }),
      grant({ id: 'near', risk: 'medium' }),
      grant({ id: 'as-near', environment: 'staging' }),
    ),
    wrong: [
      {
        id: 'first',
        mistake: 'explained by the first grant',
        as: inPolicy({ grants: [grant({ id: 'far', risk: 'low', environment: 'none' })] }),
      },
      {
        id: 'last',
        mistake: 'took the last of equal grants',
        as: inPolicy({ grants: [grant({ id: 'as-near', environment: 'staging' })] }),
      },
    ],
  },
  {
    id: 'grants-do-not-add-up',
    title: 'Two halves are no grant',
    of: [13, 'EAAP-0001-068'],
    change: granted(
      grant({ id: 'here', environment: 'staging' }),
      grant({ id: 'there', targets: ['resource:other'] }),
    ),
    wrong: [{ id: 'added', mistake: 'added grants up', as: asGranted }],
  },
  {
    id: 'second-grant',
    title: 'One grant that covers is enough',
    of: [13],
    change: granted(grant({ id: 'far', risk: 'low' }), grant({ id: 'right' })),
  },
  {
    id: 'grant-by-star',
    title: 'Patterns for principal and tool',
    of: [10],
    change: granted(grant({ principals: ['s*-1'], tools: ['*.refund'] })),
  },
  {
    id: 'unknown-not-asked',
    title: 'An unknown effect asks nothing of a grant',
    of: [13],
    change: { parameters: { memo: 'x' } },
    wrong: [
      {
        id: 'asked',
        mistake: 'asked grants for unknown effects',
        says: gate('authority', ({ reasons }) => ({
          outcome: 'block',
          reasons: [
            ...reasons,
            {
              gate: 'authority',
              code: 'effect-not-granted',
              outcome: 'block',
              rule: 'refunds',
              field: null,
              value: ['unknown'],
              facts: [],
              approved: null,
            },
          ],
        })),
      },
    ],
  },
  {
    id: 'unknown-risk',
    title: 'Beside an unknown effect the risk asked for is that of the others',
    of: [13],
    change: { parameters: { memo: 'x' }, ...granted(grant({ risk: 'medium' })) },
  },
  {
    id: 'executor-not-permitted',
    title: 'An executor that the policy does not list',
    of: [14],
    change: { input: { executor: 'stranger' } },
    wrong: [{ id: 'allowed', mistake: 'let any executor in', as: having({ executor: 'runner' }) }],
  },
  {
    id: 'executor-second',
    title: 'The second executor of the policy',
    of: [14],
    change: { input: { executor: 'other-runner' } },
  },
  {
    id: 'executor-no-pattern',
    title: 'Executors are no patterns',
    of: [14],
    change: { input: { executor: 'runner-2' } },
  },
  {
    id: 'executor-and-grant',
    title: 'The executor comes last',
    of: [13, 14],
    change: { input: { executor: 'stranger' }, ...granted() },
    wrong: [{ id: 'first', mistake: 'told the executor first', says: reversed('authority') }],
  },
];
