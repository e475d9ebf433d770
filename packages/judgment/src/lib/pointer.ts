import type { Json, JsonObject } from '@eaap/protocol';
import { member } from './value.ts';

/** The segments of a JSON Pointer, unescaped. */
export function segmentsOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The pointer of some segments. */
export function pointerOf(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A place in the parameters, and what stands there. */
export interface Place {
  readonly segments: readonly string[];
  readonly value: Json;
}

const INDEX = /^(0|[1-9]\d*)$/;

/** The names of what is in a value, in an order that does not depend on how it was written. */
export function namesIn(value: JsonObject | readonly Json[]): string[] {
  return Array.isArray(value) ? value.map((_, index) => String(index)) : Object.keys(value).sort();
}

/** What stands under a name in an object or array. */
export function childOf(value: Json, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return INDEX.test(name) ? (value as readonly Json[])[Number(name)] : undefined;
  return member(value as JsonObject, name);
}

/** A pattern is followed to this many places. One more is kept, so that who asks sees that it was too many. */
export const MOST_PLACES = 1024;

/** The places a pattern covers: `*` stands for every element. None when something on the way is absent. */
export function placesOf(root: Json, pattern: readonly string[]): Place[] {
  let places: Place[] = [{ segments: [], value: root }];
  for (const segment of pattern) {
    const next: Place[] = [];
    for (const place of places) {
      const { value } = place;
      const names =
        segment !== '*'
          ? [segment]
          : typeof value === 'object' && value !== null
            ? namesIn(value as JsonObject | readonly Json[])
            : [];
      for (const name of names) {
        const child = childOf(value, name);
        if (child !== undefined && next.length <= MOST_PLACES) {
          next.push({ segments: [...place.segments, name], value: child });
        }
      }
    }
    places = next;
  }
  return places;
}

/**
 * `pattern` with the stars it shares with `like` from the start bound to what they stood for in `at`, so that
 * `/items/0/price` goes with `/items/0/sku` and with no other.
 */
export function bind(pattern: readonly string[], like: readonly string[], at: readonly string[]): string[] {
  let shared = true;
  return pattern.map((segment, index) => {
    shared = shared && like[index] === segment;
    return shared ? (at[index] ?? segment) : segment;
  });
}
