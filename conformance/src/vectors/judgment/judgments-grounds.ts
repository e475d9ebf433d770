import type { JsonObject } from '../../model/json.ts';
import {
  BASE,
  OVER,
  UNTRUSTED,
  account,
  claims,
  counted,
  data,
  half,
  limit,
  money,
  passes,
  reversed,
  status,
  uncited,
} from './fact-changes.ts';
import { facts, gate, inPolicy, of, type Judged } from './judging.ts';
import { ACCOUNT, DAY, fact, LIMIT, MANIFEST, NOW, uuid } from './refund.ts';

const GROUNDS: readonly Judged[] = [
  {
    id: 'grounded-exactly',
    title: 'An amount that is just allowed',
    of: [22],
    change: { facts: limit(money('2500')) },
    wrong: [
      {
        id: 'below',
        mistake: 'wanted the amount below the fact',
        as: facts((one) => (one['id'] === uuid(2) ? { ...one, value: money('2499') } : one)),
      },
    ],
  },
  {
    id: 'over-ground',
    title: 'An amount above the fact',
    of: [23, 'EAAP-0001-076'],
    change: { facts: limit(money('2499')) },
    wrong: [
      {
        id: 'contradicted',
        mistake: 'gave the code for equal',
        says: gate('grounding', ({ reasons }) => ({
          reasons: reasons.map((one) => ({ ...one, code: 'contradicted' })),
        })),
      },
      {
        id: 'blocked',
        mistake: 'blocked what a person may decide',
        says: (right) => ({
          verdict: 'BLOCK',
          ...gate('grounding', ({ reasons }) => ({
            outcome: 'block',
            reasons: reasons.map((one) => ({ ...one, outcome: 'block' })),
          }))(right),
        }),
      },
    ],
  },
  {
    id: 'over-ground-digits',
    title: 'Amounts are compared as numbers',
    of: [22],
    change: { parameters: { amount: money('10000') }, facts: limit(money('9999')) },
    wrong: [{ id: 'texts', mistake: 'compared amounts as texts', says: passes('grounding') }],
  },
  {
    id: 'other-currency',
    title: 'The same amount in another currency',
    of: [22, 23],
    change: { facts: limit(money('5000', 'USD')) },
    wrong: [
      {
        id: 'any',
        mistake: 'compared amounts without their currencies',
        as: facts((one) => (one['id'] === uuid(2) ? { ...one, value: money('5000') } : one)),
      },
    ],
  },
  {
    id: 'limit-is-a-number',
    title: 'A number is no bound for money',
    of: [22],
    change: { facts: limit(5000) },
  },
  {
    id: 'limit-third-member',
    title: 'A fact that is not exactly money is no bound',
    of: [22],
    change: { facts: limit({ ...money('5000'), note: 'x' }) },
  },
  {
    id: 'ungrounded',
    title: 'No fact',
    of: [23, 'EAAP-0001-076'],
    change: { facts: [LIMIT] },
    wrong: [{ id: 'passed', mistake: 'took no fact for nothing against it', says: passes('grounding') }],
  },
  {
    id: 'ungrounded-all',
    title: 'No facts: a reason for each ground, in their order',
    of: [23],
    change: { facts: [] },
    wrong: [
      { id: 'order', mistake: 'listed grounds in another order', says: reversed('grounding') },
      {
        id: 'first',
        mistake: 'told the first alone',
        says: gate('grounding', ({ reasons }) => ({ reasons: reasons.slice(0, 1) })),
      },
    ],
  },
  {
    id: 'ungrounded-other-subject',
    title: 'A fact about somebody else',
    of: [23],
    change: { facts: account('acct_1', { subject: 'c2' }) },
  },
  {
    id: 'ungrounded-prefix',
    title: 'A subject that only begins alike',
    of: [23],
    change: { facts: account('acct_1', { subject: 'c1 ' }) },
  },
  {
    id: 'untrusted-ground',
    title: 'Only an untrusted fact supports it',
    of: [23, 'EAAP-0001-076'],
    change: { facts: account('acct_1', UNTRUSTED) },
    wrong: [
      {
        id: 'believed',
        mistake: 'took hearsay for a ground',
        as: facts((one) => ({ ...one, trust: 'verified' })),
      },
      { id: 'uncited', mistake: 'cited no facts', says: uncited('grounding') },
    ],
  },
  {
    id: 'untrusted-other',
    title: 'An untrusted fact of another value',
    of: [23],
    change: { facts: account('acct_2', UNTRUSTED) },
  },
  {
    id: 'contradicted',
    title: 'A verified fact of another value',
    of: [23, 'EAAP-0001-076'],
    change: { facts: account('acct_2') },
  },
  {
    id: 'contradicted-and-untrusted',
    title: 'A verified fact of another value and an untrusted one that supports it',
    of: [23],
    change: { facts: [...account('acct_2'), fact(3, 'account', 'acct_1', UNTRUSTED)] },
  },
  {
    id: 'one-of-two-supports',
    title: 'One of two verified facts supports it',
    of: [22],
    change: { facts: [...account('acct_2'), fact(3, 'account', 'acct_1')] },
  },
  {
    id: 'contradicted-by-two',
    title: 'Two verified facts of other values, cited sorted',
    of: [23],
    change: { facts: [fact(3, 'account', 'acct_3'), ...account('acct_2', { version: 12 })] },
  },
  {
    id: 'authoritative-needed',
    title: 'A manifest that asks for more trust',
    of: [23],
    change: {
      manifest: {
        ...(MANIFEST as unknown as JsonObject),
        parameters: {
          ...(MANIFEST.parameters as unknown as JsonObject),
          '/account': {
            type: 'identifier',
            authority: {
              subject: { param: '/customer' },
              attribute: 'account',
              relation: 'equal',
              trust: 'authoritative',
            },
          },
        },
      },
    },
    wrong: [{ id: 'verified', mistake: 'asked for verified always', says: passes('grounding') }],
  },
  {
    id: 'expired-ground',
    title: 'A fact in the millisecond in which it expires: no ground, and not relied on',
    of: [21, 24],
    change: { facts: account('acct_1', OVER) },
    wrong: [
      {
        id: 'grounds',
        mistake: 'took an expired fact for a ground',
        as: facts((one) => ({ ...one, valid_until: null })),
      },
      { id: 'grounds-only', mistake: 'left it to the gate confidence', says: passes('grounding') },
      {
        id: 'confidence',
        mistake: 'looked at facts in force alone in the gate confidence',
        says: passes('confidence'),
      },
    ],
  },
  {
    id: 'nearly-expired-ground',
    title: 'A fact in the millisecond before',
    of: [21],
    change: { facts: account('acct_1', { valid_until: NOW + 1 }) },
  },
  {
    id: 'disputed-ground',
    title: 'A disputed fact is no ground',
    of: [23],
    change: { facts: account('acct_1', { status: 'disputed' }) },
    wrong: [
      {
        id: 'grounds',
        mistake: 'took a disputed fact for a ground',
        as: facts((one) => ({ ...one, status: 'active' })),
      },
    ],
  },
  {
    id: 'retracted-ground',
    title: 'A retracted fact is no ground',
    of: [23],
    change: { facts: account('acct_1', { status: 'retracted' }) },
  },
  {
    id: 'number-for-text',
    title: 'The text 13 is not grounded by the number 13',
    of: [22],
    change: { parameters: { account: 'acct_13' }, facts: account(13) },
  },
  {
    id: 'text-inside',
    title: 'A value that occurs in a sentence',
    of: [22],
    change: { facts: account('Pay to acct_1 please') },
    wrong: [
      {
        id: 'found',
        mistake: 'searched for the value in the text of a fact',
        as: facts((one) => (one['id'] === uuid(1) ? { ...one, value: 'acct_1' } : one)),
      },
    ],
  },
  { id: 'list-of-one', title: 'A list of the value', of: [22], change: { facts: account(['acct_1']) } },
  { id: 'whole-at-most', title: 'A whole number at most another', of: [22], change: counted(5) },
  { id: 'whole-over', title: 'A whole number over another', of: [22], change: counted(4) },
  {
    id: 'whole-fraction',
    title: 'A bound that is not whole',
    of: [22],
    change: counted(5.5),
    wrong: [{ id: 'compared', mistake: 'compared fractions', says: passes('grounding') }],
  },
  { id: 'whole-text', title: 'A bound that is a text', of: [22], change: counted('9') },
  {
    id: 'object-order',
    title: 'Objects with their members in another order',
    of: [22],
    change: data({ b: [1, 2], a: null }, { a: null, b: [1, 2] }),
  },
  {
    id: 'object-list-order',
    title: 'Lists in another order',
    of: [22],
    change: data({ a: [1, 2] }, { a: [2, 1] }),
  },
  { id: 'null-ground', title: 'Null, by a fact that is null', of: [22], change: data(null, null) },
];

