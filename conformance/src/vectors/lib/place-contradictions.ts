import {
  AUTHORITATIVE,
  by,
  decide,
  done,
  refused,
  say,
  UNTRUSTED,
  VERIFIED,
  type Step,
} from './place-cases.ts';

const FIRST = say(VERIFIED, 'paid');
const OTHER = say(VERIFIED, 'open');

/** So many facts, each with a value of its own. */
const values = (count: number): readonly Step[] =>
  Array.from({ length: count }, (_, at) => say(VERIFIED, at));

/** What storing comes to. */
export const CONTRADICTIONS = [
  done('first-fact', 'the first fact at a place', '0003-028', [FIRST]),
  done(
    'same-trust',
    'another value from a source of the same trust',
    '0001-039 0001-040 0001-044 0001-045 0003-028',
    [FIRST, OTHER],
  ),
  done('greater-trust', 'another value from a source of greater trust', '0001-039 0001-040', [
    FIRST,
    say(AUTHORITATIVE, 'open'),
  ]),
  done('less-trust', 'another value from a source of less trust', '0001-041 0001-045 0003-008 0003-028', [
    FIRST,
    say(UNTRUSTED, 'open'),
  ]),
  done('both-untrusted', 'two untrusted values', '0001-039 0001-040', [
    say(UNTRUSTED, 'paid'),
    say(UNTRUSTED, 'open'),
  ]),
  done('equal-in-canonical-form', 'members in another order are the same value', '0001-051', [
    say(VERIFIED, { b: [1], a: null }),
    say(VERIFIED, { a: null, b: [1] }),
  ]),
  done('null-is-a-value', 'null against false', '0001-039', [say(VERIFIED, null), say(VERIFIED, false)]),
  done('number-and-text', 'a number against its spelling', '0001-039', [
    say(VERIFIED, 1),
    say(VERIFIED, '1'),
  ]),
  done('locked-same-trust', 'another value than a locked fact has', '0001-053 0001-054 0003-028', [
    FIRST,
    by('lock', 1),
    OTHER,
  ]),
  done('locked-greater-trust', 'a more trusted source against a lock', '0001-053 0001-054', [
    FIRST,
    by('lock', 1),
    say(AUTHORITATIVE, 'open'),
  ]),
  done('locked-less-trust', 'a less trusted source against a lock', '0001-053 0001-054 0001-045', [
    FIRST,
    by('lock', 1),
    say(UNTRUSTED, 'open'),
  ]),
  done('same-challenge', 'the same challenge again', '0003-009 0003-010 0003-028', [FIRST, OTHER, OTHER]),
  done('same-challenge-noted', 'the same noted challenge again', '0003-009 0003-010', [
    FIRST,
    say(UNTRUSTED, 'open'),
    say(UNTRUSTED, 'open'),
  ]),
  done('same-challenge-locked', 'the same challenge of a locked fact again', '0003-009 0003-010 0001-053', [
    FIRST,
    by('lock', 1),
    OTHER,
    say(AUTHORITATIVE, 'open'),
  ]),
  done(
    'same-challenge-less-trust',
    'an open challenge repeated by a less trusted source',
    '0003-009 0003-010',
    [FIRST, OTHER, say(UNTRUSTED, 'open')],
  ),
  done(
    'noted-then-trusted',
    'a noted value said again with enough trust opens a conflict',
    '0001-045 0001-040',
    [FIRST, say(UNTRUSTED, 'open'), OTHER],
  ),
  done('challenge-after-keep', 'a challenge that was decided is a new one', '0001-045', [
    FIRST,
    OTHER,
    decide(1, 'keep'),
    OTHER,
  ]),
  done('third-value', 'a third value is set against both', '0003-007 0003-028', [
    FIRST,
    OTHER,
    say(VERIFIED, 'lost'),
  ]),
  done(
    'third-value-less-trust',
    'a third value of less trust is noted against the first',
    '0003-007 0001-041',
    [FIRST, OTHER, say(UNTRUSTED, 'lost')],
  ),
  done('third-value-between', 'a third value of more trust than one of two', '0003-007', [
    say(UNTRUSTED, 'paid'),
    OTHER,
    say(VERIFIED, 'lost'),
  ]),
  done(
    'third-value-below-the-challenger',
    'a third value of less trust than the challenger',
    '0003-007 0001-045',
    [FIRST, say(AUTHORITATIVE, 'open'), say(VERIFIED, 'lost')],
  ),
  done('two-that-stand', 'two that were kept are both contradicted', '0003-007 0001-040', [
    FIRST,
    OTHER,
    decide(1, 'keep_both'),
    say(VERIFIED, 'lost'),
  ]),
  done(
    'two-that-stand-one-locked',
    'of two that were kept the locked one is the incumbent',
    '0003-007 0001-053',
    [FIRST, OTHER, decide(1, 'keep_both'), by('lock', 2, 2), say(VERIFIED, 'lost')],
  ),
  done('lapsed', 'a fact past its valid_until is replaced without a conflict', '0003-005 0003-006 0003-028', [
    say(VERIFIED, 'paid', 1000),
    OTHER,
  ]),
  done('lapsed-in-its-millisecond', 'valid_until is exclusive', '0003-005', [
    say(UNTRUSTED, 'paid', 1000),
    say(UNTRUSTED, 'open', 5000),
  ]),
  done('not-yet-lapsed', 'a millisecond before its valid_until a fact stands', '0001-039', [
    say(VERIFIED, 'paid', 1001),
    OTHER,
  ]),
  done('lapsed-same-value', 'the value of a lapsed fact again is a new fact', '0003-005 0003-006', [
    say(VERIFIED, 'paid', 1000),
    FIRST,
  ]),
  done('lapsed-less-trust', 'a lapsed fact outranks nobody', '0003-005 0003-006', [
    say(AUTHORITATIVE, 'paid', 1000),
    say(UNTRUSTED, 'open'),
  ]),
  done('lapsed-locked', 'a locked fact does not lapse', '0001-053 0001-054', [
    say(VERIFIED, 'paid', 1500),
    by('lock', 1),
    OTHER,
  ]),
  done('lapsed-disputed', 'a disputed fact does not lapse', '0003-007', [
    say(VERIFIED, 'paid', 1500),
    OTHER,
    say(VERIFIED, 'lost'),
  ]),
  done('retracted-is-no-contradiction', 'a retracted fact does not contradict', '0003-005', [
    FIRST,
    by('retract', 1),
    OTHER,
  ]),
  done('superseded-is-no-contradiction', 'a superseded fact does not contradict', '0003-005 0001-051', [
    FIRST,
    OTHER,
    decide(1, 'replace'),
    OTHER,
  ]),
  done('set-aside-is-no-contradiction', 'a noted challenger does not contradict', '0003-005 0003-008', [
    FIRST,
    say(UNTRUSTED, 'open'),
    by('retract', 1),
    say(UNTRUSTED, 'lost'),
  ]),
  done('set-aside-is-not-reinforced', 'a noted challenger is not repeated', '0003-005 0003-008', [
    FIRST,
    say(UNTRUSTED, 'open'),
    by('retract', 1),
    say(UNTRUSTED, 'open'),
  ]),
  done('many-values', 'an attribute of many values', '0001-043', [FIRST, OTHER], true),
  done('many-same-value', 'one of many values again', '0001-043 0001-051', [FIRST, OTHER, FIRST], true),
  done(
    'many-less-trust',
    'one of many values from a less trusted source',
    '0001-052 0003-021',
    [FIRST, OTHER, say(UNTRUSTED, 'open')],
    true,
  ),
  done(
    'many-lapsed',
    'of many values only the same one is superseded',
    '0001-043 0003-006',
    [say(VERIFIED, 'paid', 1500), say(VERIFIED, 'open', 1500), FIRST],
    true,
  ),
  done('reinforced', 'the same value again', '0001-051 0003-028', [FIRST, FIRST]),
  done('reinforced-greater-trust', 'the same value from a more trusted source', '0001-051', [
    FIRST,
    say(AUTHORITATIVE, 'paid'),
  ]),
  done('reinforced-disputed', 'the value of a disputed incumbent again', '0001-051 0001-040', [
    FIRST,
    OTHER,
    FIRST,
  ]),
  done('reinforced-locked', 'the value of a locked fact again', '0001-051 0001-054', [
    FIRST,
    by('lock', 1),
    FIRST,
  ]),
  done('corroborated', 'the same value from a less trusted source', '0001-052 0003-021 0003-028', [
    FIRST,
    say(UNTRUSTED, 'paid'),
  ]),
  done('lapsed-two', 'lapsed facts are superseded by id, not by weight', '0003-006 0003-028', [
    say(UNTRUSTED, 'paid', 2500),
    say(VERIFIED, 'open', 2500),
    decide(1, 'keep_both'),
    say(VERIFIED, 'lost'),
  ]),
  done('lapsed-beside-a-contradiction', 'a challenge supersedes no lapsed fact', '0003-006 0003-028', [
    say(VERIFIED, 'paid', 2500),
    OTHER,
    decide(1, 'keep_both'),
    say(VERIFIED, 'lost'),
  ]),
  done('lapsed-beside-a-repetition', 'nor does a repetition', '0003-006 0003-028', [
    say(VERIFIED, 'paid', 2500),
    OTHER,
    decide(1, 'keep_both'),
    OTHER,
  ]),
  done('sixteen-others', 'a challenger that contradicts sixteen facts', '0003-007', values(17)),
  done('seventeen-others', 'a challenger that contradicts seventeen facts', '0003-007', values(18)),
  done(
    'locked-below-the-challenger',
    'beside a locked fact of little trust stands one of more than the challenger’s',
    '0003-007 0001-053',
    [say(UNTRUSTED, 'paid'), by('lock', 1), say(AUTHORITATIVE, 'open'), say(VERIFIED, 'lost')],
  ),
  done('same-challenge-of-several', 'the same challenge of two facts again', '0003-009 0003-010', [
    FIRST,
    OTHER,
    say(VERIFIED, 'lost'),
    say(VERIFIED, 'lost'),
  ]),
  done('same-challenge-open-and-noted', 'a challenge that was noted and opened, again', '0003-009 0003-010', [
    FIRST,
    say(UNTRUSTED, 'open'),
    OTHER,
    say(UNTRUSTED, 'open'),
  ]),
  done(
    'same-challenge-other-incumbent',
    'a noted challenge again, where another fact is the weightiest now',
    '0003-009 0003-010',
    [FIRST, say(UNTRUSTED, 'open'), say(AUTHORITATIVE, 'lost'), say(UNTRUSTED, 'open')],
  ),
  done(
    'same-challenge-other-locked',
    'a noted challenge again, where the weightiest is locked now',
    '0003-009 0003-010 0001-053',
    [
      FIRST,
      say(UNTRUSTED, 'open'),
      say(AUTHORITATIVE, 'lost'),
      decide(2, 'keep_both'),
      by('lock', 3, 2),
      say(UNTRUSTED, 'open'),
    ],
  ),
  done('repeated-for-longer', 'a repetition moves valid_until', '0001-051 0003-028', [
    say(VERIFIED, 'paid', 2500),
    say(VERIFIED, 'paid', 9000),
    by('lock', 9, 1),
    OTHER,
  ]),
  done('repeated-with-a-bound', 'a repetition gives no bound to a fact that has none', '0001-051 0003-028', [
    FIRST,
    say(VERIFIED, 'paid', 1500),
    OTHER,
  ]),
  refused('expired-on-arrival', 'valid_until in the past', '0003-003', 'invalid-request', [
    FIRST,
    say(VERIFIED, 'open', 999),
  ]),
  refused(
    'expired-in-its-millisecond',
    'valid_until now',
    '0003-003',
    'invalid-request',
    [FIRST, say(VERIFIED, 'open', 1000)],
    'took valid_until for inclusive',
  ),
];
