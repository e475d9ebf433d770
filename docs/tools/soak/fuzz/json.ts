import type { Json, JsonObject } from '@eaap/protocol';
import type { Random } from './random.ts';
import { drawText } from './text.ts';

/** Copied before they are used: what is drawn is changed again. */
const VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  9007199254740991,
  '',
  'a',
  '*',
  [],
  {},
  [[]],
  { a: {} },
];
const NAMES = ['__proto__', 'constructor', '', 'a/b', '~', 'v', 'id', 'tool', 'x'.repeat(300)];

const isInside = (value: Json): value is JsonObject | Json[] => typeof value === 'object' && value !== null;

/** Everything a value holds, itself first. */
function partsOf(value: Json, found: Json[] = []): Json[] {
  found.push(value);
  if (isInside(value))
    for (const name of Object.keys(value)) partsOf((value as JsonObject)[name] ?? null, found);
  return found;
}

/** What stands in the members of these names, wherever they are. */
const under = (value: Json, names: readonly string[]): Json[] =>
  partsOf(value).flatMap((part) =>
    isInside(part) && !Array.isArray(part)
      ? Object.keys(part).flatMap((name) => (names.includes(name) ? partsOf(part[name] ?? null) : []))
      : [],
  );

const textsOf = (value: Json): string[] =>
  partsOf(value).filter((part): part is string => typeof part === 'string' && part !== '');

function other(value: Json, whole: Json, random: Random): Json {
  const texts = textsOf(whole);
  switch (random.below(7)) {
    case 0:
      return structuredClone(random.pick(VALUES));
    case 1:
      return structuredClone(random.pick(partsOf(whole)));
    case 2: {
      const depth = random.pick([1, 2, 3, 70]);
      let inside = structuredClone(value);
      for (let at = 0; at < depth; at++) inside = random.oneIn(2) ? [inside] : { a: inside };
      return inside;
    }
    case 3:
      // What is large already is not made a thousand times as large.
      return Array.from(
        { length: JSON.stringify(value).length > 4000 ? 2 : random.pick([2, 2, 3, 5, 20, 20, 60, 300]) },
        () => structuredClone(value),
      );
    default:
      return texts.length === 0
        ? 'a'
        : drawText(typeof value === 'string' && value !== '' ? [value, ...texts] : texts, random);
  }
}

/** A copy of a JSON text with a few of its parts changed; as a text, for what is changed may be what no JSON holds. */
export function drawJson(seeds: readonly string[], focus: readonly string[], random: Random): string {
  const seed = random.pick(seeds);
  if (random.oneIn(20)) return seed;
  const whole = JSON.parse(seed) as Json;
  const near = focus.length > 0 && !random.oneIn(5);
  do {
    const inside = (near ? under(whole, focus) : partsOf(whole)).filter(
      (part) => isInside(part) && Object.keys(part).length > 0,
    );
    if (inside.length === 0) break;
    const at = random.pick(inside) as JsonObject;
    const name = random.pick(Object.keys(at));
    switch (random.below(6)) {
      case 0:
        if (Array.isArray(at)) at.splice(Number(name), 1);
        else Reflect.deleteProperty(at, name);
        break;
      case 1:
        set(
          at,
          Array.isArray(at) ? String(at.length) : random.pick(NAMES),
          other(at[name] ?? null, whole, random),
        );
        break;
      default:
        set(at, name, other(at[name] ?? null, whole, random));
    }
  } while (!random.oneIn(3));
  return JSON.stringify(whole);
}

/** A member of its own, also where the name means something to the language. */
function set(at: JsonObject, name: string, value: Json): void {
  Object.defineProperty(at, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Texts of JSON that are a little smaller than this one. */
export function* smallerJson(text: string): Generator<string> {
  const whole = JSON.parse(text) as Json;
  for (const at of partsOf(whole)) {
    if (typeof at !== 'object' || at === null) continue;
    for (const name of Object.keys(at)) {
      const before = (at as JsonObject)[name] ?? null;
      if (Array.isArray(at)) at.splice(Number(name), 1);
      else Reflect.deleteProperty(at, name);
      yield JSON.stringify(whole);
      if (Array.isArray(at)) at.splice(Number(name), 0, before);
      else set(at as JsonObject, name, before);
      if (typeof before !== 'string' || before.length < 2) continue;
      for (const half of [before.slice(0, before.length >> 1), before.slice(before.length >> 1)]) {
        set(at as JsonObject, name, half);
        yield JSON.stringify(whole);
      }
      set(at as JsonObject, name, before);
    }
  }
}
