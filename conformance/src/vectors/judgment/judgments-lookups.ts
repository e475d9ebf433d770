import type { Json, JsonObject } from '../../model/json.ts';
import { UNTRUSTED, money, passes, uncited } from './fact-changes.ts';
import { facts, having, type Judged } from './judging.ts';
import { fact, NOW, type Change } from './refund.ts';
import { DESIGNATED, said, session } from './sessions.ts';

const LIMIT = { subject: { literal: 'c1' }, attribute: 'limit' };
const TOTAL = { subject: { literal: 'o7' }, attribute: 'total' };
const limit = (value: Json, more: JsonObject = {}): JsonObject => fact(1, 'limit', value, more);
const total = (value: Json, more: JsonObject = {}): JsonObject =>
  fact(2, 'total', value, { subject: 'o7', ...more });
const PAY = said(9, "Pay 'acct_1'.");

/** An amount that is computed from what is looked up, and the rows there are. */
const amount = (
  value: number,
  derive: readonly string[],
  rows: readonly JsonObject[],
  lookup: readonly JsonObject[] = [LIMIT, TOTAL],
): Change =>
  session({ amount: value }, [PAY, ...rows], {
    amount: { kinds: ['amount'], derive, lookup, unit: 'EUR' },
    policy: DESIGNATED,
  });
const BOTH = [limit(money('5000')), total(money('7500'))];
const grounded = { id: 'grounded', mistake: 'grounded it all the same', says: passes('grounding') };

