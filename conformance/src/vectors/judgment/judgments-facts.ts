import type { Json, JsonObject } from '../../model/json.ts';
import { facts, gate, having, inPolicy, of, type Judged } from './judging.ts';
import { ACCOUNT, DAY, fact, LIMIT, MANIFEST, NOW, uuid, type Change } from './refund.ts';

const conflict = (n: number, attribute: string, incumbent: number, challenger: number): JsonObject => ({
  id: uuid(n),
  version: 1,
  subject: 'c1',
  attribute,
  incumbent: uuid(incumbent),
  challenger: uuid(challenger),
});
const claims = (value: Json, attribute = 'status'): { readonly action: JsonObject } => ({
  action: { claims: [{ subject: 'c1', attribute, value }] },
});
const status = (n: number, value: Json, more: JsonObject = {}): JsonObject => fact(n, 'status', value, more);
const BASE = [ACCOUNT, LIMIT];
const money = (amount: string, currency = 'EUR'): JsonObject => ({ amount, currency });
const account = (value: Json, more: JsonObject = {}): readonly JsonObject[] => [
  fact(1, 'account', value, more),
  LIMIT,
];
const limit = (value: Json, more: JsonObject = {}): readonly JsonObject[] => [
  ACCOUNT,
  fact(2, 'limit', value, more),
];
const UNTRUSTED = { trust: 'untrusted' };
const OVER = { valid_until: NOW };
const LOCKED = { locked: true };
const passes = (name: string) => gate(name, () => ({ outcome: 'pass', reasons: [] }));
const reversed = (name: string) => gate(name, ({ reasons }) => ({ reasons: [...reasons].reverse() }));
const uncited = (name: string) =>
  gate(name, ({ reasons }) => ({ reasons: reasons.map((one) => ({ ...one, facts: [] })) }));
const writing = (writes: Json): JsonObject => ({ ...(MANIFEST as unknown as JsonObject), writes });
const WRITES = writing([{ subject: { param: '/customer' }, attribute: 'account', value: '/account' }]);
const WRITES_UNKNOWN = writing([{ subject: { param: '/customer' }, attribute: 'rate' }]);
const WRITES_NOTE = writing([{ subject: { param: '/customer' }, attribute: 'memo', value: '/note' }]);
const half = 15 * DAY;

/** A tool with one whole number that carries authority. */
const COUNTED: Change = {
  manifest: {
    v: 1,
    tool: 'billing.refund',
    version: '1',
    description: 'Takes some.',
    effects: [{ effect: 'money.move', target: { literal: 'resource:acct_1' } }],
    parameters: {
      '/n': {
        type: 'integer',
        authority: { subject: { literal: 'c1' }, attribute: 'stock', relation: 'at_most' },
      },
    },
  },
  action: { parameters: { n: 5 } },
};
const counted = (value: Json): Change => ({ ...COUNTED, facts: [fact(1, 'stock', value)] });
/** The same with a ground that is any data. */
const data = (given: Json, known: Json): Change => ({
  manifest: {
    ...(COUNTED.manifest as JsonObject),
    parameters: {
      '/n': {
        type: 'json',
        authority: { subject: { literal: 'c1' }, attribute: 'stock', relation: 'equal' },
      },
    },
  },
  action: { parameters: { n: given } },
  facts: [fact(1, 'stock', known)],
});

