import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { asked, conflict, DAY, fact, NOW, OBSERVED, seen } from './kept.ts';

const named = (id: string, title: string, requirements: string, input: JsonObject): CaseSource => ({
  id,
  title,
  requirements: requirements.split(' ').map((name) => `EAAP-${name}`),
  input,
});
const at = (ms: number): string => new Date(ms).toISOString();
const text = (value: Json): { value: Json } => ({ value });

/** The example of RFC-0003 and RFC-0004: a limit, contradicted by the same CRM at 09:30:10. */
export const DISPUTED = {
  before: fact(1, { created_at: OBSERVED }),
  incumbent: fact(1, { version: 2, status: 'disputed', created_at: NOW - 2345, salt: '22'.repeat(32) }),
  challenger: fact(2, {
    ...seen(NOW - 2345, 9500, 31_536_000_000),
    value: { amount: '7000', currency: 'EUR' },
    status: 'disputed',
    created_at: NOW - 2345,
    salt: '33'.repeat(32),
  }),
  conflict: conflict(3, [1, 2], { opened_at: NOW - 2345 }),
};
const { before, incumbent, challenger } = DISPUTED;
const RESOLVED = conflict(3, [1, 2], {
  version: 2,
  status: 'resolved',
  opened_at: NOW - 2345,
  resolved_at: NOW - 1000,
  resolution: 'keep',
  resolver: 'approver',
  salt: '55'.repeat(32),
});
const KEPT = fact(1, { version: 3, created_at: NOW - 1000, salt: '66'.repeat(32) });
const LOST = fact(2, { ...challenger, version: 2, status: 'superseded', created_at: NOW - 1000 });
/** A conflict through all its stages. */
const STORY = [
  [before, incumbent, challenger, KEPT, LOST],
  [DISPUTED.conflict, RESOLVED],
] as const;
const plain = (count: number, changes: (number: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, place) =>
    fact(place + 1, { attribute: 'tag', value: place, ...changes(place + 1) }),
  );

