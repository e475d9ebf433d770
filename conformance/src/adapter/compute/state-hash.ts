import { sortObjects, stateHash } from '@eaap/admissibility';
import { canonicalize, matches, State } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const hasDoubles = (keys: readonly string[]): boolean => new Set(keys).size < keys.length;

/** A state with its lists in their order, as extraction and selection give them. */
export function inOrder(state: State): State {
  const selectors = [...state.selectors].sort(
    (a, b) => byCodeUnit(a.subject, b.subject) || byCodeUnit(a.attribute, b.attribute),
  );
  return { ...state, selectors, objects: sortObjects(state.objects) };
}

/** The state hash as evaluate and commit compute it. */
export function compute(input: Json): Answer {
  const { state, claimed } = input as JsonObject;
  if (!matches(State, state)) return { refused: 'not-a-state' };
  const doubled =
    hasDoubles(state.selectors.map((selector) => canonicalize(selector))) ||
    hasDoubles(state.objects.map(([type, id]) => `${type} ${id}`));
  if (doubled) return { refused: 'doubled' };
  const hash = stateHash(inOrder(state));
  return claimed === undefined || claimed === hash ? { output: hash } : { refused: 'mismatch' };
}
