import { EaapError } from '@eaap/protocol';
import { placeOf, valueIndex } from './indexes.ts';
import type { Assertion, Rated } from './claim.ts';
import { openConflict, type ConflictRecord } from './conflict-record.ts';
import { byWeight } from './live.ts';
import { openRow } from './load.ts';
import type { FactRecord } from './record.ts';
import { rankOf } from './trust.ts';
import { writeNewConflict, writeNewFact, writeNextFact, type Work } from './write.ts';

/**
 * With more facts than these at a key, a challenger is set against the weightiest alone: pairs grow with the square.
 */
const MAX_PAIRS = 16;

/**
 * Records a contradiction (invariants 5 and 6). A challenger of at least the incumbent's trust makes it disputed; one
 * of less is kept aside and changes nothing, or untrusted output could block anything. A locked incumbent is never
 * disputed. The same challenge again changes nothing either.
 *
 * @param others - The facts with other values that count at the key; at least one.
 * @returns the problem to answer with once all of this is durable.
 * @see RFC-0001 section 6.3
 */
export async function contradict(
  work: Work,
  assertion: Assertion,
  rated: Rated,
  others: readonly FactRecord[],
): Promise<EaapError> {
  const [incumbent, ...rest] = [...others].sort(byWeight);
  if (incumbent === undefined)
    throw new EaapError('internal', 'A contradiction needs something to contradict.');
  const outranked = (fact: FactRecord): boolean => rankOf(rated.trust) < rankOf(fact.trust);
  const status = outranked(incumbent) ? 'noted' : 'open';
  const known = await knownChallenge(work, assertion, status);
  if (known !== undefined) {
    const { unit } = work;
    const reason = incumbent.locked ? 'locked' : 'conflict';
    await unit.append({ type: 'fact.refused', object: `conflict:${known.id}`, reason });
    return refusal(incumbent, known);
  }
  const { subject, attribute, value, statement, about, source } = assertion;
  const { record: challenger } = await writeNewFact(work, {
    ...{ subject, attribute, value, about, source },
    ...(statement === undefined ? {} : { statement }),
    ...rated,
    valid_until: assertion.valid_until ?? null,
    status: 'disputed',
    aside: status === 'noted',
  });
  const { record: conflict } = await writeNewConflict(work, status, incumbent, challenger);
  if (status === 'noted') return refusal(incumbent, conflict);
  const further = others.length > MAX_PAIRS ? [] : rest.filter((fact) => !outranked(fact));
  for (const fact of further) await writeNewConflict(work, 'open', fact, challenger);
  for (const fact of further) await dispute(work, fact);
  return refusal(await dispute(work, incumbent), conflict);
}

/** Makes a fact disputed, unless a lock holds it or it is so already. */
export async function dispute(work: Work, fact: FactRecord): Promise<FactRecord> {
  if (fact.locked || fact.status !== 'active') return fact;
  return (await writeNextFact(work, fact, { status: 'disputed' }, 'fact.disputed')).record;
}

/**
 * The undecided conflict that this very value was brought into before. One that was merely noted is not enough for a
 * challenger that has the trust to open one.
 */
async function knownChallenge(
  { unit, sealer }: Work,
  { subject, attribute, value }: Assertion,
  status: 'open' | 'noted',
): Promise<ConflictRecord | undefined> {
  const { namespace, tx } = unit;
  const place = await placeOf(sealer, namespace, { subject, attribute });
  const value_index = await valueIndex(sealer, namespace, attribute, value);
  for (const current of [1, 0]) {
    const rows = await tx.select('facts', { where: { current, ...place, value_index, status: 'disputed' } });
    for (const challenger of new Set(rows.map(({ id }) => id))) {
      for (const wanted of status === 'open' ? ['open'] : ['open', 'noted']) {
        const where = { status: wanted, ...place, challenger };
        const [row] = await tx.select('conflicts', { where, limit: 1 });
        if (row !== undefined) return openRow(openConflict, sealer, namespace, row);
      }
    }
  }
  return undefined;
}

function refusal(incumbent: FactRecord, conflict: ConflictRecord): EaapError {
  const { id, version, attribute } = incumbent;
  const extras = { conflict_id: conflict.id, incumbent: { id, version }, status: conflict.status };
  const contradicted = `Fact ${id} has another value of ${attribute}`;
  if (incumbent.locked) {
    return new EaapError(
      'locked',
      `${contradicted} and is locked. Nothing was changed; the contradiction is on record as conflict ${conflict.id}. An approver may unlock the fact.`,
      extras,
    );
  }
  const detail =
    conflict.status === 'noted'
      ? `${contradicted} and more trust. It stands; the contradiction is on record as conflict ${conflict.id}.`
      : `${contradicted}. Both are disputed until an approver resolves conflict ${conflict.id}.`;
  return new EaapError('conflict', detail, extras);
}
