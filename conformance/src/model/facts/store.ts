import { canonical, type Json } from '../json.ts';
import { byWeight, type Place, type PlacedConflict, type PlacedFact } from './place.ts';
import { laterOf } from './reinforce.ts';
import { rankOf, type Trust } from './trust.ts';

/** More facts than these at a place are not each set against a challenger: the weightiest is. */
const MAX_PAIRS = 16;

/** A store request as a place sees it. */
export interface Said {
  readonly value: Json;
  readonly trust: Trust;
  readonly valid_until: number | null;
}

/** What a store request is answered. */
export interface Told {
  readonly status: 200 | 201 | 409;
  readonly result?: 'stored' | 'reinforced' | 'corroborated';
  readonly problem?: 'conflict' | 'locked';
  readonly fact: PlacedFact;
  readonly conflict?: PlacedConflict;
}

/** Stores what is said at a place (RFC-0003 sections 5.3, 6 and 8). */
export function store(place: Place, said: Said): Told {
  const isSame = ({ value }: PlacedFact): boolean => canonical(value) === canonical(said.value);
  const here = place.live().filter((fact) => !place.many || isSame(fact));
  const lapsed = here.filter((fact) => place.lapsed(fact));
  const standing = here.filter((fact) => !place.lapsed(fact));
  const others = standing.filter((fact) => !isSame(fact)).sort(byWeight);
  const same = standing.filter(isSame).sort(byWeight)[0];
  if (same !== undefined && !(others.length > 0 && isChallenger(place, same)))
    return repeat(place, same, said);
  if (others.length > 0) return contradict(place, said, others);
  for (const fact of lapsed) place.next(fact, { status: 'superseded' }, 'fact.superseded');
  const fact = place.make({ ...said, status: 'active', aside: false });
  return { status: 201, result: 'stored', fact };
}

const isChallenger = (place: Place, { number }: PlacedFact): boolean =>
  place.openOf(number).some(({ challenger }) => challenger === number);

function repeat(place: Place, fact: PlacedFact, { trust, valid_until }: Said): Told {
  if (rankOf(trust) < rankOf(fact.trust)) {
    place.append('fact.corroborated', `fact:${fact.number}@${fact.version}`);
    return { status: 200, result: 'corroborated', fact };
  }
  place.next(fact, { valid_until: laterOf(fact.valid_until, valid_until) }, 'fact.reinforced');
  return { status: 200, result: 'reinforced', fact };
}

function contradict(place: Place, said: Said, others: readonly PlacedFact[]): Told {
  const [incumbent, ...rest] = others;
  if (incumbent === undefined) throw new Error('nothing to contradict');
  const isLess = (fact: PlacedFact): boolean => rankOf(said.trust) < rankOf(fact.trust);
  const status = isLess(incumbent) ? 'noted' : 'open';
  const problem = incumbent.locked ? 'locked' : 'conflict';
  const known = knownChallenge(place, said, status);
  if (known !== undefined) {
    place.append('fact.refused', `conflict:${known.number}`, problem);
    return { status: 409, problem, fact: incumbent, conflict: known };
  }
  const challenger = place.make({ ...said, status: 'disputed', aside: status === 'noted' });
  const conflict = place.open(status, incumbent, challenger);
  if (status === 'open') {
    const further = others.length > MAX_PAIRS ? [] : rest.filter((fact) => !isLess(fact));
    for (const fact of further) place.open('open', fact, challenger);
    for (const fact of [...further, incumbent]) place.dispute(fact);
  }
  return { status: 409, problem, fact: incumbent, conflict };
}

/** The undecided conflict of a fact of this value that was the challenger: those that count first, open before noted. */
function knownChallenge(place: Place, { value }: Said, status: 'open' | 'noted'): PlacedConflict | undefined {
  const same = place.facts.filter((fact) => canonical(fact.value) === canonical(value));
  const counted = same.filter((fact) => fact.status === 'disputed' && !fact.aside);
  const rest = same.filter((fact) => !counted.includes(fact));
  for (const { number } of [...counted, ...rest])
    for (const wanted of status === 'open' ? ['open'] : ['open', 'noted'])
      for (const conflict of place.conflicts)
        if (conflict.status === wanted && conflict.challenger === number) return conflict;
  return undefined;
}
