import { canonicalize, type Json } from '@eaap/protocol';
import { placeOf, valueIndex } from './indexes.ts';
import { loadFacts, openRow } from './load.ts';
import { openFact } from './sealed.ts';
import { rankOf } from './trust.ts';
import { hasExpired, type FactRecord } from './record.ts';
import type { Work } from './write.ts';

/** The place that a contradiction is decided at: one attribute of one subject. */
export interface FactKey {
  readonly subject: string;
  readonly attribute: string;
}

/** The facts that count at a key, sorted by id. */
export const liveAt = ({ unit, sealer }: Work, { subject, attribute }: FactKey): Promise<FactRecord[]> =>
  loadFacts(unit, sealer, { selectors: [{ subject, attribute }] });

/** The facts that count at a key and have this value, sorted by id: of many values the others need not be opened. */
export async function liveWith(
  { unit, sealer }: Work,
  key: FactKey & { readonly value: Json },
): Promise<FactRecord[]> {
  const { namespace, tx } = unit;
  const place = await placeOf(sealer, namespace, key);
  const value_index = await valueIndex(sealer, namespace, key.attribute, key.value);
  const rows = await tx.select('facts', { where: { current: 1, ...place, value_index } });
  return Promise.all(rows.map((row) => openRow(openFact, sealer, namespace, row)));
}

/** Whether two values are the same: in canonical form, to the byte. */
export const sameValue = (a: Json, b: Json): boolean => canonicalize(a) === canonicalize(b);

/**
 * Whether a fact has run out and may be replaced without a conflict. A locked one stays until it is unlocked and a
 * disputed one until the conflict is decided, whatever their time.
 */
export const hasLapsed = (fact: FactRecord, now: number): boolean =>
  fact.status === 'active' && !fact.locked && hasExpired(fact, now);

/** Locked before unlocked, then the more trusted, then the older. */
export const byWeight = (a: FactRecord, b: FactRecord): number =>
  Number(b.locked) - Number(a.locked) || rankOf(b.trust) - rankOf(a.trust) || (a.id < b.id ? -1 : 1);
