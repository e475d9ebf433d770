import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createIds, manualClock, seededEntropy, type ManualClock } from '@eaap/protocol';
import { memoryKeyStore, openSqlite, type FaultInjector, type KeyStore, type Store } from '@eaap/store';
import { bootstrap, createNamespace, openLedger, type Ledger, type LedgerParts } from '../../src/index.ts';

/** Saturday, 31 January 2026, 09:30 UTC. */
export const START = 1_769_851_800_000;

/** A ledger on a real SQLite file in a folder of its own. */
export interface TestGateway {
  readonly path: string;
  readonly clock: ManualClock;
  readonly keys: KeyStore;
  readonly ledger: Ledger;
  readonly store: Store;
  /** The key of the admin of `system`, and of that of `acme`. */
  readonly systemKey: string;
  readonly acmeKey: string;
  /** Closes the store and opens it again, as a restart does; the keys and the clock stay. */
  reopen(parts?: Partial<LedgerParts>): Promise<Ledger>;
  close(): Promise<void>;
}

export interface TestOptions extends Partial<LedgerParts> {
  readonly fault?: FaultInjector;
}

/** A folder that is gone when the test is. */
export async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'eaap-ledger-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Opens a ledger with the namespaces `system` and `acme`. Everything in it is repeatable. */
export async function gateway(t: TestContext, options: TestOptions = {}): Promise<TestGateway> {
  const { fault, ...parts } = options;
  const path = join(await folder(t), 'eaap.db');
  const clock = manualClock(START);
  const entropy = seededEntropy('ledger-test');
  const keys = parts.keys ?? memoryKeyStore({ clock, entropy });
  const ids = createIds(clock, entropy);
  const open = async (more: Partial<LedgerParts>) => {
    const store = await openSqlite({ path, ...(fault && { fault }) });
    try {
      return await openLedger({ clock, entropy, ids, keys, ...parts, ...more, store });
    } catch (error) {
      await store.close();
      throw error;
    }
  };
  let ledger = await open({});
  t.after(() => ledger.parts.store.close());
  const systemKey = (await bootstrap(ledger)) ?? '';
  const acme = await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
  return {
    path,
    clock,
    keys,
    get ledger() {
      return ledger;
    },
    get store() {
      return ledger.parts.store;
    },
    systemKey,
    acmeKey: acme.key,
    async reopen(more = {}) {
      await ledger.parts.store.close();
      ledger = await open(more);
      return ledger;
    },
    close: () => ledger.parts.store.close(),
  };
}
