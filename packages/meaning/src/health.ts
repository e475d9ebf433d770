import { hasExpired } from '@eaap/ledger';
import { effectiveConfidence, type Health } from '@eaap/protocol';

/** Below this effective confidence, in basis points, an active fact degrades the context. */
export const DEGRADED_BELOW = 2500;

/** What of a fact its health depends on. Times are milliseconds since 1970. */
export interface Ageing {
  readonly status: string;
  readonly confidence: number;
  readonly half_life_ms: number;
  readonly observed_at: number;
  readonly valid_until: number | null;
}

/**
 * The health of a context: `conflicted` with an open conflict; else `degraded` with an active fact that has expired or
 * of which time has left less than a quarter; else `healthy`.
 *
 * @param conflicts - The open ones.
 * @param now - Milliseconds since 1970.
 * @see RFC-0001 section 7.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { health } from '@eaap/meaning';
 *
 * const fact = { status: 'active', confidence: 8000, half_life_ms: 1000, observed_at: 0, valid_until: null };
 * assert.equal(health([fact], [], 1000), 'healthy');
 * assert.equal(health([fact], [], 2000), 'degraded');
 * assert.equal(health([fact], [{}], 0), 'conflicted');
 * ```
 */
export function health(facts: Iterable<Ageing>, conflicts: readonly unknown[], now: number): Health {
  if (conflicts.length > 0) return 'conflicted';
  for (const fact of facts) {
    if (fact.status !== 'active') continue;
    if (hasExpired(fact, now) || effectiveConfidence(fact, now) < DEGRADED_BELOW) return 'degraded';
  }
  return 'healthy';
}
