import { EaapError, type Selector } from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { Sealer } from '../crypto/types.ts';
import type { View } from '../unit/types.ts';
import { openConflict, type ConflictRecord } from './conflict-record.ts';
import { attributeIndex, subjectIndex } from './indexes.ts';
import type { FactRecord } from './record.ts';
import { isLive } from './states.ts';
import { openFact } from './sealed.ts';

/** Which facts or conflicts. Subjects are without personal data already. */
export interface Scope {
  /** Exactly these subjects and attributes. Excludes the other two. */
  readonly selectors?: readonly Selector[];
  readonly subject?: string;
  readonly attribute?: string;
  /** As things stood at this time, inclusive, in milliseconds since 1970; as they stand now unless given. */
  readonly asOf?: number;
}

/** What to load, and how much of it. */
export interface LoadQuery extends Scope {
  /** The most facts or conflicts, in order of id; all unless given. */
  readonly limit?: number;
}

type Place = { readonly subject_index?: string; readonly attribute_index?: string };

async function placesOf(sealer: Sealer, namespace: string, scope: Scope): Promise<Place[]> {
  const place = async ({ subject, attribute }: Partial<Selector>): Promise<Place> => ({
    ...(subject === undefined ? {} : { subject_index: await subjectIndex(sealer, namespace, subject) }),
    ...(attribute === undefined
      ? {}
      : { attribute_index: await attributeIndex(sealer, namespace, attribute) }),
  });
  if (scope.selectors !== undefined) return Promise.all(scope.selectors.map(place));
  const { subject, attribute } = scope;
  return [
    await place({
      ...(subject === undefined ? {} : { subject }),
      ...(attribute === undefined ? {} : { attribute }),
    }),
  ];
}

const byId = <T extends { readonly id: string }>(a: T, b: T): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * The rows of the facts that count, or counted at `asOf`: the newest version of each, sorted by id, still sealed.
 * Looked at in the past, a challenger that was set aside is among them; opening it says so.
 */
export async function selectFactRows(view: View, sealer: Sealer, scope: Scope): Promise<Row<'facts'>[]> {
  const found = new Map<string, Row<'facts'>>();
  for (const place of await placesOf(sealer, view.namespace, scope)) {
    for (const row of await rowsAt(view, place, scope.asOf)) found.set(row.id, row);
  }
  return [...found.values()].sort(byId);
}

async function rowsAt(view: View, place: Place, asOf: number | undefined): Promise<Row<'facts'>[]> {
  // Not narrowed by status: a row whose status was edited is to be found out, not passed over.
  if (asOf === undefined) return view.tx.select('facts', { where: { current: 1, ...place } });
  const range = { column: 'created_at', to: asOf + 1 } as const;
  const newest = new Map<string, Row<'facts'>>();
  for (const current of [0, 1]) {
    for (const row of await view.tx.select('facts', { where: { current, ...place }, range })) {
      if ((newest.get(row.id)?.version ?? 0) < row.version) newest.set(row.id, row);
    }
  }
  return [...newest.values()].filter((row) => row.status === 'active' || row.status === 'disputed');
}

/**
 * Opens one of many rows. That its key is missing means that the key store is not the one it was sealed with: erased
 * rows are gone, so this is not the answer to a question about an erased person.
 *
 * @throws EaapError `storage-corrupt`, `key-store-unavailable`
 */
export async function openRow<R extends { readonly id: string }, T>(
  open: (sealer: Sealer, namespace: string, row: R) => Promise<T>,
  sealer: Sealer,
  namespace: string,
  row: R,
): Promise<T> {
  try {
    return await open(sealer, namespace, row);
  } catch (thrown) {
    if (!(thrown instanceof EaapError) || thrown.type !== 'erased') throw thrown;
    throw new EaapError(
      'key-store-unavailable',
      `The key of record ${row.id} is not in the key store, though the record is in the database.`,
      {},
      { cause: thrown },
    );
  }
}

/**
 * The facts that count, or counted at `asOf`, decrypted and checked, sorted by id.
 *
 * @throws EaapError `storage-corrupt` when a row was changed behind the gateway's back; `key-store-unavailable`.
 * @see RFC-0001 section 7
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, loadFacts, openLedger, storeFact } from '@eaap/ledger';
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
 * const facts = await ledger.read('acme', (view) => loadFacts(view, ledger.sealer, { subject: 'order:7' }));
 * assert.deepEqual(facts.map(({ value }) => value), [12]);
 * await store.close();
 * ```
 */
export async function loadFacts(view: View, sealer: Sealer, query: LoadQuery): Promise<FactRecord[]> {
  const facts: FactRecord[] = [];
  for (const row of await selectFactRows(view, sealer, query)) {
    if (facts.length === query.limit) break;
    const fact = await openRow(openFact, sealer, view.namespace, row);
    if (isLive(fact.status) && !fact.aside) facts.push(fact);
  }
  return facts;
}

/**
 * The conflicts that are open, or were open at `asOf`, decrypted and checked, sorted by id. One that has been resolved
 * since is given as it was then.
 *
 * @throws EaapError `storage-corrupt` when a row was changed behind the gateway's back; `key-store-unavailable`.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, loadConflicts, openLedger, storeFact } from '@eaap/ledger';
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
 * await assert.rejects(storeFact(ledger, actor, { ...order, value: 13 }));
 * const open = await ledger.read('acme', (view) => loadConflicts(view, ledger.sealer, { attribute: 'total' }));
 * assert.equal(open.length, 1);
 * await store.close();
 * ```
 */
export async function loadConflicts(view: View, sealer: Sealer, query: LoadQuery): Promise<ConflictRecord[]> {
  const { asOf = view.now } = query;
  const found = new Map<string, Row<'conflicts'>>();
  for (const place of await placesOf(sealer, view.namespace, query)) {
    const opened = { column: 'opened_at', to: asOf + 1 } as const;
    for (const row of await view.tx.select('conflicts', {
      where: { status: 'open', ...place },
      range: opened,
    })) {
      found.set(row.id, row);
    }
    const later = { column: 'resolved_at', from: asOf + 1 } as const;
    for (const row of await view.tx.select('conflicts', {
      where: { status: 'resolved', ...place },
      range: later,
    })) {
      if (row.opened_at <= asOf) found.set(row.id, row);
    }
  }
  const conflicts: ConflictRecord[] = [];
  for (const row of [...found.values()].sort(byId)) {
    if (conflicts.length === query.limit) break;
    const conflict = before(await openRow(openConflict, sealer, view.namespace, row), asOf);
    if (conflict.status === 'open') conflicts.push(conflict);
  }
  return conflicts;
}

/** A conflict as it stood at `asOf`. */
function before(conflict: ConflictRecord, asOf: number): ConflictRecord {
  const { former, resolved_at, version } = conflict;
  if (former === null || resolved_at === null || resolved_at <= asOf) return conflict;
  const undecided = { resolved_at: null, resolution: null, resolver: null, former: null };
  return { ...conflict, ...former, ...undecided, version: version - 1 };
}
