import { createIds, manualClock, seededEntropy, type ManualClock } from '@eaap/protocol';
import { memoryKeyStore, openSqlite } from '@eaap/store';
import { bootstrap, createNamespace } from './configuration/namespace.ts';
import { openLedger } from './unit/open.ts';
import type { Ledger } from './unit/types.ts';

/** A ledger that ends with its process, and what it was opened with. */
export interface MemoryLedger {
  readonly ledger: Ledger;
  readonly clock: ManualClock;
  /** The key of the admin of `system`. */
  readonly systemKey: string;
  /** The key of `root`, the admin of `acme`. */
  readonly adminKey: string;
  close(): Promise<void>;
}

/**
 * A ledger in memory with the namespaces `system` and `acme`, to try things out. Its keys come from a seed, so that
 * every run is the same to the byte: nothing worth keeping belongs in it.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { authenticate, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, adminKey, close } = await openMemoryLedger();
 * assert.deepEqual((await authenticate(ledger, adminKey)).roles, ['admin']);
 * await close();
 * ```
 */
export async function openMemoryLedger({
  seed = 'memory',
}: { readonly seed?: string } = {}): Promise<MemoryLedger> {
  const clock = manualClock(1_769_851_800_000);
  const entropy = seededEntropy(seed);
  const store = await openSqlite({ path: ':memory:' });
  const keys = memoryKeyStore({ clock, entropy });
  const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
  const systemKey = (await bootstrap(ledger)) ?? '';
  const acme = await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
  return { ledger, clock, systemKey, adminKey: acme.key, close: () => store.close() };
}
