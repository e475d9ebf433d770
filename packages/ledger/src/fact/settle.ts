import { getTrust } from '../configuration/trust.ts';
import { loadConflicts } from './load.ts';
import { newestFact } from './find.ts';
import { placeOf } from './indexes.ts';
import { hasLapsed, liveAt, sameValue } from './live.ts';
import type { ConflictRecord } from './conflict-record.ts';
import { hasExpired, type FactRecord } from './record.ts';
import { dispute } from './contradict.ts';
import { isLive } from './states.ts';
import { writeNewConflict, writeNextFact, writeResolved, type Work } from './write.ts';

const sides = ({ incumbent, challenger }: ConflictRecord): string[] => [incumbent, challenger];

/** The open conflicts that a fact is a side of. */
export async function openConflictsOf({ unit, sealer }: Work, fact: FactRecord): Promise<ConflictRecord[]> {
  const { subject, attribute } = fact;
  const open = await loadConflicts(unit, sealer, { selectors: [{ subject, attribute }] });
  return open.filter((conflict) => sides(conflict).includes(fact.id));
}

/** What a fact that counts is: disputed as long as any open conflict names it, and else active. A lock holds it active. */
export async function standingOf(work: Work, fact: FactRecord): Promise<'active' | 'disputed'> {
  if (fact.locked) return 'active';
  return (await openConflictsOf(work, fact)).length > 0 ? 'disputed' : 'active';
}

/**
 * Gives a fact the state that its open conflicts leave it. One that is to be active is first set against what else
 * counts: two that were disputed by a third only must not both stand once the third is gone.
 */
export async function settle(work: Work, id: string): Promise<void> {
  const fact = await newestFact(work.unit, work.sealer, id);
  if (fact === undefined || !isLive(fact.status) || fact.aside) return;
  if (fact.status === 'disputed' && (await standingOf(work, fact)) === 'active')
    await challengeRivals(work, fact);
  const status = await standingOf(work, fact);
  if (status === fact.status) return;
  await writeNextFact(work, fact, { status }, status === 'active' ? 'fact.restored' : 'fact.disputed');
}

/**
 * Closes the open conflicts of a fact that counts no longer: only one side of each is left. The log gives `moot` as
 * the reason.
 */
export async function closeMoot(work: Work, gone: FactRecord): Promise<void> {
  for (const conflict of await openConflictsOf(work, gone)) {
    const resolution = conflict.incumbent === gone.id ? 'replace' : 'keep';
    await writeResolved(work, conflict, resolution, 'moot');
    await settle(work, conflict.incumbent === gone.id ? conflict.challenger : conflict.incumbent);
  }
}

/**
 * Sets a fact that is about to be active against every other that counts at its key, has another value, and that
 * nobody has decided it may stand beside: two answers to one question never stand in silence (invariant 5). One past
 * its time is no answer any more: it will have lapsed and contradicts nothing.
 */
export async function challengeRivals(work: Work, fact: FactRecord): Promise<void> {
  const { unit } = work;
  if (hasExpired(fact, unit.now) || (await getTrust(unit)).trust.many.includes(fact.attribute)) return;
  const open = (await openConflictsOf(work, fact)).flatMap(sides);
  for (const rival of await liveAt(work, fact)) {
    if (sameValue(rival.value, fact.value) || hasLapsed(rival, unit.now) || open.includes(rival.id)) continue;
    if (await mayStandBeside(work, fact, rival)) continue;
    await writeNewConflict(work, 'open', rival, fact);
    await dispute(work, rival);
  }
}

async function mayStandBeside({ unit, sealer }: Work, a: FactRecord, b: FactRecord): Promise<boolean> {
  const place = await placeOf(sealer, unit.namespace, a);
  for (const [incumbent, challenger] of [
    [a.id, b.id],
    [b.id, a.id],
  ] as const) {
    const where = { status: 'resolved', ...place, incumbent, challenger, resolution: 'keep_both' };
    if ((await unit.tx.count('conflicts', { where })) > 0) return true;
  }
  return false;
}
