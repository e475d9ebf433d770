import type { Json } from '../json.ts';
import { Place, type PlacedConflict, type PlacedFact, type Resolution } from '../facts/place.ts';
import { reinforce, type Observation } from '../facts/reinforce.ts';
import type { KeptConflict, KeptFact } from '../snapshot.ts';
import type { World } from './world.ts';

/** What a place has to know of a store request beside value, trust and validity. */
export interface Statement {
  readonly statement: string | null;
  readonly source: KeptFact['source'];
  readonly confidence: number;
  readonly half_life_ms: number;
  readonly valid_until: number | null;
  readonly about: readonly string[];
}

/** A place whose facts and conflicts have ids, all their versions, and records in the log of a namespace. */
export class KeptPlace extends Place {
  readonly subject: string;
  readonly attribute: string;
  /** What is being said. */
  said: Statement | undefined;
  readonly #world: World;
  readonly #facts: string[] = [];
  readonly #conflicts: string[] = [];

  constructor(world: World, subject: string, attribute: string) {
    super(false);
    this.#world = world;
    this.subject = subject;
    this.attribute = attribute;
  }

  idOf(fact: number): string {
    return this.#facts[fact - 1] ?? '';
  }
  conflictId(conflict: number): string {
    return this.#conflicts[conflict - 1] ?? '';
  }
  byId(id: string): PlacedFact | undefined {
    return this.facts[this.#facts.indexOf(id)];
  }
  conflictById(id: string): PlacedConflict | undefined {
    return this.conflicts[this.#conflicts.indexOf(id)];
  }

  override append(type: string, object: string, reason: string | null = null): void {
    const [kind = '', rest = ''] = object.split(':');
    const [number, version] = rest.split('@');
    const id = kind === 'fact' ? this.idOf(Number(number)) : this.conflictId(Number(number));
    const named = `${kind}:${id}${version === undefined ? '' : `@${version}`}`;
    const commitment = type === 'fact.refused' ? null : this.#world.oracle.commitment(named);
    this.#world.append({ type, object: named, reason, commitment });
  }

  override make(fact: Parameters<Place['make']>[0]): PlacedFact {
    const { said } = this;
    if (said === undefined) throw new Error('nothing is being said');
    this.#facts.push(this.#world.oracle.id('fact'));
    const made = super.make(fact);
    const { about, ...rest } = said;
    this.#keep(made, { ...rest, value: made.value as Json, trust: made.trust });
    const { holders } = this.#world;
    holders.tell(
      'fact',
      this.idOf(made.number),
      [this.subject, ...about],
      this.#world.newestFact(this.idOf(made.number)),
    );
    return made;
  }

  #keep(
    fact: PlacedFact,
    rest: Pick<KeptFact, 'statement' | 'source' | 'confidence' | 'half_life_ms' | 'value' | 'trust'>,
  ): void {
    const id = this.idOf(fact.number);
    const { version, status, locked, aside, valid_until } = fact;
    const { subject, attribute } = this;
    const { statement, source, confidence, half_life_ms, value, trust } = rest;
    this.#world.facts.push({
      ...{ id, version, subject, attribute, value, statement, source, trust, confidence, half_life_ms },
      ...{ valid_until, locked, status, aside, created_at: this.now, salt: '' },
      commitment: this.#world.oracle.commitment(`fact:${id}@${version}`),
    });
  }

  override next(fact: PlacedFact, changes: Partial<PlacedFact>, type: string): void {
    const before = this.#world.newestFact(this.idOf(fact.number));
    if (before === undefined) throw new Error('a fact that nobody has stored');
    let rest: Omit<Observation, 'valid_until'> = {
      ...before,
      ...before.source,
      source: JSON.stringify(before.source),
    };
    if (type === 'fact.reinforced' && this.said !== undefined) {
      const again = { ...this.said, ...this.said.source, source: JSON.stringify(this.said.source) };
      rest = reinforce({ ...rest, valid_until: before.valid_until }, again, this.now);
    }
    super.next(fact, changes, type);
    const source = { ...(JSON.parse(rest.source) as KeptFact['source']), observed_at: rest.observed_at };
    const { confidence, half_life_ms } = rest;
    this.#keep(fact, { ...before, source, confidence, half_life_ms });
    const { holders } = this.#world;
    holders.tell('fact', before.id, [], this.#world.newestFact(before.id));
  }

  override open(status: 'open' | 'noted', incumbent: PlacedFact, challenger: PlacedFact): PlacedConflict {
    this.#conflicts.push(this.#world.oracle.id('conflict'));
    const made = super.open(status, incumbent, challenger);
    this.#keepConflict(made);
    this.#world.holders.tell('conflict', this.conflictId(made.number), [this.subject], null);
    return made;
  }

  override close(conflict: PlacedConflict, resolution: Resolution, reason: string): void {
    super.close(conflict, resolution, reason);
    this.#keepConflict(conflict);
  }

  #keepConflict(conflict: PlacedConflict): void {
    const id = this.conflictId(conflict.number);
    const before = this.#world.newestConflict(id);
    const { version, status, resolution } = conflict;
    const { subject, attribute } = this;
    const isClosed = status === 'resolved';
    const kept: KeptConflict = {
      ...{ id, version, status, subject, attribute, resolution, salt: '' },
      incumbent: this.idOf(conflict.incumbent),
      challenger: this.idOf(conflict.challenger),
      opened_at: before?.opened_at ?? this.now,
      resolved_at: isClosed ? this.now : null,
      resolver: isClosed ? this.#world.asker.principal : null,
      commitment: this.#world.oracle.commitment(`conflict:${id}@${version}`),
    };
    this.#world.conflicts.push(kept);
  }

  /** Takes erased facts and conflicts away: no record, and nothing of them counts any more. */
  forget(ids: ReadonlySet<string>): void {
    for (const fact of this.facts)
      if (ids.has(this.idOf(fact.number)))
        Object.assign(fact, { status: 'retracted', locked: false, aside: true });
    for (const conflict of this.conflicts)
      if (ids.has(this.conflictId(conflict.number)))
        Object.assign(conflict, { status: 'resolved', resolution: null });
  }

  /** What others are left with once facts and conflicts here were erased (RFC-0012 section 6.3, step 4). */
  settleAll(): void {
    for (const fact of this.facts) this.settle(fact);
    for (const fact of this.facts) {
      if (fact.status !== 'disputed' || !fact.aside) continue;
      const isUndecided = this.conflicts.some(
        ({ status, challenger }) => status !== 'resolved' && challenger === fact.number,
      );
      if (!isUndecided) this.next(fact, { status: 'superseded' }, 'fact.superseded');
    }
  }
}
