import type { Json, JsonObject } from '../../model/json.ts';
import { lastOf, type Event } from '../../model/facts/events.ts';
import type { Resolution } from '../../model/facts/place.ts';
import type { Trust } from '../../model/facts/trust.ts';
import type { CaseSource } from '../types.ts';

/** An event that has no time of its own yet: events come a second apart. */
type Timeless<E> = E extends Event ? Omit<E, 'at'> : never;
export type Step = Timeless<Event>;

/** Stores a value. */
export const say = (trust: Trust, value: Json, valid_until?: number): Step => ({
  do: 'store',
  trust,
  value,
  ...(valid_until === undefined ? {} : { valid_until }),
});
/** Decides a conflict, of version 1 unless stated. */
export const decide = (conflict: number, resolution: Resolution, version: number | null = 1): Step => ({
  do: 'resolve',
  conflict,
  version,
  resolution,
});
/** Changes a fact by hand. */
export const by = (what: 'lock' | 'unlock' | 'retract', fact: number, version: number | null = 1): Step => ({
  do: what,
  fact,
  version,
});
export const [VERIFIED, UNTRUSTED, AUTHORITATIVE] = ['verified', 'untrusted', 'authoritative'] as const;

const inputOf = (steps: readonly Step[], many: boolean): JsonObject => ({
  many,
  events: steps.map(({ do: what, ...rest }, place) => ({ do: what, at: place * 1000, ...rest })),
});

/** A case of the topic `transitions`, its requirements by their numbers as in `0003-007`. */
const named = (id: string, title: string, requirements: string, input: JsonObject): CaseSource => ({
  id,
  title,
  requirements: requirements.split(' ').map((name) => `EAAP-${name}`),
  input,
});

/** A last step that is answered. */
export const done = (
  id: string,
  title: string,
  requirements: string,
  steps: readonly Step[],
  many = false,
): CaseSource => named(id, title, requirements, inputOf(steps, many));

/** A last step that is refused and changes nothing. */
export const refused = (
  id: string,
  title: string,
  requirements: string,
  problem: string,
  steps: readonly Step[],
  mistake?: string,
): CaseSource => ({
  ...named(id, title, requirements, inputOf(steps, false)),
  refused: problem,
  ...(mistake === undefined ? {} : { mistake }),
});

/** A claim about a last step that a named mistake makes. */
export const wrong = (
  id: string,
  requirements: string,
  mistake: string,
  steps: readonly Step[],
  claim: (truth: JsonObject) => JsonObject,
): CaseSource => {
  const input = inputOf(steps, false);
  const made = lastOf(false, input['events'] as never);
  if (!('output' in made)) throw new Error(`${id} is refused: nothing can be claimed about it`);
  const claimed = claim(JSON.parse(JSON.stringify(made.output)) as JsonObject);
  return {
    ...named(id, `claimed: ${mistake}`, requirements, { ...input, claimed }),
    refused: 'mismatch',
    mistake,
  };
};

/** A claim about a last step that is right. */
export const right = (id: string, requirements: string, steps: readonly Step[]): CaseSource => {
  const input = inputOf(steps, false);
  const last = lastOf(false, input['events'] as never);
  if (!('output' in last)) throw new Error(`${id} is refused: nothing can be claimed about it`);
  return named(id, 'a claim that is right', requirements, { ...input, claimed: last.output });
};
