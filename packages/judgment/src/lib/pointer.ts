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

/** A pattern is followed to this many places. */
export const MOST_PLACES = 1024;

/** The places a pattern covers, and whether any segment led to more of them than are kept. */
export interface Places {
  readonly places: readonly Place[];
  readonly cut: boolean;
}

/** The names a segment leads to in a value: `*` stands for all of them. */
function ledTo(value: Json, segment: string): readonly string[] {
  if (segment !== '*') return [segment];
  return typeof value === 'object' && value !== null ? namesIn(value as JsonObject | readonly Json[]) : [];
}

/**
 * The places a pattern covers: `*` stands for every element. None when something on the way is absent. What is cut
 * after a segment is told even if later segments drop most of what was kept: behind padding could stand a target.
 */
export function placesOf(root: Json, pattern: readonly string[]): Places {
  let places: Place[] = [{ segments: [], value: root }];
  let cut = false;
  for (const segment of pattern) {
    const next: Place[] = [];
    for (const { segments, value } of places) {
      for (const name of ledTo(value, segment)) {
        const child = childOf(value, name);
        if (child === undefined) continue;
        if (next.length < MOST_PLACES) next.push({ segments: [...segments, name], value: child });
        else cut = true;
      }
    }
    places = next;
  }
  return { places, cut };
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
