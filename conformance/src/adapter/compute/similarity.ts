import { similarity, similarityBp, vectorOf } from '@eaap/ledger';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { answeredInPart } from './lib/claimed.ts';

const sparse = (vector: Int32Array): [number, number][] =>
  [...vector].flatMap((value, place): [number, number][] => (value === 0 ? [] : [[place, value]]));

export function compute(input: Json): Answer {
  const { a, b } = input as { a: string; b: string };
  const [left, right] = [vectorOf(a), vectorOf(b)];
  const { dot, aa, bb } = similarity(left, right);
  return answeredInPart(input as JsonObject, {
    a: sparse(left),
    b: sparse(right),
    dot: String(dot),
    aa: String(aa),
    bb: String(bb),
    similarity: similarityBp(left, right),
  });
}
