import { effectiveConfidence } from '../decay.ts';

/** What reinforcement works on, of a fact or of what is said again. Times are milliseconds since 1970. */
export interface Observation {
  readonly source: string;
  readonly confidence: number;
  readonly half_life_ms: number;
  readonly observed_at: number;
  readonly valid_until: number | null;
}

/** What a fact becomes when a source of at least its trust says its value again (RFC-0003 section 8.2). */
export function reinforce(fact: Observation, again: Observation, now: number): Observation {
  const isLater = again.observed_at > fact.observed_at;
  const observed_at = isLater ? again.observed_at : fact.observed_at;
  const left = effectiveConfidence(fact, now);
  const added = effectiveConfidence(again, observed_at);
  const joined = {
    confidence: left > added ? left : added,
    half_life_ms: fact.half_life_ms > again.half_life_ms ? fact.half_life_ms : again.half_life_ms,
  };
  const stays = !isLater && effectiveConfidence({ ...joined, observed_at }, now) <= left;
  const { confidence, half_life_ms } = stays ? fact : joined;
  return {
    source: isLater ? again.source : fact.source,
    confidence,
    half_life_ms,
    observed_at,
    valid_until: laterOf(fact.valid_until, again.valid_until),
  };
}

/** A fact without a bound gets none; a bound moves only to a later one. */
export function laterOf(bound: number | null, stated: number | null): number | null {
  if (bound === null || stated === null) return bound;
  return stated > bound ? stated : bound;
}
