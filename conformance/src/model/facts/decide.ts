import { isLive, type Place, type PlacedConflict, type PlacedFact, type Resolution } from './place.ts';

/** The problem type of a change that is refused, or nothing when it was made. */
export type Refusal = string | undefined;

/** The version that a change names, held against the one that is there (RFC-0003 section 10). */
const versionRefusal = (named: number, version: number): Refusal =>
  named === version ? undefined : 'version-mismatch';

/** Locks, unlocks or retracts a fact (RFC-0003 section 9). */
export function change(
  place: Place,
  what: 'lock' | 'unlock' | 'retract',
  fact: PlacedFact | undefined,
  named: number | null,
): Refusal {
  if (named === null) return 'precondition-required';
  if (fact === undefined) return 'not-found';
  const refused = versionRefusal(named, fact.version);
  if (refused !== undefined) return refused;
  if (what === 'lock') {
    if (fact.locked || fact.status !== 'active') return 'invalid-transition';
    place.next(fact, { locked: true }, 'fact.locked');
  } else if (what === 'unlock') {
    if (!fact.locked) return 'invalid-transition';
    const status = place.standing({ ...fact, locked: false });
    place.next(fact, { locked: false, status }, 'fact.unlocked');
  } else {
    if (!isLive(fact)) return 'invalid-transition';
    if (fact.locked) return 'locked';
    place.next(fact, { status: 'retracted' }, 'fact.retracted');
    place.closeMoot(fact);
  }
  return undefined;
}

/** What becomes of incumbent and challenger. */
const FATES = {
  keep: ['active', 'superseded'],
  replace: ['superseded', 'active'],
  keep_both: ['active', 'active'],
  retract: ['retracted', 'retracted'],
} as const;

/** Decides a conflict (RFC-0003 section 7). */
export function resolve(
  place: Place,
  conflict: PlacedConflict | undefined,
  resolution: Resolution,
  named: number | null,
): Refusal {
  if (named === null) return 'precondition-required';
  if (conflict === undefined) return 'not-found';
  if (conflict.status === 'resolved') return 'already-resolved';
  const refused = versionRefusal(named, conflict.version);
  if (refused !== undefined) return refused;
  const [incumbent, challenger] = [place.fact(conflict.incumbent), place.fact(conflict.challenger)];
  if (incumbent.locked && resolution !== 'keep') return 'locked';
  const [ofIncumbent, ofChallenger] = FATES[resolution];
  const sides = [
    [incumbent, ofIncumbent],
    [challenger, ofChallenger],
  ] as const;
  if (sides.some(([fact, fate]) => fate === 'active' && !isLive(fact))) return 'invalid-transition';
  place.close(conflict, resolution, resolution);
  for (const [fact, fate] of sides) {
    if (fate === 'active' || !isLive(fact)) continue;
    place.next(fact, { status: fate }, `fact.${fate}`);
    place.closeMoot(fact);
  }
  if (ofChallenger === 'active') admit(place, challenger);
  if (ofIncumbent === 'active') place.settle(incumbent);
  return undefined;
}

/** Lets a challenger count. */
function admit(place: Place, challenger: PlacedFact): void {
  place.challengeRivals(challenger);
  const status = place.standing(challenger);
  if (!challenger.aside && status === challenger.status) return;
  const type = status === 'active' ? 'fact.restored' : 'fact.disputed';
  place.next(challenger, { aside: false, status }, type);
}