/** Values that are looked up, the greatest and the least of them, and products (RFC-0005 section 14.8). */
export const LOOKUP_JUDGMENTS: readonly Judged[] = [
  {
    id: 'lookup-of-a-key',
    title: 'An account that a fact of one key has',
    of: [29, 28],
    change: session({}, [said(9, 'Pay it.'), fact(1, 'account', 'acct_1')], {
      account: {
        kinds: ['identifier'],
        derive: ['lookup'],
        lookup: [{ subject: { literal: 'c1' }, attribute: 'account' }],
      },
    }),
    wrong: [
      {
        id: 'words',
        mistake: 'looked for it in words alone',
        as: facts((one) => (one['attribute'] === 'account' ? null : one)),
      },
    ],
  },
  {
    id: 'lookup-of-another-spelling',
    title: 'A host that a fact of one key has in capitals',
    of: [29],
    change: session({ account: 'example.org' }, [said(9, 'Ask it.'), fact(1, 'host', 'Example.ORG')], {
      account: {
        kinds: ['host'],
        derive: ['lookup'],
        lookup: [{ subject: { literal: 'c1' }, attribute: 'host' }],
      },
    }),
  },
  {
    id: 'lookup-by-a-parameter',
    title: 'A key that a parameter names',
    of: [29, 28],
    change: {
      ...session({ customer: 'c1' }, [said(9, 'Pay it.'), fact(1, 'account', 'acct_1')]),
      manifest: {
        v: 1,
        tool: 'billing.refund',
        version: '1',
        description: 'Pays.',
        effects: [{ effect: 'money.move', target: { param: '/account', kind: 'resource' } }],
        parameters: {
          '/customer': { type: 'identifier' },
          '/account': {
            type: 'identifier',
            authority: {
              kinds: ['identifier'],
              derive: ['lookup'],
              lookup: [{ subject: { param: '/customer' }, attribute: 'account' }],
            },
          },
        },
      },
    },
  },
  {
    id: 'lookup-untrusted',
    title: 'A looked-up fact of too little trust: it is cited',
    of: [29],
    change: amount(50, ['lookup'], [limit(money('5000'), UNTRUSTED), total(money('7500'))]),
    wrong: [grounded, { id: 'uncited', mistake: 'cited no facts', says: uncited('grounding') }],
  },
  {
    id: 'lookup-part-of-a-text',
    title: 'An amount within a text that is looked up',
    of: [29],
    change: amount(50, ['lookup'], [limit('at most 50 EUR'), total(money('7500'))]),
    wrong: [grounded],
  },
  {
    id: 'lookup-expired',
    title: 'A looked-up fact that has expired',
    of: [29],
    change: amount(50, ['lookup'], [limit(money('5000'), { valid_until: NOW }), total(money('7500'))]),
    wrong: [grounded],
  },
  {
    id: 'lookup-not-derived',
    title: 'A looked-up fact supports nothing by itself',
    of: [29],
    change: amount(75, ['min'], BOTH),
    wrong: [grounded],
  },
  {
    id: 'lookup-sum',
    title: 'A sum of what is looked up and what is said',
    of: [29],
    change: amount(55, ['sum'], [limit(money('5000')), said(3, 'and 5 EUR for posting')], [LIMIT]),
  },
  {
    id: 'lookup-other-currency',
    title: 'A looked-up amount of another currency',
    of: [29],
    change: amount(50, ['lookup'], [limit(money('5000', 'USD')), total(money('7500'))]),
    wrong: [grounded],
  },
  { id: 'least', title: 'The least of two', of: [29], change: amount(50, ['min'], BOTH) },
  {
    id: 'least-is-not-the-greatest',
    title: 'The least where the greatest is asked for',
    of: [29],
    change: amount(50, ['max'], BOTH),
    wrong: [grounded],
  },
  { id: 'greatest', title: 'The greatest of two', of: [29], change: amount(75, ['max'], BOTH) },
  {
    id: 'least-of-one',
    title: 'The least of two, one of which is not known',
    of: [29],
    change: amount(50, ['min'], [limit(money('5000'))]),
    wrong: [grounded],
  },
  {
    id: 'least-of-a-doubted',
    title: 'The least of two, the lesser of which is of too little trust',
    of: [29],
    change: amount(75, ['min'], [limit(money('5000'), UNTRUSTED), total(money('7500'))]),
    wrong: [grounded],
  },
  {
    id: 'least-of-several',
    title: 'A key with two values has no least',
    of: [29],
    change: amount(50, ['min'], [...BOTH, fact(3, 'limit', money('6000'))]),
    wrong: [grounded],
  },
  {
    id: 'least-of-currencies',
    title: 'Two currencies have no least',
    of: [29],
    change: amount(50, ['min'], [limit(money('5000')), total(money('7500', 'USD'))]),
    wrong: [grounded],
  },
  {
    id: 'least-of-a-word',
    title: 'A word is not less than anything',
    of: [29],
    change: amount(50, ['min'], [limit(money('5000')), total('unlimited')]),
    wrong: [grounded],
  },
  {
    id: 'least-operand-faded',
    title: 'The least of two, the other of which has faded',
    of: [29, 24],
    change: amount(50, ['min'], [limit(money('5000')), total(money('7500'), { confidence: 100 })]),
    wrong: [
      { id: 'one', mistake: 'relied on the least alone', says: passes('confidence') },
      {
        id: 'untainted',
        mistake: 'let one operand vouch for the other',
        as: facts((one) => ({ ...one, confidence: 9000 })),
      },
    ],
  },
  {
    id: 'product',
    title: 'A price times a number',
    of: [29],
    change: amount(59.97, ['product'], [limit(money('1999')), said(3, 'Take 3 of them.')], [LIMIT]),
  },
  {
    id: 'product-of-money',
    title: 'Money times money is nothing',
    of: [29],
    change: amount(6, ['product'], [limit(money('200')), total(money('300'))]),
    wrong: [grounded],
  },
  {
    id: 'product-of-one',
    title: 'A number times itself',
    of: [29],
    change: amount(9, ['product'], [said(3, 'Take 3 of them.')], [LIMIT]),
    wrong: [grounded],
  },
  {
    id: 'product-exactly',
    title: 'A product is not rounded',
    of: [29],
    change: amount(0.33, ['product'], [limit(money('111')), said(3, 'times 0.3')], [LIMIT]),
    wrong: [grounded],
  },
  {
    id: 'product-not-summed',
    title: 'Nothing is computed from a product',
    of: [29],
    change: amount(65, ['product', 'sum'], [limit(money('2000')), said(3, 'Take 3 and add 5.')], [LIMIT]),
    wrong: [grounded],
  },
  {
    id: 'product-not-derived',
    title: 'A product where the manifest lets none be computed',
    of: [29],
    change: amount(60, ['sum'], [limit(money('2000')), said(3, 'Take 3 of them.')], [LIMIT]),
    wrong: [
      {
        id: 'computed',
        mistake: 'computed what nobody allowed',
        as: having({ facts: [PAY, said(3, '60 EUR')] }),
      },
    ],
  },
];
