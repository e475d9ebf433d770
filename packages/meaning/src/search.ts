import {
  isBlank,
  loadConflicts,
  openFact,
  openRow,
  scrubSubject,
  scrubText,
  selectFactRows,
  toWireConflict,
  toWireFact,
  type Actor,
  type Ledger,
  type Scope,
  type Sealer,
  type View,
} from '@eaap/ledger';
import {
  EaapError,
  formatTime,
  parseTime,
  SearchRequest,
  validate,
  type SearchResponse,
  type Snapshot,
  type SnapshotFact,
} from '@eaap/protocol';
import { health } from './health.ts';
import { rank, type Ranked } from './rank.ts';

/** The most facts of a snapshot where the request names no limit. */
export const DEFAULT_LIMIT = 50;

/**
 * The context at an instant: the facts that count, ranked, each with what time has left of it, and every open conflict,
 * which no limit cuts short. The same ledger and the same `as_of` give the same bytes; a MAC under a key of the
 * namespace stands beside them. What a verdict relies on is never this: see {@link selectRows}.
 *
 * `as_of` includes the writes of its millisecond. It is settled once the clock has passed it, and one in the future is
 * refused, since nobody could get its answer twice.
 *
 * @param request - A search request; it is validated here.
 * @throws EaapError `invalid-request`, `identity-mismatch`, `storage-corrupt` when a row was changed behind the
 * gateway's back, `key-store-unavailable`, `detector-unavailable`.
 * @see RFC-0001 section 7.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, formatTime, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, openLedger, storeFact } from '@eaap/ledger';
 * import { search } from '@eaap/meaning';
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
 * const source = { kind: 'system' as const, id: 'shop', observed_at: formatTime(clock.now()) };
 * const order = { subject: 'order:7', attribute: 'total', source };
 *
 * await storeFact(ledger, actor, { ...order, value: 12 });
 * const { snapshot } = await search(ledger, actor, { subject: 'order:7', query: 'total' });
 * assert.equal(snapshot.facts[0]?.fact.value, 12);
 * assert.equal(snapshot.health, 'healthy');
 * await store.close();
 * ```
 */
export async function search(ledger: Ledger, actor: Actor, request: SearchRequest): Promise<SearchResponse> {
  const asked = validate(SearchRequest, request);
  if (asked.namespace !== undefined && asked.namespace !== actor.namespace) {
    throw new EaapError('identity-mismatch', 'The body names another namespace than the credential is for.');
  }
  const { sealer } = ledger;
  const query = await scrubQuery(ledger, actor.namespace, asked.query);
  const subject =
    asked.subject === undefined
      ? undefined
      : await scrubSubject(sealer, actor.namespace, asked.subject, ledger.detectors);
  return ledger.read(actor.namespace, async (view) => {
    const asOf = instant(asked.as_of, view.now);
    const scope: Scope = {
      ...(subject === undefined ? {} : { subject }),
      ...(asked.attribute === undefined ? {} : { attribute: asked.attribute }),
      // What stands now is found by index; only the past is looked for among all versions.
      ...(asOf === view.now ? {} : { asOf }),
    };
    const snapshot = await snapshotOf(view, sealer, scope, asOf, query, asked.limit ?? DEFAULT_LIMIT);
    return { snapshot, mac: await sealer.mac(actor.namespace, 'snapshot', snapshot) };
  });
}

function instant(stated: string | undefined, now: number): number {
  if (stated === undefined) return now;
  const asOf = parseTime(stated);
  if (asOf <= now) return asOf;
  throw new EaapError(
    'invalid-request',
    `as_of is ${asOf - now} ms in the future: there is no such context yet.`,
    {
      pointer: '/as_of',
    },
  );
}

/** The words to rank by, with the same tokens in the place of personal data as the facts have. */
async function scrubQuery(
  ledger: Ledger,
  namespace: string,
  query: string | undefined,
): Promise<string | undefined> {
  if (query === undefined || isBlank(query)) return undefined;
  const options = ledger.detectors === undefined ? {} : { detectors: ledger.detectors };
  return scrubText(query, await ledger.sealer.token(namespace), options).text;
}

async function snapshotOf(
  view: View,
  sealer: Sealer,
  scope: Scope,
  asOf: number,
  query: string | undefined,
  limit: number,
): Promise<Snapshot> {
  const rows = await selectFactRows(view, sealer, scope);
  const conflicts = await loadConflicts(view, sealer, { ...scope, asOf });
  const ranked = await rank(view, sealer, rows, query, asOf);
  const { facts, truncated } = await openTop(view, sealer, ranked, limit);
  return {
    v: 1,
    namespace: view.namespace,
    as_of: formatTime(asOf),
    facts,
    conflicts: conflicts.map(toWireConflict),
    health: health(rows, conflicts, asOf),
    limit,
    truncated,
  };
}

/** Opens the highest ranked, passing over what was set aside, and sees whether there is one more. */
async function openTop(
  view: View,
  sealer: Sealer,
  ranked: readonly Ranked[],
  limit: number,
): Promise<{ facts: SnapshotFact[]; truncated: boolean }> {
  const facts: SnapshotFact[] = [];
  for (const { row, effective, relevance } of ranked) {
    const fact = await openRow(openFact, sealer, view.namespace, row);
    if (fact.aside) continue;
    if (facts.length === limit) return { facts, truncated: true };
    facts.push({ fact: toWireFact(fact), effective_confidence: effective, relevance });
  }
  return { facts, truncated: false };
}
