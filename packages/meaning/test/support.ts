import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  createIds,
  formatTime,
  manualClock,
  seededEntropy,
  type Json,
  type StoreRequest,
} from '@eaap/protocol';
import { memoryKeyStore, openSqlite } from '@eaap/store';
import {
  bootstrap,
  createNamespace,
  openLedger,
  setTrust,
  storeFact,
  DEFAULT_TRUST,
  type Actor,
} from '@eaap/ledger';
import { search } from '../src/index.ts';

/** Saturday, 31 January 2026, 09:30 UTC. */
export const START = 1_769_851_800_000;
export const DAY = 86_400_000;

/** Somebody who may assert anything and ask everything in a namespace. */
export const actorOf = (namespace: string): Actor => ({
  namespace,
  credential: '018bcfe5-6800-7000-8000-000000000000',
  principal: 'recorder',
  owner: 'ada',
  roles: ['recorder'],
  sources: (['human', 'system', 'agent'] as const).map((kind) => ({ kind, id: '*' })),
});

export type Wanted = Omit<Partial<StoreRequest>, 'source'> & {
  readonly kind?: 'human' | 'system' | 'agent';
  readonly observed?: number;
  readonly namespace?: string;
};

/** A ledger on a real file with the namespaces acme and umbra; `tag` holds many values. */
export async function context(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'eaap-meaning-'));
  const clock = manualClock(START);
  const entropy = seededEntropy('meaning-test');
  const store = await openSqlite({ path: join(folder, 'eaap.db') });
  t.after(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const keys = memoryKeyStore({ clock, entropy });
  const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
  await bootstrap(ledger);
  for (const namespace of ['acme', 'umbra']) {
    await createNamespace(ledger, { namespace, admin: 'root', owner: 'eve', by: 'admin' });
    await ledger.write(namespace, 'root', (unit) => setTrust(unit, { ...DEFAULT_TRUST, many: ['tag'] }));
  }
  const put = (value: Json, wanted: Wanted = {}) => {
    const { kind = 'system', observed = clock.now(), namespace = 'acme', ...more } = wanted;
    const source = { kind, id: 'shop', observed_at: formatTime(observed) };
    const request = { subject: 'order:7', attribute: 'total', value, source, ...more };
    return storeFact(ledger, actorOf(namespace), request);
  };
  const find = (request: Parameters<typeof search>[2] = {}, namespace = 'acme') =>
    search(ledger, actorOf(namespace), request);
  return { clock, ledger, store, put, find };
}
