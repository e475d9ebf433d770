import { EaapError, noteSigner, type NoteSigner } from '@eaap/protocol';
import { SYSTEM_NAMESPACE, type KeyStore, type ReadTx, type Store } from '@eaap/store';
import { createSealer } from '../crypto/sealer.ts';
import { createAppender } from '../log/append.ts';
import { problemOf } from '../log/failure.ts';
import { checkpointHook } from '../log/flush.ts';
import { newestRow } from '../log/head.ts';
import { finishErasures } from './erasure.ts';
import { checkFounding } from './founding.ts';
import { keepInternals, type Internals } from './internals.ts';
import { createTimekeeper, DEFAULT_CLOCK_BOUNDS } from './time.ts';
import type { Ledger, LedgerParts, Unit } from './types.ts';

/** The name of a gateway that was given none. */
export const DEFAULT_NAME = 'eaap.local';

/** The name of the signing key in the key store. */
const CHECKPOINT_KEY = 'checkpoint';

/**
 * Opens the ledger over a store and a key store, and finishes erasures that a crash interrupted.
 *
 * A store serves one ledger: opening registers the hook that signs a checkpoint at every flush.
 *
 * @throws EaapError `key-store-unavailable` when the store holds namespaces whose keys are not there; `storage-*`.
 * @see RFC-0001 section 6
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, manualClock, seededEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { bootstrap, openLedger } from '@eaap/ledger';
 *
 * const clock = manualClock(1_769_851_800_000);
 * const entropy = seededEntropy('example');
 * const ids = createIds(clock, entropy);
 * const store = await openSqlite({ path: ':memory:' });
 * const ledger = await openLedger({ store, keys: memoryKeyStore({ clock, entropy }), clock, entropy, ids });
 * const first = await bootstrap(ledger);
 * assert.match(first ?? '', /^eaap_system_/);
 * await store.close();
 * ```
 */
export async function openLedger(parts: LedgerParts): Promise<Ledger> {
  const { store, keys, entropy } = parts;
  const name = parts.name ?? DEFAULT_NAME;
  const signer = await openSigner(store, keys, name);
  const time = createTimekeeper(parts.clock, { ...DEFAULT_CLOCK_BOUNDS, ...parts.clockBounds });
  const known = new Set<string>();

  /** Refuses a namespace that is not there or is another gateway's. */
  const checkNamespace = async (tx: ReadTx): Promise<void> => {
    if (known.has(tx.namespace)) return;
    if (!(await checkFounding(tx, keys, signer.verifierKey))) {
      throw new EaapError('not-found', `There is no namespace ${tx.namespace}.`);
    }
  };

  const transact: Internals['transact'] = (mode, namespace, principal, work) =>
    mapped(async () => {
      let accepted: (() => void) | undefined;
      const result = await store.transaction(namespace, async (tx) => {
        if (mode !== 'founding') await checkNamespace(tx);
        const last = (await newestRow(tx))?.ts;
        const rebased = mode === 'rebasing' ? time.rebase(namespace, last) : undefined;
        const now = rebased?.now ?? time.check(namespace, last);
        const log = createAppender(tx, principal, () => now);
        const unit: Unit = {
          detectors: parts.detectors,
          tx,
          now,
          namespace,
          principal,
          ids: parts.ids,
          append: (entry) => log.append(entry),
        };
        const value = await work(unit, rebased?.fault);
        await log.settled();
        accepted = rebased?.accepted;
        return value;
      });
      // Only once it is durable: what was undone has not happened, and was not there to be checked.
      accepted?.();
      if (mode !== 'founding') known.add(namespace);
      return result;
    });

  const ledger: Ledger = {
    parts,
    name,
    detectors: parts.detectors,
    sealer: createSealer({ keys, entropy }),
    verifierKey: signer.verifierKey,
    write: (namespace, principal, work) => transact('ordinary', namespace, principal, work),
    read: (namespace, work) =>
      mapped(() =>
        store.read(namespace, async (tx) => {
          await checkNamespace(tx);
          const now = time.look((await newestRow(tx))?.ts);
          return work({ tx, now, namespace });
        }),
      ),
  };
  keepInternals(ledger, { transact });
  store.beforeFlush(checkpointHook(signer));
  for (const namespace of await store.namespaces()) await finishErasures(ledger, namespace);
  return ledger;
}

/** Runs work and turns whatever it throws into a problem. */
async function mapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw problemOf(thrown);
  }
}

/** The signing key: made with the first namespace, and from then on required. */
async function openSigner(store: Store, keys: KeyStore, name: string): Promise<NoteSigner> {
  const isNew = (await store.namespaces()).length === 0;
  const found = isNew
    ? await keys.ensure(SYSTEM_NAMESPACE, 'signing', CHECKPOINT_KEY)
    : await keys.find(SYSTEM_NAMESPACE, 'signing', CHECKPOINT_KEY);
  if (found === undefined) {
    throw new EaapError(
      'key-store-unavailable',
      'The key store has no checkpoint key, though the database has namespaces. Put back the key store that belongs to it.',
    );
  }
  return noteSigner({ name, seed: found.key });
}