/** Snapshots that are answered. */
export const SNAPSHOT_CASES: readonly CaseSource[] = [
  named('nothing', 'an empty ledger', '0004-006 0004-010', asked({}, [])),
  named('one', 'the fact of RFC-0001 section 1', '0001-059 0004-006 0004-010', asked({}, [fact(1)])),
  named(
    'disputed',
    'the example of RFC-0003 and RFC-0004',
    '0004-006 0004-007 0004-008',
    asked({ subject: 'customer:42' }, [before, incumbent, challenger], [DISPUTED.conflict]),
  ),
  named(
    'before-the-conflict',
    'a millisecond before it was contradicted',
    '0001-061 0004-006 0004-007',
    asked({ as_of: at(NOW - 2346) }, ...STORY),
  ),
  named(
    'as-the-conflict-opened',
    'as_of includes the writes of its millisecond',
    '0004-006 0004-007 0004-008',
    asked({ as_of: at(NOW - 2345) }, ...STORY),
  ),
  named(
    'before-the-decision',
    'a millisecond before it was decided',
    '0001-061 0004-007',
    asked({ as_of: at(NOW - 1001) }, ...STORY),
  ),
  named(
    'as-it-was-decided',
    'the millisecond it was decided in',
    '0004-006 0004-007 0004-010',
    asked({ as_of: at(NOW - 1000) }, ...STORY),
  ),
  named('after-the-decision', 'now', '0004-006 0004-007', asked({}, ...STORY)),
  named('as-of-now', 'the present instant stated', '0004-005', asked({ as_of: at(NOW) }, ...STORY)),
  named(
    'before-everything',
    'a time before anything was there',
    '0004-006',
    asked({ as_of: at(OBSERVED - 1) }, ...STORY),
  ),
  named('epoch', 'the first instant there is', '0004-006', asked({ as_of: at(0) }, ...STORY)),
  named(
    'retracted',
    'a fact that was retracted counts before and not after',
    '0004-006',
    asked({ as_of: at(NOW - 5) }, [
      fact(1),
      fact(1, { version: 2, status: 'retracted', created_at: NOW - 5 }),
    ]),
  ),
  named(
    'retracted-later',
    'a retraction takes nothing from the past',
    '0001-061',
    asked({ as_of: at(NOW - 6) }, [
      fact(1),
      fact(1, { version: 2, status: 'retracted', created_at: NOW - 5 }),
    ]),
  ),
  named(
    'set-aside',
    'a noted challenger and its conflict are not in the context',
    '0003-008 0004-006 0004-007',
    asked(
      {},
      [fact(1), fact(2, { status: 'disputed', aside: true, trust: 'untrusted', value: 1 })],
      [conflict(3, [1, 2], { status: 'noted' })],
    ),
  ),
  named(
    'set-aside-in-the-past',
    'nor were they',
    '0003-008',
    asked(
      { as_of: at(NOW - 1) },
      [fact(1), fact(2, { status: 'disputed', aside: true, trust: 'untrusted', value: 1 })],
      [conflict(3, [1, 2], { status: 'noted' })],
    ),
  ),
  named(
    'by-subject',
    'facts of one subject',
    '0004-006',
    asked({ subject: 'customer:42' }, [
      fact(1),
      fact(2, { subject: 'customer:43' }),
      fact(3, { subject: 'customer:4' }),
    ]),
  ),
  named(
    'by-attribute',
    'facts of one attribute',
    '0004-006',
    asked({ attribute: 'refund.limit' }, [
      fact(1),
      fact(2, { attribute: 'refund' }),
      fact(3, { subject: 'customer:43' }),
    ]),
  ),
  named(
    'by-both',
    'facts of one subject and attribute',
    '0004-006',
    asked({ subject: 'customer:42', attribute: 'refund.limit' }, [
      fact(1),
      fact(2, { attribute: 'refund' }),
      fact(3, { subject: 'customer:43' }),
    ]),
  ),
  named(
    'conflict-elsewhere',
    'a conflict of another subject is not in the scope',
    '0004-007 0004-010',
    asked(
      { subject: 'customer:7' },
      [before, incumbent, challenger, fact(9, { subject: 'customer:7' })],
      [DISPUTED.conflict],
    ),
  ),
  named(
    'no-facts-of-it',
    'a subject without facts',
    '0004-006 0004-010',
    asked({ subject: 'customer:1' }, [fact(1)]),
  ),
  named('own-namespace', 'the namespace may be named', '0004-006', asked({ namespace: 'acme' }, [fact(1)])),
  named(
    'order-by-confidence',
    'without a question what has most left comes first',
    '0004-004',
    asked({}, [
      fact(1, seen(NOW - 3 * DAY)),
      fact(2, { attribute: 'b', ...seen(NOW) }),
      fact(3, { attribute: 'c', ...seen(NOW - DAY) }),
    ]),
  ),
  named('order-ties', 'ties break by id', '0004-004', asked({}, plain(4).reverse())),
  named(
    'order-ties-not-by-time',
    'and not by the time of writing',
    '0004-004',
    asked(
      {},
      plain(3, (n) => ({ created_at: NOW - n })),
    ),
  ),
  named(
    'order-ties-after-floor',
    'what is equal once rounded down is equal',
    '0004-004 0004-003',
    asked(
      { query: 'zzz' },
      [
        fact(2, { attribute: 'a', value: 1, confidence: 9001 }),
        fact(1, { attribute: 'b', value: 1, confidence: 9000 }),
      ],
      [],
      OBSERVED + 10,
    ),
  ),
  named(
    'order-by-question',
    'with a question likeness counts more than confidence',
    '0004-004 0004-003',
    asked({ query: 'opening hours' }, [
      fact(1, { statement: 'The refund limit is 50 EUR.', attribute: 'a', ...seen(NOW, 10_000) }),
      fact(2, { statement: 'Opening hours are from nine to five.', attribute: 'b', ...seen(NOW - 2 * DAY) }),
    ]),
  ),
  named(
    'question-on-value',
    'a fact without statement is found by its value',
    '0004-003 0004-004',
    asked({ query: 'amount currency EUR' }, [
      fact(1),
      fact(2, { attribute: 'x', ...text('something else') }),
    ]),
  ),
  named(
    'question-on-statement',
    'a fact with one is not found by its value',
    '0004-003 0004-004',
    asked({ query: 'amount currency' }, [
      fact(1, { statement: 'How much she may get back.' }),
      fact(2, { attribute: 'b' }),
    ]),
  ),
  named(
    'question-of-space',
    'a question of white space alone is none',
    '0004-003',
    asked({ query: ' \u0085\t\u2003' }, [fact(1), fact(2, { attribute: 'b', confidence: 5000 })]),
  ),
  named('question-empty', 'the empty question is none', '0004-003', asked({ query: '' }, [fact(1)])),
  named(
    'question-longest',
    '1024 code points, twice as many code units',
    '0004-003',
    asked({ query: '\u{1F4A7}'.repeat(1024) }, [fact(1, { value: '\u{1F4A7}\u{1F4A7}\u{1F4A7}' })]),
  ),
  named(
    'degraded-by-age',
    'one basis point below a quarter',
    '0004-009',
    asked({}, [fact(1, seen(NOW, 2499))]),
  ),
  named('healthy-at-a-quarter', 'a quarter is enough', '0004-010', asked({}, [fact(1, seen(NOW, 2500))])),
  named(
    'degraded-by-time',
    'expired in this millisecond',
    '0004-009',
    asked({}, [fact(1, { valid_until: NOW })]),
  ),
  named(
    'healthy-before-it',
    'expires in the next',
    '0004-010',
    asked({}, [fact(1, { valid_until: NOW + 1 })]),
  ),
  named(
    'degraded-in-the-past',
    'health is that of as_of',
    '0004-010 0001-061',
    asked({ as_of: at(NOW - 1) }, [fact(1, { valid_until: NOW })]),
  ),
  named(
    'degraded-locked',
    'a lock keeps nothing from fading',
    '0004-009',
    asked({}, [fact(1, { ...seen(NOW - 3 * DAY), locked: true })]),
  ),
  named(
    'degraded-beyond-the-limit',
    'a fact that the limit cuts off counts for health',
    '0004-009 0004-011',
    asked({ limit: 1 }, [fact(1), fact(2, { attribute: 'b', ...seen(NOW - 9 * DAY) })]),
  ),
  named(
    'conflicted-over-degraded',
    'a conflict is worse than age',
    '0004-008',
    asked(
      {},
      [before, incumbent, challenger, fact(9, { attribute: 'z', ...seen(NOW - 9 * DAY) })],
      [DISPUTED.conflict],
    ),
  ),
  named(
    'conflicted-beyond-the-limit',
    'conflicts are not cut off',
    '0001-046 0004-008 0004-011',
    asked(
      { limit: 1 },
      [before, incumbent, challenger, fact(9, { attribute: 'z', ...seen(NOW, 10_000) })],
      [DISPUTED.conflict, conflict(4, [9, 10], { attribute: 'z' }), conflict(5, [9, 11], { attribute: 'z' })],
    ),
  ),
  named(
    'faded-disputed',
    'a disputed fact that faded degrades nothing by itself',
    '0004-010',
    asked({}, [fact(1, { ...seen(NOW - 9 * DAY), status: 'disputed' })]),
  ),
  named('limit-exactly', 'as many as the limit', '0004-011', asked({ limit: 3 }, plain(3))),
  named('limit-one-more', 'one more than the limit', '0004-011', asked({ limit: 2 }, plain(3))),
  named(
    'limit-not-by-those-aside',
    'what was set aside is not one more',
    '0004-011 0003-008',
    asked({ limit: 1 }, [fact(1), fact(2, { status: 'disputed', aside: true })]),
  ),
  named('limit-default', 'fifty unless stated', '0004-012', asked({}, plain(51))),
  named(
    'decay-at-as-of',
    'confidence is that of as_of',
    '0001-059 0001-061',
    asked(
      { as_of: at(OBSERVED + DAY / 2) },
      [fact(1, { ...seen(OBSERVED), created_at: OBSERVED })],
      [],
      OBSERVED + DAY,
    ),
  ),
  named(
    'reinforced-later',
    'each version at its own time',
    '0001-060 0001-061',
    asked(
      { as_of: at(OBSERVED + DAY + 5) },
      [
        fact(1, seen(OBSERVED)),
        fact(1, { version: 2, ...seen(OBSERVED + DAY), created_at: OBSERVED + DAY + 5 }),
      ],
      [],
      OBSERVED + 2 * DAY,
    ),
  ),
  named(
    'wire-form',
    'a statement, a bound, a null value, the longest half-life',
    '0004-006',
    asked({}, [
      fact(1, {
        statement: 'Caf\u00e9 \u2713',
        value: null,
        valid_until: 253_402_300_799_999,
        half_life_ms: 315_360_000_000,
      }),
    ]),
  ),
  named(
    'ids-in-order',
    'conflicts come by id',
    '0004-007',
    asked(
      { limit: 1 },
      [incumbent],
      [conflict(7, [1, 2]), conflict(3, [1, 4]), conflict(5, [1, 6], { status: 'noted' })],
    ),
  ),
];

export const FIFTY_ONE = plain(51);
