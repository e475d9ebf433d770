import { parseKids } from '../crypto/kids.ts';
import type { Ledger } from './types.ts';

/**
 * Ends the erasures of a namespace whose rows are gone and whose keys may not be: destroys the keys, overwrites what
 * the storage keeps, and only then marks them done. Doing it twice does no harm, so a crash at any point is made good
 * by the next opening.
 *
 * @returns how many keys were destroyed, and how many erasures ended.
 * @throws EaapError `key-store-unavailable`, `storage-*`; what was not marked is tried again at the next opening.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { finishErasures, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.deepEqual(await finishErasures(ledger, 'acme'), { keys: 0, erasures: 0 });
 * await close();
 * ```
 */
export async function finishErasures(
  ledger: Ledger,
  namespace: string,
): Promise<{ keys: number; erasures: number }> {
  const { store, keys } = ledger.parts;
  const pending = await store.read(namespace, (tx) =>
    tx.select('erasures', { where: { status: 'pending' } }),
  );
  if (pending.length === 0) return { keys: 0, erasures: 0 };
  const kids = [...new Set(pending.flatMap(({ kids }) => (kids === '' ? [] : parseKids(kids).kids)))];
  await keys.destroy(namespace, kids);
  ledger.sealer.forget(kids);
  await store.compact();
  await store.transaction(namespace, async (tx) => {
    for (const { id } of pending) {
      const completed_at = Math.max(0, ledger.parts.clock.now());
      await tx.update('erasures', { id }, { status: 'done', completed_at }, { status: 'pending' });
    }
  });
  return { keys: kids.length, erasures: pending.length };
}
