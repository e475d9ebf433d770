import { EUR, NO_COST, counter, limit, limited, passes, reversed } from './other-changes.ts';
import { gate, having, inPolicy, type Judged } from './judging.ts';

/** Judgments of limits. */
export const LIMIT_JUDGMENTS: readonly Judged[] = [
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
