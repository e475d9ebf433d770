import type { Json } from '../json.ts';

/** A value while a condition is evaluated: whole numbers are `bigint`, others `number`, objects are maps. */
export type Value = boolean | bigint | number | string | null | readonly Value[] | ValueMap;
export type ValueMap = ReadonlyMap<string, Value>;

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isMap = (value: Value): value is ValueMap => value instanceof Map;

/** JSON with its types said: a whole number is an int, another a double; members in the order of canonical JSON. */
export function toValue(json: Json): Value {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return (json as readonly Json[]).map(toValue);
  const members = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(members.map(([name, value]) => [name, toValue(value)]));
}

/** Equality: numbers by what they are worth, everything else by type and content. */
export function equal(a: Value, b: Value): boolean {
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, at) => equal(item, b[at] ?? null));
  if (isMap(a) && isMap(b)) {
    if (a.size !== b.size) return false;
    for (const [name, item] of a) if (!b.has(name) || !equal(item, b.get(name) ?? null)) return false;
    return true;
  }
  if (typeof a === 'bigint' && typeof b === 'number') return exactly(a, b);
  if (typeof a === 'number' && typeof b === 'bigint') return exactly(b, a);
  return a === b;
}

const exactly = (whole: bigint, number: number): boolean =>
  Number.isInteger(number) && BigInt(number) === whole;

/** The code points of a text. */
const points = (text: string): number[] => [...text].map((char) => char.codePointAt(0) ?? 0);

/** -1, 0 or 1; `null` for what has no order; NaN for what is no number. */
export function compare(a: Value, b: Value): number | null {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (isNumber(a) && isNumber(b)) {
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? NaN : x < y ? -1 : x > y ? 1 : 0;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  const [left, right] = [points(a), points(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [x = 0, y = 0] = [left[at], right[at]];
    if (x !== y) return x < y ? -1 : 1;
  }
  return Math.sign(left.length - right.length);
}

const isNumber = (value: Value): value is bigint | number =>
  typeof value === 'bigint' || typeof value === 'number';

/** The weight of a value: what going through it costs (RFC-0007 section 5.8). */
export function weight(value: Value): number {
  if (typeof value === 'string') return 1 + Math.floor(value.length / 16);
  if (isList(value)) return value.reduce<number>((sum, item) => sum + weight(item), 1);
  if (!isMap(value)) return 1;
  let sum = 1;
  for (const [name, item] of value) sum += weight(name) + weight(item);
  return sum;
}
