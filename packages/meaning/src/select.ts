import {
  loadConflicts,
  loadFacts,
  subjectIndex,
  type ConflictRecord,
  type FactRecord,
  type Sealer,
  type View,
} from '@eaap/ledger';
import type { Digest, JudgedConflict, JudgedFact, Selector } from '@eaap/protocol';

/** The most rows, facts and conflicts together, that a verdict may rely on; more is BLOCK. */
export const MAX_ROWS = 256;

/** A row as the state hash binds it. */
export type StateRow = [type: 'fact' | 'conflict', id: string, version: number, commitment: Digest];

/** What a verdict relies on. */
export interface SelectedRows {
  /** Sorted by id. */
  readonly facts: JudgedFact[];
  /** The open ones, sorted by id. */
  readonly conflicts: JudgedConflict[];
  /** Sorted by type, then id, by code unit. */
  readonly objects: StateRow[];
  /** Whether there are more rows than may be judged: then the verdict is BLOCK. */
  readonly truncated: boolean;
  /** The indexes of the subjects selected and of those the facts are about: whoever seals what was judged seals it under all. */
  readonly subjects: string[];
}

/**
 * The rows of `S(action, effects, manifest, policy)`: by exact key, never ranked, never chosen by the agent. A disputed
 * fact is among them with its conflict, and so is one that has expired: what they mean is for judgment.
 *
 * @param selectors - As extraction gives them; subjects with tokens in the place of personal data.
 * @throws EaapError `storage-corrupt` when a row was changed behind the gateway's back; `key-store-unavailable`.
 * @see RFC-0001 section 7.3
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, openLedger, storeFact } from '@eaap/ledger';
 * import { selectRows } from '@eaap/meaning';
 *
 * const [clock, entropy] = [systemClock(), systemEntropy()];
 * const store = await openSqlite({ path: ':memory:' });
 * const keys = memoryKeyStore({ clock, entropy });
 * const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
 * await bootstrap(ledger);
 * await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
 * const sources = [{ kind: 'system' as const, id: 'shop' }];
 * const wanted = { principal: 'shop', owner: 'ada', roles: ['recorder' as const], sources };
 * const made = await ledger.write('acme', 'root', (unit) => createKey(ledger, unit, wanted));
 * const actor = await authenticate(ledger, made.key);
 * const source = { kind: 'system' as const, id: 'shop', observed_at: '2024-01-31T09:30:00.000Z' };
 * const order = { subject: 'order:7', attribute: 'total', source };
 *
 * await storeFact(ledger, actor, { ...order, value: 12 });
 * const selector = { subject: 'order:7', attribute: 'total' };
 * const rows = await ledger.read('acme', (view) => selectRows(view, ledger.sealer, [selector]));
 * assert.equal(rows.facts[0]?.value, 12);
 * assert.equal(rows.objects[0]?.[0], 'fact');
 * await store.close();
 * ```
 */
export async function selectRows(
  view: View,
  sealer: Sealer,
  selectors: readonly Selector[],
): Promise<SelectedRows> {
  // One more of each than may be judged is enough to know that there are too many.
  const limit = MAX_ROWS + 1;
  const allConflicts = await loadConflicts(view, sealer, { selectors, limit });
  const allFacts = await loadFacts(view, sealer, { selectors, limit });
  const conflicts = allConflicts.slice(0, MAX_ROWS);
  const facts = allFacts.slice(0, MAX_ROWS - conflicts.length);
  return {
    facts: facts.map(judgedFact),
    conflicts: conflicts.map(judgedConflict),
    objects: [
      ...conflicts.map(({ id, version, commitment }): StateRow => ['conflict', id, version, commitment]),
      ...facts.map(({ id, version, commitment }): StateRow => ['fact', id, version, commitment]),
    ],
    truncated: allConflicts.length + allFacts.length > MAX_ROWS,
    subjects: await subjectsOf(view, sealer, selectors, facts),
  };
}

async function subjectsOf(
  view: View,
  sealer: Sealer,
  selectors: readonly Selector[],
  facts: readonly FactRecord[],
): Promise<string[]> {
  const subjects = new Set([
    ...selectors.map(({ subject }) => subject),
    ...facts.flatMap(({ about }) => about),
  ]);
  const indexes: string[] = [];
  for (const subject of subjects) indexes.push(await subjectIndex(sealer, view.namespace, subject));
  return indexes.sort();
}

/** A fact as the judge sees it: nothing of it but what a verdict may depend on. */
export const judgedFact = (fact: FactRecord): JudgedFact => ({
  id: fact.id,
  version: fact.version,
  subject: fact.subject,
  attribute: fact.attribute,
  value: fact.value,
  source_kind: fact.source.kind,
  trust: fact.trust,
  confidence: fact.confidence,
  half_life_ms: fact.half_life_ms,
  observed_at: fact.source.observed_at,
  valid_until: fact.valid_until,
  locked: fact.locked,
  status: fact.status,
});

const judgedConflict = (conflict: ConflictRecord): JudgedConflict => ({
  id: conflict.id,
  version: conflict.version,
  subject: conflict.subject,
  attribute: conflict.attribute,
  incumbent: conflict.incumbent,
  challenger: conflict.challenger,
});
