import type { Json } from '@eaap/protocol';

/** A good payload changed in one place. */
export interface Spoiled {
  /** What was done, as in `without /action/tool`. */
  readonly title: string;
  readonly value: Json;
}

type Members = Readonly<Record<string, Json>>;
const isMembers = (value: Json): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const step = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** What a leaf is replaced by: another type, and values just outside what numbers and texts may be. */
function otherValues(leaf: Json): [string, Json][] {
  if (typeof leaf === 'string')
    return [
      ['a number at', 7],
      ['an empty text at', ''],
      ['an upper-case text with a space at', 'NOT THIS'],
      ['null at', null],
    ];
  if (typeof leaf === 'number')
    return [
      ['a text at', String(leaf)],
      ['a negative number at', -1],
      ['half of one at', 0.5],
      ['a huge number at', 9_007_199_254_740_991],
    ];
  if (typeof leaf === 'boolean') return [['a text at', String(leaf)]];
  return [['a truth value at', true]];
}

/** Every change of a payload in one place, in the order of its members. */
export function* spoil(value: Json, pointer = ''): Generator<Spoiled> {
  const within = function* (name: string, part: Json, put: (part: Json) => Json): Generator<Spoiled> {
    for (const { title, value: spoiled } of spoil(part, `${pointer}/${step(name)}`))
      yield { title, value: put(spoiled) };
  };
  if (isMembers(value)) {
    for (const name of Object.keys(value)) {
      const { [name]: _gone, ...rest } = value;
      yield { title: `without ${pointer}/${step(name)}`, value: rest };
    }
    yield { title: `an unknown member in ${pointer || 'the whole'}`, value: { ...value, surprise: 1 } };
    for (const [name, part] of Object.entries(value))
      yield* within(name, part, (spoiled) => ({ ...value, [name]: spoiled }));
  } else if (Array.isArray(value)) {
    const items = value as readonly Json[];
    yield { title: `an object instead of the list ${pointer}`, value: {} };
    if (items.length > 0) yield* within('0', items[0] as Json, (spoiled) => [spoiled, ...items.slice(1)]);
  } else {
    for (const [title, other] of otherValues(value)) yield { title: `${title} ${pointer}`, value: other };
  }
}
