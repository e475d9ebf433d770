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
const LESS = say(UNTRUSTED, 'open');
const THIRD = say(VERIFIED, 'lost');
/** Conflict 1 of facts 1 and 2, 2 of 1 and 3, 3 of 2 and 3. */
const THREE: readonly Step[] = [FIRST, OTHER, THIRD];

/** Facts 1 and 3 with conflict 2 decided for fact 3; conflict 1, noted, of facts 1 and 2 is left. */
const OUTLIVED: readonly Step[] = [FIRST, LESS, THIRD, decide(2, 'replace')];

/** What deciding a conflict comes to. */
export const RESOLUTIONS = [
  done('keep', 'an open conflict, keep', '0001-048 0001-050 0003-028', [FIRST, OTHER, decide(1, 'keep')]),
  done('replace', 'an open conflict, replace', '0001-049 0003-028', [FIRST, OTHER, decide(1, 'replace')]),
  done('keep-both', 'an open conflict, keep_both', '0003-011 0003-028', [
    FIRST,
    OTHER,
    decide(1, 'keep_both'),
  ]),
  done('retract-both', 'an open conflict, retract', '0003-012 0003-028', [
    FIRST,
    OTHER,
    decide(1, 'retract'),
  ]),
  done('keep-noted', 'a noted conflict, keep', '0001-048', [FIRST, LESS, decide(1, 'keep')]),
  done('replace-noted', 'a noted conflict, replace: the challenger counts from now on', '0001-049', [
    FIRST,
    LESS,
    decide(1, 'replace'),
  ]),
  done('keep-both-noted', 'a noted conflict, keep_both', '0003-011', [FIRST, LESS, decide(1, 'keep_both')]),
  done('retract-both-noted', 'a noted conflict, retract', '0003-012', [FIRST, LESS, decide(1, 'retract')]),
  done('keep-locked', 'an open conflict with a locked incumbent, keep', '0001-048 0001-054', [
    FIRST,
    by('lock', 1),
    OTHER,
    decide(1, 'keep'),
  ]),
  done('keep-locked-noted', 'a noted conflict with a locked incumbent, keep', '0001-048 0001-054', [
    FIRST,
    LESS,
    by('lock', 1),
    decide(1, 'keep'),
  ]),
  done(
    'kept-both-stay',
    'two that were kept beside each other are not set against each other again',
    '0003-011',
    [FIRST, OTHER, decide(1, 'keep_both'), THIRD, decide(2, 'keep')],
  ),
  done('keep-one-of-two', 'a fact in another open conflict stays disputed', '0003-015', [
    ...THREE,
    decide(1, 'keep'),
  ]),
  done('keep-the-last-of-two', 'the last of two conflicts is decided', '0003-015 0003-016', [
    ...THREE,
    decide(1, 'keep'),
    decide(2, 'keep'),
  ]),
  done('replace-one-of-two', 'what was superseded is in no open conflict', '0003-015 0003-016', [
    ...THREE,
    decide(1, 'replace'),
  ]),
  done('replace-by-the-third', 'a decision for the third closes what the first was in', '0003-016', [
    ...THREE,
    decide(2, 'replace'),
  ]),
  done('replace-the-second', 'a decision between the challengers leaves the first', '0003-015 0003-016', [
    ...THREE,
    decide(3, 'replace'),
  ]),
  done('retract-two-of-three', 'the one that is left is restored', '0003-012 0003-016', [
    ...THREE,
    decide(1, 'retract'),
  ]),
  done('keep-both-of-three', 'two kept, both against a third', '0003-011 0003-015', [
    ...THREE,
    decide(1, 'keep_both'),
  ]),
  done('outlived-replace', 'an old noted challenger is set against who stands now', '0003-017', [
    ...OUTLIVED,
    decide(1, 'replace'),
  ]),
  done('outlived-retract', 'a noted conflict whose incumbent is gone, retract', '0003-012', [
    ...OUTLIVED,
    decide(1, 'retract'),
  ]),
  done('rival-more-trusted', 'whoever is admitted disputes a more trusted fact too', '0003-017', [
    FIRST,
    LESS,
    say(AUTHORITATIVE, 'lost'),
    decide(2, 'replace'),
    decide(1, 'replace'),
  ]),
  done('rival-locked', 'a locked rival is set against and not disputed', '0003-017 0001-054', [
    ...OUTLIVED,
    by('lock', 3, 2),
    decide(1, 'replace'),
  ]),
  done('rival-same-value', 'no rival is a fact of the same value', '0003-017', [
    FIRST,
    LESS,
    OTHER,
    decide(2, 'replace'),
    decide(1, 'replace'),
  ]),
  done('rivals-one-by-one', 'each rival is disputed before the next is set against', '0003-017 0003-028', [
    FIRST,
    LESS,
    THIRD,
    decide(2, 'keep_both'),
    say(VERIFIED, 'gone'),
    decide(3, 'keep_both'),
    decide(4, 'keep_both'),
    decide(1, 'keep_both'),
  ]),
  done('rival-lapsed', 'a rival past its valid_until is none', '0003-017', [
    FIRST,
    LESS,
    say(VERIFIED, 'lost', 3500),
    decide(2, 'replace'),
    decide(1, 'replace'),
  ]),
  done('outdated-replace', 'a challenger past its valid_until disputes nobody', '0003-017 0003-028', [
    FIRST,
    say(UNTRUSTED, 'open', 3500),
    THIRD,
    decide(2, 'replace'),
    decide(1, 'replace'),
  ]),
  done('outdated-keep-both', 'nor does it where both are kept', '0003-017 0003-028', [
    FIRST,
    say(UNTRUSTED, 'open', 3500),
    THIRD,
    decide(2, 'keep_both'),
    decide(1, 'keep_both'),
  ]),
  refused('resolved-again', 'a conflict is decided once', '0003-013', 'already-resolved', [
    FIRST,
    OTHER,
    decide(1, 'keep'),
    decide(1, 'replace', 2),
  ]),
  refused('resolved-the-same-again', 'not twice in the same way either', '0003-013', 'already-resolved', [
    FIRST,
    OTHER,
    decide(1, 'keep'),
    decide(1, 'keep', 2),
  ]),
  refused(
    'resolved-former-version',
    'that it is resolved is said before versions are compared',
    '0003-013',
    'already-resolved',
    [FIRST, OTHER, decide(1, 'keep'), decide(1, 'keep', 1)],
    'compared the version first',
  ),
  refused(
    'resolved-no-version',
    'without one named that is said first',
    '0001-057',
    'precondition-required',
    [FIRST, OTHER, decide(1, 'retract'), decide(1, 'keep', null)],
  ),
  refused(
    'resolved-as-moot',
    'a conflict that became moot is resolved',
    '0003-013 0003-016',
    'already-resolved',
    [...THREE, decide(1, 'replace'), decide(2, 'keep', 2)],
  ),
  ...(['replace', 'keep_both', 'retract'] as const).map((resolution) =>
    refused(
      `locked-${resolution.replace('_', '-')}`,
      `an open conflict with a locked incumbent, ${resolution}`,
      '0001-055',
      'locked',
      [FIRST, by('lock', 1), OTHER, decide(1, resolution)],
    ),
  ),
  refused('locked-later-replace', 'a conflict noted before the lock, replace', '0001-055', 'locked', [
    FIRST,
    LESS,
    by('lock', 1),
    decide(1, 'replace'),
  ]),
  refused(
    'outlived-keep',
    'an incumbent that is superseded cannot be kept',
    '0003-014',
    'invalid-transition',
    [...OUTLIVED, decide(1, 'keep')],
  ),
  refused('outlived-keep-both', 'nor kept beside', '0003-014', 'invalid-transition', [
    ...OUTLIVED,
    decide(1, 'keep_both'),
  ]),
  refused(
    'retracted-challenger',
    'a challenger that is retracted cannot replace',
    '0003-014',
    'invalid-transition',
    [FIRST, LESS, by('retract', 2), decide(1, 'replace')],
  ),
  refused('resolve-other-version', 'another version named', '0001-058', 'version-mismatch', [
    FIRST,
    OTHER,
    decide(1, 'keep', 2),
  ]),
  refused('resolve-no-version', 'no version named', '0001-057', 'precondition-required', [
    FIRST,
    OTHER,
    decide(1, 'keep', null),
  ]),
  refused(
    'resolve-locked-other-version',
    'the version is compared before the lock is looked at',
    '0001-058',
    'version-mismatch',
    [FIRST, by('lock', 1), OTHER, decide(1, 'replace', 7)],
  ),
  refused(
    'resolve-nothing-no-version',
    'no such conflict, and no version',
    '0001-057',
    'precondition-required',
    [FIRST, decide(1, 'keep', null)],
  ),
  refused('resolve-nothing', 'no such conflict', '0003-028', 'not-found', [FIRST, decide(1, 'keep')]),
];
