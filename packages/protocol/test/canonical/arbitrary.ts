import fc from 'fast-check';
import type { Json } from '../../src/index.ts';

/** Strings that I-JSON may carry, from all of Unicode, control characters and quotes among them. */
export const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((value) => !/[\p{Cs}\p{NChar}]/u.test(value));

/** Member names, those that mean something to JavaScript among them. */
export const name = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'toJSON', 'length', '0', ''),
  },
);

/** Numbers that I-JSON may carry. */
export const number = fc
  .oneof(
    fc.maxSafeInteger(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER),
  )
  .map((value) => value + 0); // -0 becomes 0

/** An object whose members are own properties whatever their names. */
export function objectOf(members: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(members);
}

export const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    fc.array(tie('json'), { maxLength: 5 }),
    fc.array(fc.tuple(name, tie('json')), { maxLength: 5 }).map(objectOf),
  ),
})).json;
