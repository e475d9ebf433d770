import {
  canonicalBytes,
  canonicalize,
  leafHash,
  linkOf,
  parseTime,
  validate,
  LogRecord,
  EaapError,
} from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { written } from './lib/bytes.ts';

/** What the packages say of a record. */
export function compute(input: Json): Answer {
  const { record, claimed = {} } = input as JsonObject;
  let output: Record<string, Json>;
  try {
    const valid = validate(LogRecord, record);
    parseTime(valid.ts);
    output = {
      canonical: canonicalize(valid),
      leaf: written(leafHash(canonicalBytes(valid))),
      link: linkOf(valid),
    };
  } catch (error) {
    if (error instanceof EaapError) return { refused: 'malformed' };
    throw error;
  }
  const differs = Object.entries(claimed as JsonObject).some(([name, value]) => output[name] !== value);
  return differs ? { refused: 'mismatch' } : { output };
}
