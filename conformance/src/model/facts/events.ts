import type { Json, JsonObject } from '../json.ts';
import { change, resolve } from './decide.ts';
import { isLive, Place, type Resolution } from './place.ts';
import { store } from './store.ts';
import type { Trust } from './trust.ts';

/** Something that happens at a place, `at` milliseconds after the beginning. */
export type Event =
  | {
      readonly do: 'store';
      readonly at: number;
      readonly trust: Trust;
      readonly value: Json;
      /** Milliseconds after the beginning. */
      readonly valid_until?: number;
    }
  | {
      readonly do: 'lock' | 'unlock' | 'retract';
      readonly at: number;
      readonly fact: number;
      readonly version: number | null;
    }
  | {
      readonly do: 'resolve';
      readonly at: number;
      readonly conflict: number;
      readonly version: number | null;
      readonly resolution: Resolution;
    };

/** What an event is answered, or the problem type it is refused with and leaves nothing behind. */
export type Happened = { readonly answer: JsonObject } | { readonly refused: string };

const answered = (fact: { number: number; version: number } | null, rest: JsonObject): JsonObject => ({
  status: 200,
  problem: null,
  result: null,
  fact: fact === null ? null : `${fact.number}@${fact.version}`,
  conflict: null,
  ...rest,
});

/** Lets an event happen. */
export function happen(place: Place, event: Event): Happened {
  place.now = event.at;
  if (event.do === 'store') {
    const { value, trust, valid_until = null } = event;
    if (valid_until !== null && valid_until <= place.now) return { refused: 'invalid-request' };
    const { fact, conflict, status, result, problem } = store(place, { value, trust, valid_until });
    return {
      answer: answered(fact, {
        status,
        problem: problem ?? null,
        result: result ?? null,
        conflict: conflict === undefined ? null : { number: conflict.number, status: conflict.status },
      }),
    };
  }
  if (event.do === 'resolve') {
    const conflict = place.conflicts[event.conflict - 1];
    const refused = resolve(place, conflict, event.resolution, event.version);
    if (refused !== undefined || conflict === undefined) return { refused: refused ?? 'not-found' };
    return { answer: answered(null, { conflict: { number: conflict.number, status: conflict.status } }) };
  }
  const fact = place.facts[event.fact - 1];
  const refused = change(place, event.do, fact, event.version);
  if (refused !== undefined || fact === undefined) return { refused: refused ?? 'not-found' };
  return { answer: answered(fact, {}) };
}

/** The place as vectors state it. */
export const statedPlace = (place: Place): JsonObject => ({
  facts: place.facts.map((fact) => ({
    fact: `${fact.number}@${fact.version}`,
    value: fact.value,
    status: fact.status,
    locked: fact.locked,
    counts: isLive(fact) && !fact.aside,
  })),
  conflicts: place.conflicts.map(({ number, version, status, incumbent, challenger, resolution }) => ({
    conflict: `${number}@${version}`,
    status,
    incumbent,
    challenger,
    resolution,
  })),
});

/** Lets all events happen one after another: what the last one came to. Those before it may be refused. */
export function lastOf(many: boolean, events: readonly Event[]): Happened | { readonly output: JsonObject } {
  const place = new Place(many);
  let last: Happened = { refused: 'not-found' };
  for (const event of events) {
    place.log = [];
    last = happen(place, event);
  }
  if ('refused' in last) return last;
  const records = place.log.map(({ type, object, reason }) => ({ type, object, reason }));
  return { output: { answer: last.answer, records, ...statedPlace(place) } };
}
