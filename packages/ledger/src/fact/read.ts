import type { Conflict, Fact } from '@eaap/protocol';
import type { Actor } from '../identity/authenticate.ts';
import type { Ledger } from '../unit/types.ts';
import { toWireConflict } from './conflict-record.ts';
import { requireConflict, requireFact } from './find.ts';
import { toWireFact } from './record.ts';

/**
 * A fact in its newest version.
 *
 * @throws EaapError `not-found`, also for a fact of another namespace; `erased`; `storage-corrupt` when it was changed
 * in the storage.
 * @see RFC-0001 section 6
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, getFact, openLedger, storeFact } from '@eaap/ledger';
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
 * const { body } = await storeFact(ledger, actor, { ...order, value: 12 });
 * assert.deepEqual(await getFact(ledger, actor, body.fact.id), body.fact);
 * await store.close();
 * ```
 */
export function getFact(ledger: Ledger, actor: Actor, id: string): Promise<Fact> {
  return ledger.read(actor.namespace, async (view) => toWireFact(await requireFact(view, ledger.sealer, id)));
}

/**
 * A conflict, as it stands.
 *
 * @throws EaapError `not-found`, also for a conflict of another namespace; `erased`; `storage-corrupt` when it was
 * changed in the storage.
 * @see RFC-0001 section 6.3
 */
export function getConflict(ledger: Ledger, actor: Actor, id: string): Promise<Conflict> {
  return ledger.read(actor.namespace, async (view) =>
    toWireConflict(await requireConflict(view, ledger.sealer, id)),
  );
}
