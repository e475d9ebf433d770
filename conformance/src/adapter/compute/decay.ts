import { effectiveConfidence, formatTime, matches, StoreRequest } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { answered } from './lib/claimed.ts';

/** Whether a store request may have these members. */
const asked = (members: object): boolean =>
  matches(StoreRequest, { subject: 's', attribute: 'a', value: 1, ...members });

function isTime(ms: number | undefined): boolean {
  try {
    formatTime(Number(ms));
    return true;
  } catch {
    return false;
  }
}

export function compute(input: Json): Answer {
  const { confidence, half_life_ms, observed_at, at } = input as Record<string, number>;
  if (!asked({ confidence })) return { refused: 'confidence-out-of-range' };
  if (!asked({ half_life_ms })) return { refused: 'half-life-out-of-range' };
  if (![observed_at, at].every(isTime)) return { refused: 'time-out-of-range' };
  const fact = {
    confidence: Number(confidence),
    half_life_ms: Number(half_life_ms),
    observed_at: Number(observed_at),
  };
  return answered(input as JsonObject, effectiveConfidence(fact, Number(at)));
}
