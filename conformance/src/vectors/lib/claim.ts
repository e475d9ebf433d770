import { canonical, type Json, type JsonObject } from '../../model/json.ts';
import type { Finding } from '../types.ts';

/** The reason for which a claim is refused, as topics list it. */
export const MISMATCH = 'The claim is not what comes out.';

/** What comes out, or, when the input claims something else, that it does not. */
export function held(input: JsonObject, output: Json): Finding {
  const claimed = input['claimed'];
  return claimed !== undefined && canonical(claimed) !== canonical(output)
    ? { refused: ['mismatch'] }
    : { output };
}

/** Likewise where the claim states some members of what comes out and is silent about the others. */
export function heldInPart(input: JsonObject, output: JsonObject): Finding {
  const claimed = (input['claimed'] ?? {}) as JsonObject;
  const wrong = Object.entries(claimed).some(
    ([name, member]) => output[name] === undefined || canonical(member) !== canonical(output[name]),
  );
  return wrong ? { refused: ['mismatch'] } : { output };
}
