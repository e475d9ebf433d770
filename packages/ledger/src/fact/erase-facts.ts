import type { Row } from '@eaap/store';
import type { Found } from './erase.ts';
import { openFact } from './sealed.ts';
import { settle } from './settle.ts';
import { writeNextFact, type Work } from './write.ts';

type Place = Pick<Row<'facts'>, 'subject_index' | 'attribute_index'>;

/** The states of a conflict. */
const STATES = ['open', 'noted', 'resolved'] as const;

/**
 * Deletes facts in all versions with their vectors, and every conflict that is about the subject or has lost a side.
 * Each gets a record of its own in the log, so that an erased row can be told from one that somebody removed.
 */
export async function eraseFacts(
  work: Work,
  found: Found,
): Promise<{ facts: number; vectors: number; conflicts: number }> {
  const facts = found.get('fact') ?? new Set<string>();
  const conflicts = new Set(found.get('conflict'));
  const places = new Map<string, Place>();
  let vectors = 0;
  for (const id of facts) {
    const [row] = await work.unit.tx.select('facts', { where: { id }, limit: 1 });
    if (row === undefined) continue;
    const { subject_index, attribute_index } = row;
    places.set(`${subject_index} ${attribute_index}`, { subject_index, attribute_index });
    vectors += await deleteFact(work, id);
  }
  for (const place of places.values()) {
    for (const id of await conflictsWith(work, place, facts)) conflicts.add(id);
  }
  for (const id of conflicts) await deleteConflict(work, id);
  for (const place of places.values()) await settlePlace(work, place);
  return { facts: facts.size, vectors, conflicts: conflicts.size };
}

async function deleteFact({ unit }: Work, id: string): Promise<number> {
  await unit.tx.delete('facts', { id });
  await unit.tx.delete('mentions', { type: 'fact', id });
  await unit.append({ type: 'record.erased', object: `fact:${id}` });
  return unit.tx.delete('vectors', { id });
}

async function deleteConflict({ unit }: Work, id: string): Promise<void> {
  await unit.tx.delete('conflicts', { id });
  await unit.tx.delete('mentions', { type: 'conflict', id });
  await unit.append({ type: 'record.erased', object: `conflict:${id}` });
}

async function conflictsWith({ unit }: Work, place: Place, facts: ReadonlySet<string>): Promise<string[]> {
  const ids: string[] = [];
  for (const status of STATES) {
    for (const row of await unit.tx.select('conflicts', { where: { status, ...place } })) {
      if (facts.has(row.incumbent) || facts.has(row.challenger)) ids.push(row.id);
    }
  }
  return ids;
}

/** Facts of others that stay: a side whose conflict is gone is not disputed any more; one set aside by it is past. */
async function settlePlace(work: Work, place: Place): Promise<void> {
  const { unit, sealer } = work;
  for (const { id } of await unit.tx.select('facts', { where: { current: 1, ...place } }))
    await settle(work, id);
  const aside = new Map<string, Row<'facts'>>();
  for (const row of await unit.tx.select('facts', { where: { current: 0, ...place } }))
    aside.set(row.id, row);
  for (const row of aside.values()) {
    if (row.status !== 'disputed' || (await isChallenger(work, place, row.id))) continue;
    if ((await unit.tx.get('facts', { id: row.id, version: row.version + 1 })) !== undefined) continue;
    const fact = await openFact(sealer, unit.namespace, row);
    if (fact.aside) await writeNextFact(work, fact, { status: 'superseded' }, 'fact.superseded');
  }
}

async function isChallenger({ unit }: Work, place: Place, challenger: string): Promise<boolean> {
  for (const status of ['open', 'noted']) {
    if ((await unit.tx.count('conflicts', { where: { status, ...place, challenger } })) > 0) return true;
  }
  return false;
}
