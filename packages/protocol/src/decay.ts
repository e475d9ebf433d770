/** What of a fact decides how much time has left of it. */
export interface Decaying {
  /** Basis points at the time of observation. */
  readonly confidence: number;
  /** Milliseconds in which the confidence halves, at least 1. */
  readonly half_life_ms: number;
  /** Milliseconds since 1970. */
  readonly observed_at: number;
}

/** After as many halvings nothing is left: 10000 < 2^14. */
const HALVINGS = 14;

/**
 * The confidence that time has left of a fact, in basis points. It halves with each half-life; between halvings it
 * falls in a straight line. Whole numbers only, so that every implementation agrees to the last digit: with
 * `age = max(0, now - observed_at)`, `n = floor(age / half_life_ms)`, `r = age mod half_life_ms`,
 * `a = floor(confidence / 2^n)` and `b = floor(a / 2)` it is `a - floor((a - b) * r / half_life_ms)`.
 *
 * It never rises with time and is never above `confidence`; a fact observed after `now` has all of it.
 *
 * @param now - Milliseconds since 1970.
 * @see RFC-0001 section 7.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { effectiveConfidence } from '@eaap/protocol';
 *
 * const fact = { confidence: 8000, half_life_ms: 1000, observed_at: 0 };
 * assert.equal(effectiveConfidence(fact, 0), 8000);
 * assert.equal(effectiveConfidence(fact, 500), 6000);
 * assert.equal(effectiveConfidence(fact, 1000), 4000);
 * ```
 */
export function effectiveConfidence(
  { confidence, half_life_ms, observed_at }: Decaying,
  now: number,
): number {
  const age = Math.max(0, now - observed_at);
  const halvings = Math.floor(age / half_life_ms);
  if (halvings >= HALVINGS) return 0;
  const before = confidence >> halvings;
  const after = before >> 1;
  // At most 10^4 * 3.2 * 10^11, which a double holds exactly.
  return before - Math.floor(((before - after) * (age % half_life_ms)) / half_life_ms);
}