const CONFIDENCE: readonly Judged[] = [
  {
    id: 'confidence-exact',
    title: 'Exactly the minimum',
    of: [24, 'EAAP-0001-077'],
    change: { facts: account('acct_1', { confidence: 5000, observed_at: NOW }) },
  },
  {
    id: 'confidence-below',
    title: 'One basis point less',
    of: [24, 'EAAP-0001-077'],
    change: { facts: account('acct_1', { confidence: 4999, observed_at: NOW }) },
    wrong: [{ id: 'passed', mistake: 'did not compare with the minimum', says: passes('confidence') }],
  },
  {
    id: 'confidence-decayed',
    title: 'Half of a half-life later',
    of: [24, 'EAAP-0001-077'],
    change: { facts: account('acct_1', { confidence: 6665, observed_at: NOW - half }) },
    wrong: [
      {
        id: 'undecayed',
        mistake: 'judged by the confidence a fact once had',
        as: facts((one) => ({ ...one, observed_at: NOW })),
      },
    ],
  },
  {
    id: 'confidence-decayed-enough',
    title: 'A basis point more is enough',
    of: [24, 'EAAP-0001-077'],
    change: { facts: account('acct_1', { confidence: 6666, observed_at: NOW - half }) },
  },
  {
    id: 'confidence-future',
    title: 'A fact observed after now has all of its confidence',
    of: [24],
    change: { facts: account('acct_1', { confidence: 5000, observed_at: NOW + DAY }) },
  },
  {
    id: 'confidence-both',
    title: 'Two grounds, in their order',
    of: [24],
    change: { facts: [...account('acct_1', { confidence: 10 })].map((one) => ({ ...one, confidence: 10 })) },
    wrong: [{ id: 'order', mistake: 'listed reasons in another order', says: reversed('confidence') }],
  },
  {
    id: 'confidence-best',
    title: 'Of several the one that time has left most of',
    of: [24],
    change: {
      facts: [
        ...account('acct_1', { confidence: 100 }),
        fact(3, 'account', 'acct_1', { confidence: 300 }),
        fact(4, 'account', 'acct_1', { confidence: 200 }),
      ],
    },
    wrong: [
      {
        id: 'first',
        mistake: 'cited the first fact',
        says: gate('confidence', ({ reasons }) => ({
          reasons: reasons.map((one) => ({ ...one, facts: [`${uuid(1)}@1`] })),
        })),
      },
    ],
  },
  {
    id: 'confidence-equal',
    title: 'Of equal ones the first by id',
    of: [24],
    change: {
      facts: [
        fact(4, 'account', 'acct_1', { confidence: 300 }),
        LIMIT,
        fact(3, 'account', 'acct_1', { confidence: 300 }),
      ],
    },
  },
  {
    id: 'confidence-one-enough',
    title: 'One of several that has enough',
    of: [24],
    change: { facts: [...account('acct_1', { confidence: 100 }), fact(3, 'account', 'acct_1')] },
  },
  {
    id: 'confidence-other-value',
    title: 'A confident fact of another value does not help',
    of: [24],
    change: { facts: [...account('acct_1', { confidence: 100 }), fact(3, 'account', 'acct_2')] },
  },
  {
    id: 'confidence-untrusted',
    title: 'A confident untrusted fact does not help a ground',
    of: [24],
    change: { facts: [...account('acct_1', { confidence: 100 }), fact(3, 'account', 'acct_1', UNTRUSTED)] },
  },
  {
    id: 'confidence-expired-and-weak',
    title: 'An expired fact and a weak one: the weak one',
    of: [24],
    change: { facts: [...account('acct_1', OVER), fact(3, 'account', 'acct_1', { confidence: 100 })] },
  },
  {
    id: 'confidence-expired-two',
    title: 'Two expired facts, both cited',
    of: [21, 24],
    change: { facts: [...account('acct_1', OVER), fact(3, 'account', 'acct_1', OVER)] },
  },
  {
    id: 'confidence-claim',
    title: 'A claim that stands on a weak fact',
    of: [24, 'EAAP-0001-077'],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'paid', { confidence: 100 })] },
    wrong: [{ id: 'grounds', mistake: 'looked at grounds alone', says: passes('confidence') }],
  },
  {
    id: 'confidence-claim-untrusted',
    title: 'A claim stands on an untrusted fact too',
    of: [24],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'paid', { confidence: 100, ...UNTRUSTED })] },
  },
  {
    id: 'confidence-claim-expired',
    title: 'A claim that stands on an expired fact',
    of: [24],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'paid', OVER)] },
  },
  {
    id: 'confidence-claim-disputed',
    title: 'A claim about a disputed fact relies on nothing',
    of: [24],
    change: {
      ...claims('paid'),
      facts: [...BASE, status(3, 'paid', { confidence: 100, status: 'disputed' })],
    },
  },
  {
    id: 'confidence-claims-same',
    title: 'The same claim twice is told once',
    of: [24],
    change: {
      action: {
        claims: [
          { subject: 'c1', attribute: 'status', value: 'paid' },
          { subject: 'c1', attribute: 'status', value: 'paid' },
        ],
      },
      facts: [...BASE, status(3, 'paid', { confidence: 100 })],
    },
    wrong: [
      {
        id: 'twice',
        mistake: 'told it twice',
        says: gate('confidence', ({ reasons }) => ({ reasons: [...reasons, ...reasons] })),
      },
    ],
  },
  {
    id: 'confidence-minimum-zero',
    title: 'A minimum of nothing',
    of: [24],
    change: { policy: { confidence: { minimum: 0 } }, facts: account('acct_1', { confidence: 0 }) },
    wrong: [
      {
        id: 'zero',
        mistake: 'took the minimum 0 for none given',
        as: inPolicy({ confidence: { minimum: 1 } }),
      },
    ],
  },
  {
    id: 'facts-in-any-order',
    title: 'The order of facts in the document means nothing',
    of: [23, 24],
    change: { facts: [LIMIT, fact(3, 'account', 'acct_2'), ACCOUNT].reverse() },
  },
  {
    id: 'member-of-facts',
    title: 'A version is part of a citation',
    of: [23],
    change: { facts: account('acct_2', { version: 3 }) },
    wrong: [
      {
        id: 'version',
        mistake: 'cited the first version',
        as: of('facts', (all) => (all as unknown as JsonObject[]).map((one) => ({ ...one, version: 1 }))),
      },
    ],
  },
];

/** Judgments of the gates grounding and confidence. */
export const GROUND_JUDGMENTS: readonly Judged[] = [...GROUNDS, ...CONFIDENCE];
