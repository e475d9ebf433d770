import {
  BASE,
  LOCKED,
  OVER,
  UNTRUSTED,
  WRITES,
  WRITES_NOTE,
  WRITES_UNKNOWN,
  account,
  claims,
  conflict,
  limit,
  money,
  passes,
  reversed,
  status,
  uncited,
} from './fact-changes.ts';
import { facts, gate, having, type Judged } from './judging.ts';
import { fact, LIMIT, uuid } from './refund.ts';

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

/** Judgments of the gate consistency and of locks. */
export const FACT_JUDGMENTS: readonly Judged[] = [...CONSISTENCY, ...LOCKS];