const CONSISTENCY: readonly Judged[] = [
  {
    id: 'too-many-rows',
    title: 'More rows than may be judged',
    of: [17],
    change: { input: { truncated: true } },
    wrong: [{ id: 'judged', mistake: 'judged by the rows there are', as: having({ truncated: false }) }],
  },
  {
    id: 'open-conflict',
    title: 'An open conflict, its facts cited',
    of: ['EAAP-0001-072'],
    change: {
      facts: [
        fact(1, 'account', 'acct_1', { status: 'disputed' }),
        LIMIT,
        fact(3, 'account', 'acct_2', { status: 'disputed' }),
      ],
      input: { conflicts: [conflict(50, 'account', 1, 3)] },
    },
    wrong: [
      { id: 'uncited', mistake: 'cited no facts', says: uncited('consistency') },
      { id: 'ignored', mistake: 'did not look for conflicts', as: having({ conflicts: [] }) },
    ],
  },
  {
    id: 'open-conflict-others',
    title: 'A third fact of the key is not cited, and a party that was not selected is not',
    of: ['EAAP-0001-072'],
    change: {
      facts: [...BASE, fact(3, 'account', 'acct_1')],
      input: { conflicts: [conflict(50, 'account', 1, 7)] },
    },
  },
  {
    id: 'open-conflicts',
    title: 'Two conflicts, by their ids',
    of: ['EAAP-0001-072'],
    change: { input: { conflicts: [conflict(51, 'account', 1, 8), conflict(50, 'limit', 2, 9)] } },
    wrong: [
      { id: 'order', mistake: 'listed conflicts in the order of the input', says: reversed('consistency') },
    ],
  },
  {
    id: 'claim-agrees',
    title: 'A claim that a fact agrees with',
    of: ['EAAP-0001-073'],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'paid')] },
  },
  {
    id: 'claim-unknown',
    title: 'A claim that nothing is known about',
    of: ['EAAP-0001-073'],
    change: claims('paid'),
  },
  {
    id: 'claim-contradicted',
    title: 'A claim that a verified fact contradicts',
    of: ['EAAP-0001-073'],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open')] },
    wrong: [{ id: 'believed', mistake: 'believed the claim', says: passes('consistency') }],
  },
  {
    id: 'claim-contradicted-authoritative',
    title: 'A claim that an authoritative fact contradicts',
    of: ['EAAP-0001-073'],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', { trust: 'authoritative' })] },
  },
  {
    id: 'claim-doubted',
    title: 'A claim that only an untrusted fact contradicts',
    of: [18],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', UNTRUSTED)] },
    wrong: [
      { id: 'blocked', mistake: 'blocked by hearsay', as: facts((one) => ({ ...one, trust: 'verified' })) },
      {
        id: 'ignored',
        mistake: 'looked at trusted facts alone',
        as: facts((one) => (one['trust'] === 'untrusted' ? null : one)),
      },
    ],
  },
  {
    id: 'claim-one-of-many',
    title: 'Of several values one that agrees is enough',
    of: ['EAAP-0001-073'],
    change: { ...claims('b'), facts: [...BASE, status(3, 'a'), status(4, 'b')] },
    wrong: [
      {
        id: 'all',
        mistake: 'wanted every value to agree',
        as: facts((one) => (one['id'] === uuid(4) ? null : one)),
      },
    ],
  },
  {
    id: 'claim-none-of-many',
    title: 'Of several values none agrees: all are cited',
    of: ['EAAP-0001-073'],
    change: { ...claims('c'), facts: [...BASE, status(4, 'b'), status(3, 'a', { version: 2 })] },
  },
  {
    id: 'claim-trusted-first',
    title: 'An untrusted fact that agrees does not help against a verified one',
    of: [18, 'EAAP-0001-073'],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open'), status(4, 'paid', UNTRUSTED)] },
    wrong: [
      {
        id: 'believed',
        mistake: 'let an untrusted fact outweigh a verified one',
        says: passes('consistency'),
      },
    ],
  },
  {
    id: 'claim-expired-fact',
    title: 'An expired fact contradicts nothing',
    of: [18],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', OVER)] },
  },
  {
    id: 'claim-disputed-fact',
    title: 'A disputed fact contradicts nothing by itself',
    of: [18],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', { status: 'disputed' })] },
  },
  {
    id: 'claim-expired-trusted',
    title: 'An expired verified fact leaves an untrusted one to contradict',
    of: [18],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'paid', OVER), status(4, 'open', UNTRUSTED)] },
  },
  {
    id: 'claim-types',
    title: 'The text 13 is not the number 13',
    of: ['EAAP-0001-073'],
    change: { ...claims('13'), facts: [...BASE, status(3, 13)] },
    wrong: [
      {
        id: 'loose',
        mistake: 'compared texts with numbers',
        as: facts((one) => (one['value'] === 13 ? { ...one, value: '13' } : one)),
      },
    ],
  },
  {
    id: 'claim-object',
    title: 'Objects are equal whatever the order of their members',
    of: ['EAAP-0001-073'],
    change: { ...claims({ b: 1, a: 2 }), facts: [...BASE, status(3, { a: 2, b: 1 })] },
  },
  {
    id: 'claim-null',
    title: 'A claim of null against a fact that is not',
    of: ['EAAP-0001-073'],
    change: { ...claims(null), facts: [...BASE, status(3, 'open')] },
  },
];

