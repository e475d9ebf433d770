import { canonicalize, EaapError, type Json as Value } from '@eaap/protocol';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Answer } from '../../../vectors/types.ts';

const same = (a: Json, b: Json): boolean => canonicalize(a as Value) === canonicalize(b as Value);

/** What came out, or, when the input claims something else, that it did not. */
export const answered = (input: JsonObject, output: Json): Answer =>
  input['claimed'] === undefined || same(input['claimed'], output) ? { output } : { refused: 'mismatch' };

/** Likewise where the claim states some members of what came out. */
export const answeredInPart = (input: JsonObject, output: JsonObject): Answer =>
  Object.entries((input['claimed'] ?? {}) as JsonObject).every(
    ([name, member]) => output[name] !== undefined && same(member, output[name]),
  )
    ? { output }
    : { refused: 'mismatch' };

/** Runs what may refuse with a problem, and answers its type. */
export async function orRefused(work: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EaapError) return { refused: error.type };
    throw error;
  }
}
