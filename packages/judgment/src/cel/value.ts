import type { CelInput } from '@bufbuild/cel';
import type { Json, JsonObject } from '@eaap/protocol';

/**
 * A JSON value with its types said. The library reads every JSON number as a double; whole ones are int here, so that
 * `1 + 1` on a parameter is exact and `3` equals `3`. Objects become maps, so that no member can be a prototype's.
 */
export function toCel(value: Json): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(toCel) as CelInput;
  const entries = Object.entries(value as JsonObject);
  return new Map(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, toCel(item)]),
  ) as unknown as CelInput;
}
