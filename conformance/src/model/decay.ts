/** What time works on: the confidence of a fact, and since when. */
export interface Fading {
  /** Basis points, 0 to 10000. */
  readonly confidence: number;
  readonly half_life_ms: number;
  /** Milliseconds since 1970. */
  readonly observed_at: number;
}

/**
 * What is left of a confidence at `now`: half after each half-life, on a straight line between. Exact, in big integers,
 * so that no rounding of a machine number can agree by accident with the implementation under test.
 *
 * @see RFC-0001 section 7.1
 */
export function effectiveConfidence({ confidence, half_life_ms, observed_at }: Fading, now: number): number {
  const age = BigInt(Math.max(0, now - observed_at));
  const halfLife = BigInt(half_life_ms);
  const halvings = age / halfLife;
  if (halvings >= 14n) return 0;
  const start = BigInt(confidence) / 2n ** halvings;
  const end = start / 2n;
  return Number(start - ((start - end) * (age % halfLife)) / halfLife);
}
