import { canonical, type Json } from '../json.ts';
import { rankOf, type Trust } from './trust.ts';

/** A fact at the place, in its newest version. Facts are numbered in the order they were made. */
export interface PlacedFact {
  readonly number: number;
  version: number;
  readonly value: Json;
  readonly trust: Trust;
  valid_until: number | null;
  status: 'active' | 'disputed' | 'superseded' | 'retracted';
  locked: boolean;
  /** A challenger of too little trust: it does not count. */
  aside: boolean;
}

/** A conflict at the place, numbered likewise. */
export interface PlacedConflict {
  readonly number: number;
  version: number;
  status: 'open' | 'noted' | 'resolved';
  readonly incumbent: number;
  readonly challenger: number;
  resolution: Resolution | null;
}

export const RESOLUTIONS = ['keep', 'replace', 'keep_both', 'retract'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** A record of the log, objects named by number. */
export interface PlacedRecord {
  readonly type: string;
  readonly object: string;
  readonly reason: string | null;
}

/** One subject and attribute: everything that can contradict each other (RFC-0003 sections 6 to 9). */
export class Place {
  readonly facts: PlacedFact[] = [];
  readonly conflicts: PlacedConflict[] = [];
  log: PlacedRecord[] = [];
  now = 0;
  many: boolean;

  constructor(many: boolean) {
    this.many = many;
  }

  fact(number: number): PlacedFact {
    const found = this.facts[number - 1];
    if (found === undefined) throw new Error(`no fact ${number}`);
    return found;
  }

  /** Facts that count. */
  live(): PlacedFact[] {
    return this.facts.filter((fact) => isLive(fact) && !fact.aside);
  }

  /** Whether a fact has run out and does not stand in the way of another. */
  lapsed({ status, locked, valid_until }: PlacedFact): boolean {
    return status === 'active' && !locked && valid_until !== null && valid_until <= this.now;
  }

  openOf(number: number): PlacedConflict[] {
    return this.conflicts.filter(
      ({ status, incumbent, challenger }) => status === 'open' && [incumbent, challenger].includes(number),
    );
  }

  append(type: string, object: string, reason: string | null = null): void {
    this.log.push({ type, object, reason });
  }

  make(fact: Pick<PlacedFact, 'value' | 'trust' | 'valid_until' | 'status' | 'aside'>): PlacedFact {
    const made: PlacedFact = { ...fact, number: this.facts.length + 1, version: 1, locked: false };
    this.facts.push(made);
    this.append('fact.stored', `fact:${made.number}@1`);
    return made;
  }

  /** Writes the next version of a fact. */
  next(fact: PlacedFact, changes: Partial<PlacedFact>, type: string): void {
    Object.assign(fact, changes);
    fact.version += 1;
    this.append(type, `fact:${fact.number}@${fact.version}`);
  }

  open(status: 'open' | 'noted', incumbent: PlacedFact, challenger: PlacedFact): PlacedConflict {
    const made: PlacedConflict = {
      number: this.conflicts.length + 1,
      version: 1,
      status,
      incumbent: incumbent.number,
      challenger: challenger.number,
      resolution: null,
    };
    this.conflicts.push(made);
    this.append(status === 'open' ? 'conflict.opened' : 'conflict.noted', `conflict:${made.number}@1`);
    return made;
  }

  close(conflict: PlacedConflict, resolution: Resolution, reason: string): void {
    conflict.status = 'resolved';
    conflict.version = 2;
    conflict.resolution = resolution;
    this.append('conflict.resolved', `conflict:${conflict.number}@2`, reason);
  }

  dispute(fact: PlacedFact): void {
    if (fact.status === 'active' && !fact.locked) this.next(fact, { status: 'disputed' }, 'fact.disputed');
  }

  /** What the open conflicts leave a fact that counts. */
  standing(fact: PlacedFact): 'active' | 'disputed' {
    return !fact.locked && this.openOf(fact.number).length > 0 ? 'disputed' : 'active';
  }

  /** Closes the open conflicts of a fact that counts no more, the oldest first. */
  closeMoot(gone: PlacedFact): void {
    for (const conflict of this.openOf(gone.number)) {
      const lost = conflict.incumbent === gone.number;
      this.close(conflict, lost ? 'replace' : 'keep', 'moot');
      this.settle(this.fact(lost ? conflict.challenger : conflict.incumbent));
    }
  }

  /** Gives a fact the state its open conflicts leave it. */
  settle(fact: PlacedFact): void {
    if (!isLive(fact) || fact.aside) return;
    if (fact.status === 'disputed' && this.standing(fact) === 'active') this.challengeRivals(fact);
    const status = this.standing(fact);
    if (status !== fact.status)
      this.next(fact, { status }, status === 'active' ? 'fact.restored' : 'fact.disputed');
  }

  /** Sets a fact that is to be active against all others that count and have another value. */
  challengeRivals(fact: PlacedFact): void {
    if (this.many || (fact.valid_until !== null && fact.valid_until <= this.now)) return;
    const against = this.openOf(fact.number).flatMap(({ incumbent, challenger }) => [incumbent, challenger]);
    for (const rival of this.live()) {
      const isOther = canonical(rival.value) !== canonical(fact.value);
      if (!isOther || this.lapsed(rival) || against.includes(rival.number)) continue;
      if (this.keptBeside(fact, rival)) continue;
      this.open('open', rival, fact);
      this.dispute(rival);
    }
  }

  keptBeside(a: PlacedFact, b: PlacedFact): boolean {
    return this.conflicts.some(
      ({ resolution, incumbent, challenger }) =>
        resolution === 'keep_both' &&
        [incumbent, challenger].sort().join() === [a.number, b.number].sort().join(),
    );
  }
}

export const isLive = ({ status }: PlacedFact): boolean => status === 'active' || status === 'disputed';

/** Locked first, then the more trusted, then the older. */
export const byWeight = (a: PlacedFact, b: PlacedFact): number =>
  Number(b.locked) - Number(a.locked) || rankOf(b.trust) - rankOf(a.trust) || a.number - b.number;
