import { effectiveConfidence } from '@eaap/protocol';
import type { Assertion, Rated } from './claim.ts';
import type { FactRecord } from './record.ts';
import { rankOf } from './trust.ts';
import { writeNextFact, type Work } from './write.ts';

/** What came of an identical value. */
export interface Repeated {
  readonly result: 'reinforced' | 'corroborated';
  readonly fact: FactRecord;
  readonly seq: number;
}

/**
 * The same value again. From a source of at least its trust it makes the fact fresher (invariant 9); its trust is never
 * raised and a lock stays. From a less trusted source it is logged and changes nothing.
 *
 * @see RFC-0001 section 6.5
 */
export async function repeat(
  work: Work,
  fact: FactRecord,
  assertion: Assertion,
  rated: Rated,
): Promise<Repeated> {
  const { unit } = work;
  if (rankOf(rated.trust) < rankOf(fact.trust)) {
    const { seq } = await unit.append({
      type: 'fact.corroborated',
      object: `fact:${fact.id}@${fact.version}`,
      commitment: fact.commitment,
    });
    return { result: 'corroborated', fact, seq };
  }
  const { record, log } = await writeNextFact(
    work,
    fact,
    freshened(fact, { ...assertion, ...rated }, unit.now),
    'fact.reinforced',
  );
  return { result: 'reinforced', fact: record, seq: log.seq };
}

/** What reinforcement depends on, of a fact and of what is said again. Times are milliseconds since 1970. */
export interface Observed<S> {
  readonly source: S;
  readonly confidence: number;
  readonly half_life_ms: number;
  readonly valid_until?: number | null | undefined;
}

/**
 * What a fact becomes when its value is observed again by a source of at least its trust.
 *
 * @param again - As the trust table rates it.
 * @see RFC-0003 section 8.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { freshened } from '@eaap/ledger';
 *
 * const seen = (observed_at: number, confidence: number) => ({ source: { observed_at }, confidence, half_life_ms: 1000 });
 * const next = freshened({ ...seen(0, 8000), valid_until: null }, seen(1000, 100), 1000);
 * assert.deepEqual([next.source.observed_at, next.confidence], [1000, 4000]);
 * ```
 */
export function freshened<S extends { readonly observed_at: number }>(
  fact: Observed<S> & { readonly valid_until: number | null },
  again: Observed<S>,
  now: number,
): Required<Observed<S>> & { readonly valid_until: number | null } {
  const { confidence, half_life_ms, source } = fact;
  const isLater = again.source.observed_at > source.observed_at;
  const later = isLater ? again.source : source;
  const { observed_at } = later;
  const left = effectiveConfidence({ confidence, half_life_ms, observed_at: source.observed_at }, now);
  // What was observed long ago counts as what is left of it when the fact was last observed: an old observation must
  // not lend a fact the confidence of a new one.
  const added = effectiveConfidence({ ...again, observed_at: again.source.observed_at }, observed_at);
  const joined = {
    confidence: Math.max(left, added),
    half_life_ms: Math.max(half_life_ms, again.half_life_ms),
  };
  // Time goes on being counted from the same moment: what it has taken already must not be taken again.
  const adds = isLater || effectiveConfidence({ ...joined, observed_at }, now) > left;
  return {
    source: later,
    ...(adds ? joined : { confidence, half_life_ms }),
    valid_until: extended(fact.valid_until, again.valid_until ?? undefined),
  };
}

/** A bound is moved only by a later one that somebody states. */
function extended(bound: number | null, stated: number | undefined): number | null {
  return bound === null || stated === undefined ? bound : Math.max(bound, stated);
}
