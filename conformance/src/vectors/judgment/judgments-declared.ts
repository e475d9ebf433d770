import type { Json, JsonObject } from '../../model/json.ts';
import { BASE, claims, LOCKED, OVER, passes, status, UNTRUSTED } from './fact-changes.ts';
import { facts, inPolicy, type Judged } from './judging.ts';
import { ACCOUNT, DAY, fact, LIMIT, NOW, type Change } from './refund.ts';

const BYTES = 'EAAP-0005-035';
const bytes = { id: 'bytes', mistake: 'compared bytes', as: inPolicy({ compare: {} }) };
const agreed = { id: 'agreed', mistake: 'took them for one', says: passes('consistency') };

const declared = (form: string, attribute = 'status'): JsonObject => ({ compare: { [attribute]: form } });
const stale = { observed_at: NOW - 60 * DAY };

/** The refund with a claim about an attribute, and a fact about it, in a declared form. */
const compared = (form: string, claim: Json, known: Json, more: JsonObject = {}): Change => ({
  ...claims(claim),
  policy: declared(form),
  facts: [...BASE, status(3, known, more)],
});

/** Claims and facts in declared forms: gates `consistency`, `constraints` and `confidence`. */
export const DECLARED_JUDGMENTS: readonly Judged[] = [
  {
    id: 'declared-quantity',
    title: 'A claim in another unit',
    of: [BYTES],
    change: compared('quantity', '10 km', '10000 m'),
    wrong: [bytes],
  },
  {
    id: 'declared-quantity-other',
    title: 'A claim of another quantity in another unit',
    of: [BYTES, 'EAAP-0001-073'],
    change: compared('quantity', '10 km', '10001 m'),
    wrong: [agreed],
  },
  {
    id: 'declared-date',
    title: 'A claim of a day in words',
    of: [BYTES],
    change: compared('date', '3 November 2026', '2026-11-03'),
    wrong: [bytes],
  },
  {
    id: 'declared-date-ambiguous',
    title: 'A claim of a day nobody reads alike',
    of: [BYTES],
    change: compared('date', '03/11/2026', '2026-11-03'),
    wrong: [agreed],
  },
  {
    id: 'declared-date-ambiguous-itself',
    title: 'A claim of a day nobody reads alike, in the letters of the fact',
    of: [BYTES],
    change: compared('date', '03/11/2026', '03/11/2026'),
  },
  {
    id: 'declared-date-instant',
    title: 'A claim of a day, and a fact of an instant of it',
    of: [BYTES],
    change: compared('date', '2026-11-03', '2026-11-03T00:00:00Z'),
    wrong: [agreed],
  },
  {
    id: 'declared-amount',
    title: 'A claim of money in words',
    of: [BYTES],
    change: compared('amount', '75.00 EUR', { amount: '7500', currency: 'EUR' }),
    wrong: [bytes],
  },
  {
    id: 'declared-amount-currency',
    title: 'A claim of money in another currency',
    of: [BYTES],
    change: compared('amount', '75.00 USD', { amount: '7500', currency: 'EUR' }),
    wrong: [agreed],
  },
  {
    id: 'declared-name',
    title: 'A claim of a name that is composed otherwise',
    of: [BYTES],
    change: compared('name', 'Mu\u0308ller GmbH', 'M\u00fcller GmbH'),
    wrong: [bytes],
  },
  {
    id: 'declared-name-script',
    title: 'A claim of a name in letters that look like those of the fact',
    of: [BYTES],
    change: compared('name', '\u0410cme', 'Acme'),
    wrong: [agreed],
  },
  {
    id: 'declared-text',
    title: 'A claim of a text in another case',
    of: [BYTES],
    change: compared('text', 'Paid', 'paid'),
    wrong: [agreed],
  },
  {
    id: 'declared-otherwise',
    title: 'A form is declared for another attribute',
    of: [BYTES],
    change: {
      ...claims('10 km'),
      policy: declared('quantity', 'distance'),
      facts: [...BASE, status(3, '10000 m')],
    },
    wrong: [
      { id: 'all', mistake: 'took it for a form of all attributes', as: inPolicy(declared('quantity')) },
    ],
  },
  {
    id: 'declared-inherited',
    title: 'An attribute named as what objects inherit',
    of: [BYTES],
    change: {
      ...claims('10 km', 'constructor'),
      policy: declared('quantity'),
      facts: [...BASE, fact(3, 'constructor', '10000 m')],
    },
    wrong: [agreed],
  },
  {
    id: 'declared-low-trust',
    title: 'A trusted fact contradicts, and an untrusted one agrees in another spelling',
    of: [BYTES, 'EAAP-0001-073'],
    change: {
      ...claims('10 km'),
      policy: declared('quantity'),
      facts: [...BASE, status(3, '9 km'), status(4, '10000 m', UNTRUSTED)],
    },
    wrong: [agreed],
  },
  {
    id: 'declared-doubted',
    title: 'Only an untrusted fact contradicts, in every spelling',
    of: [18],
    change: compared('quantity', '10 km', '9 km', UNTRUSTED),
    wrong: [agreed],
  },
  {
    id: 'declared-expired',
    title: 'The fact that agrees has expired, and the one in force contradicts',
    of: [24],
    change: {
      ...claims('10 km'),
      policy: declared('quantity'),
      facts: [...BASE, status(3, '9 km'), status(4, '10000 m', OVER)],
    },
  },
  {
    id: 'declared-lock',
    title: 'A claim that agrees with a locked fact in another spelling',
    of: [36, 19],
    change: compared('quantity', '10 km', '10000 m', LOCKED),
    wrong: [{ id: 'unlocked', mistake: 'let a spelling pass a lock', says: passes('constraints') }, bytes],
  },
  {
    id: 'declared-ground',
    title: 'A ground in another spelling than its fact',
    of: [36],
    change: { policy: declared('name', 'account'), facts: [fact(1, 'account', 'ACCT_1'), LIMIT] },
    wrong: [{ id: 'grounded', mistake: 'grounded a parameter by a name', says: passes('grounding') }],
  },
  {
    id: 'declared-ground-money',
    title: 'A ground of money, and a fact in words',
    of: [36],
    change: { policy: declared('amount', 'limit'), facts: [ACCOUNT, fact(2, 'limit', '50.00 EUR')] },
    wrong: [{ id: 'grounded', mistake: 'grounded money by words', says: passes('grounding') }],
  },
  {
    id: 'declared-stale',
    title: 'The fact that agrees in another spelling has faded',
    of: [24],
    change: compared('quantity', '10 km', '10000 m', stale),
    wrong: [{ id: 'unasked', mistake: 'relied on what is equal alone', says: passes('confidence') }],
  },
  {
    id: 'declared-stale-itself',
    title: 'The fact that is equal has faded, and one in another spelling has not',
    of: [24],
    change: {
      ...claims('10 km'),
      policy: declared('quantity'),
      facts: [...BASE, status(3, '10 km', stale), status(4, '10000 m')],
    },
    wrong: [
      {
        id: 'refreshed',
        mistake: 'let a fact in another spelling stand for it',
        as: facts((one) => (one['value'] === '10 km' ? { ...one, observed_at: NOW } : one)),
      },
    ],
  },
  {
    id: 'declared-past-its-date',
    title: 'Nothing in force contradicts, and the fact that agrees in another spelling has expired',
    of: [24],
    change: compared('quantity', '10 km', '10000 m', OVER),
    wrong: [{ id: 'unasked', mistake: 'relied on what is equal alone', says: passes('confidence') }],
  },
];
