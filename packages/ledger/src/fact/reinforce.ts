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
    freshened(fact, assertion, rated, unit.now),
    'fact.reinforced',
  );
  return { result: 'reinforced', fact: record, seq: log.seq };
}

/** What a fact becomes when its value is observed again. */
function freshened(fact: FactRecord, assertion: Assertion, rated: Rated, now: number) {
  const { confidence, half_life_ms, source } = fact;
  const isLater = assertion.source.observed_at > source.observed_at;
  const later = isLater ? assertion.source : source;
  const { observed_at } = later;
  const left = effectiveConfidence({ confidence, half_life_ms, observed_at: source.observed_at }, now);
  // What was observed long ago counts as what is left of it when the fact was last observed: an old observation must
  // not lend a fact the confidence of a new one.
  const added = effectiveConfidence({ ...rated, observed_at: assertion.source.observed_at }, observed_at);
  const joined = {
    confidence: Math.max(left, added),
    half_life_ms: Math.max(half_life_ms, rated.half_life_ms),
  };
  // Time goes on being counted from the same moment: what it has taken already must not be taken again.
  const adds = isLater || effectiveConfidence({ ...joined, observed_at }, now) > left;
  return {
    source: later,
    ...(adds ? joined : { confidence, half_life_ms }),
    valid_until: extended(fact.valid_until, assertion.valid_until),
  };
}

/** A bound is moved only by a later one that somebody states. */
function extended(bound: number | null, stated: number | undefined): number | null {
  return bound === null || stated === undefined ? bound : Math.max(bound, stated);
}
