import { by, decide, done, refused, say, UNTRUSTED, VERIFIED } from './place-cases.ts';

const FIRST = say(VERIFIED, 'paid');
const OTHER = say(VERIFIED, 'open');
const LESS = say(UNTRUSTED, 'open');
const FOUR = ['lock', 'unlock', 'retract'] as const;

/** What locking, unlocking and retracting come to. */
export const CHANGES = [
  done('lock', 'an active fact is locked', '0001-056 0003-028', [FIRST, by('lock', 1)]),
  done('lock-expired', 'an expired fact is locked', '0001-056', [say(VERIFIED, 'paid', 500), by('lock', 1)]),
  done('unlock', 'a locked fact is unlocked', '0001-056 0003-028', [
    FIRST,
    by('lock', 1),
    by('unlock', 1, 2),
  ]),
  done('unlock-contradicted', 'who was contradicted under a lock is disputed without it', '0003-024', [
    FIRST,
    by('lock', 1),
    OTHER,
    by('unlock', 1, 2),
  ]),
  done('unlock-noted', 'a noted conflict disputes nobody', '0003-024', [
    FIRST,
    by('lock', 1),
    LESS,
    by('unlock', 1, 2),
  ]),
  done('unlock-resolved', 'a resolved conflict disputes nobody', '0003-024', [
    FIRST,
    by('lock', 1),
    OTHER,
    decide(1, 'keep'),
    by('unlock', 1, 2),
  ]),
  done('retract', 'an active fact is retracted', '0003-028', [FIRST, by('retract', 1)]),
  done('retract-incumbent', 'the challenger of a retracted incumbent stands', '0003-016', [
    FIRST,
    OTHER,
    by('retract', 1, 2),
  ]),
  done('retract-challenger', 'the incumbent of a retracted challenger stands', '0003-016', [
    FIRST,
    OTHER,
    by('retract', 2),
  ]),
  done('retract-set-aside', 'a noted challenger is retracted; its conflict is left', '0003-016', [
    FIRST,
    LESS,
    by('retract', 2),
  ]),
  done('retract-one-of-three', 'two of three are left in their conflict', '0003-016 0003-015', [
    FIRST,
    OTHER,
    say(VERIFIED, 'lost'),
    by('retract', 1, 2),
  ]),
  done(
    'challenge-after-noted-retracted',
    'the challenge of a retracted challenger is the same one',
    '0003-009',
    [FIRST, LESS, by('retract', 2), LESS],
  ),
  refused('lock-twice', 'a locked fact is locked', '0003-022', 'invalid-transition', [
    FIRST,
    by('lock', 1),
    by('lock', 1, 2),
  ]),
  refused('lock-disputed', 'a disputed fact is locked', '0003-022', 'invalid-transition', [
    FIRST,
    OTHER,
    by('lock', 1, 2),
  ]),
  refused('lock-challenger', 'a challenger is locked', '0003-022', 'invalid-transition', [
    FIRST,
    OTHER,
    by('lock', 2),
  ]),
  refused('lock-set-aside', 'a noted challenger is locked', '0003-022', 'invalid-transition', [
    FIRST,
    LESS,
    by('lock', 2),
  ]),
  refused('lock-retracted', 'a retracted fact is locked', '0003-022', 'invalid-transition', [
    FIRST,
    by('retract', 1),
    by('lock', 1, 2),
  ]),
  refused('lock-superseded', 'a superseded fact is locked', '0003-022', 'invalid-transition', [
    FIRST,
    OTHER,
    decide(1, 'replace'),
    by('lock', 1, 3),
  ]),
  refused('unlock-unlocked', 'a fact that is not locked is unlocked', '0003-023', 'invalid-transition', [
    FIRST,
    by('unlock', 1),
  ]),
  refused('unlock-twice', 'a fact is unlocked twice', '0003-023', 'invalid-transition', [
    FIRST,
    by('lock', 1),
    by('unlock', 1, 2),
    by('unlock', 1, 3),
  ]),
  refused('retract-locked', 'a locked fact is retracted', '0003-025', 'locked', [
    FIRST,
    by('lock', 1),
    by('retract', 1, 2),
  ]),
  refused(
    'retract-locked-contradicted',
    'a locked and contradicted fact is retracted',
    '0003-025',
    'locked',
    [FIRST, by('lock', 1), OTHER, by('retract', 1, 2)],
  ),
  refused('retract-twice', 'a fact is retracted twice', '0003-026', 'invalid-transition', [
    FIRST,
    by('retract', 1),
    by('retract', 1, 2),
  ]),
  refused('retract-superseded', 'a superseded fact is retracted', '0003-026', 'invalid-transition', [
    FIRST,
    OTHER,
    decide(1, 'keep'),
    by('retract', 2, 2),
  ]),
  ...FOUR.map((what) =>
    refused(`${what}-other-version`, `${what} of another version`, '0001-058', 'version-mismatch', [
      FIRST,
      by(what, 1, 2),
    ]),
  ),
  ...FOUR.map((what) =>
    refused(`${what}-no-version`, `${what} of no version`, '0001-057', 'precondition-required', [
      FIRST,
      by(what, 1, null),
    ]),
  ),
  refused('lock-former-version', 'what has been reinforced since is locked', '0001-058', 'version-mismatch', [
    FIRST,
    FIRST,
    by('lock', 1, 1),
  ]),
  refused('lock-nothing-no-version', 'no such fact, and no version', '0001-057', 'precondition-required', [
    FIRST,
    by('lock', 2, null),
  ]),
  refused('lock-nothing', 'no such fact', '0003-028', 'not-found', [FIRST, by('lock', 2)]),
];