const LOCKS: readonly Judged[] = [
  {
    id: 'locked-write',
    title: 'A write of another value to a locked fact',
    of: ['EAAP-0001-074'],
    change: { manifest: WRITES, parameters: { account: 'acct_2' }, facts: account('acct_1', LOCKED) },
    wrong: [
      { id: 'unlocked', mistake: 'did not look for locks', as: facts((one) => ({ ...one, locked: false })) },
    ],
  },
  {
    id: 'locked-write-same',
    title: 'A write of the value it has',
    of: ['EAAP-0001-074'],
    change: { manifest: WRITES, facts: account('acct_1', LOCKED) },
    wrong: [
      {
        id: 'blocked',
        mistake: 'blocked every write to a locked fact',
        says: (right) => ({
          verdict: 'BLOCK',
          ...gate('constraints', () => ({
            outcome: 'block',
            reasons: [
              {
                gate: 'constraints',
                code: 'locked-fact',
                outcome: 'block',
                rule: null,
                field: '/account',
                value: 'acct_1',
                facts: [`${uuid(1)}@1`],
                approved: null,
              },
            ],
          }))(right),
        }),
      },
    ],
  },
  {
    id: 'locked-write-unknown',
    title: 'A write of nobody knows what',
    of: ['EAAP-0001-074'],
    change: { manifest: WRITES_UNKNOWN, facts: [...BASE, fact(3, 'rate', 7, LOCKED)] },
    wrong: [
      {
        id: 'null',
        mistake: 'took an unknown value for one that changes nothing',
        says: passes('constraints'),
      },
    ],
  },
  {
    id: 'locked-write-absent',
    title: 'A write whose value was left out',
    of: ['EAAP-0001-074'],
    change: { manifest: WRITES_NOTE, facts: [...BASE, fact(3, 'memo', null, LOCKED)] },
  },
  {
    id: 'locked-write-null',
    title: 'A write of null to a fact that is null',
    of: ['EAAP-0001-074'],
    change: {
      facts: [...BASE, fact(3, 'memo', null, LOCKED)],
      extraction: { writes: [{ subject: 'c1', attribute: 'memo', field: '/note', value: null }] },
    },
  },
  {
    id: 'locked-claim',
    title: 'A claim against a locked fact: two gates say so',
    of: [19],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', LOCKED)] },
    wrong: [{ id: 'once', mistake: 'held only writes against locks', says: passes('constraints') }],
  },
  {
    id: 'locked-claim-untrusted',
    title: 'A lock on an untrusted fact binds',
    of: [19],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', { ...LOCKED, ...UNTRUSTED })] },
    wrong: [
      { id: 'trusted', mistake: 'let locks bind for trusted facts alone', says: passes('constraints') },
    ],
  },
  {
    id: 'locked-claim-expired',
    title: 'A lock on an expired fact binds',
    of: [19],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', { ...LOCKED, ...OVER })] },
    wrong: [
      {
        id: 'expired',
        mistake: 'let a lock run out with its fact',
        as: facts((one) => ({ ...one, locked: false })),
      },
    ],
  },
  {
    id: 'locked-claim-disputed',
    title: 'A lock on a disputed fact binds',
    of: [19],
    change: { ...claims('paid'), facts: [...BASE, status(3, 'open', { ...LOCKED, status: 'disputed' })] },
    wrong: [
      {
        id: 'disputed',
        mistake: 'let a challenger take a lock off',
        as: facts((one) => ({ ...one, locked: false })),
      },
    ],
  },
  {
    id: 'locked-superseded',
    title: 'What is superseded or retracted binds nobody',
    of: [19],
    change: {
      ...claims('paid'),
      facts: [
        ...BASE,
        status(3, 'open', { ...LOCKED, status: 'superseded' }),
        status(4, 'open', { ...LOCKED, status: 'retracted' }),
      ],
    },
  },
  {
    id: 'locked-one-of-two',
    title: 'Of two locked values one that is met is enough',
    of: [19],
    change: { ...claims('b'), facts: [...BASE, status(3, 'a', LOCKED), status(4, 'b', LOCKED)] },
  },
  {
    id: 'locked-beside-unlocked',
    title: 'An unlocked fact that agrees does not help',
    of: [19],
    change: { ...claims('b'), facts: [...BASE, status(3, 'a', LOCKED), status(4, 'b')] },
    wrong: [{ id: 'helped', mistake: 'compared with every fact of the key', says: passes('constraints') }],
  },
  {
    id: 'locked-ground',
    title: 'A ground against a locked fact',
    of: [19],
    change: { parameters: { account: 'acct_2' }, facts: account('acct_1', LOCKED) },
    wrong: [{ id: 'approvable', mistake: 'left it to the gate grounding', says: passes('constraints') }],
  },
  {
    id: 'locked-ground-at-most',
    title: 'An amount below a locked one is not against it',
    of: [19],
    change: { facts: limit(money('5000'), LOCKED) },
  },
  {
    id: 'locked-ground-over',
    title: 'An amount above a locked one',
    of: [19],
    change: { facts: limit(money('2499'), LOCKED) },
  },
  {
    id: 'locked-order',
    title: 'Writes, then claims, then grounds',
    of: [19],
    change: {
      manifest: WRITES,
      parameters: { account: 'acct_2' },
      ...claims('acct_3', 'account'),
      facts: account('acct_1', LOCKED),
    },
    wrong: [
      {
        id: 'order',
        mistake: 'listed reasons in another order',
        says: gate('constraints', ({ reasons }) => ({
          reasons: [...reasons.slice(1), ...reasons.slice(0, 1)],
        })),
      },
      {
        id: 'once',
        mistake: 'told a fact once',
        says: gate('constraints', ({ reasons }) => ({ reasons: reasons.slice(0, 1) })),
      },
    ],
  },
];

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

/** Judgments of the gates consistency, constraints (its locks), grounding and confidence. */
export const FACT_JUDGMENTS: readonly Judged[] = [...CONSISTENCY, ...LOCKS, ...GROUNDS, ...CONFIDENCE];
