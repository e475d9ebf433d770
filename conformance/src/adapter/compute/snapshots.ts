import {
  authenticate,
  createKey,
  createNamespace,
  bootstrap,
  openLedger,
  sealConflict,
  sealFact,
  type Actor,
  type ConflictDraft,
  type FactDraft,
  type Ledger,
  type Sealer,
} from '@eaap/ledger';
import { search } from '@eaap/meaning';
import { createIds, manualClock, seededEntropy } from '@eaap/protocol';
import { memoryKeyStore, openSqlite } from '@eaap/store';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { answeredInPart, orRefused } from './lib/claimed.ts';

type Salted<T> = T & { readonly salt: string };
interface Input {
  readonly namespace: string;
  readonly now: number;
  readonly request: never;
  readonly facts: readonly Salted<Omit<FactDraft, 'about' | 'statement'> & { statement: string | null }>[];
  readonly conflicts: readonly Salted<ConflictDraft>[];
}

const salting = (sealer: Sealer, salt: string): Sealer => ({
  ...sealer,
  salt: () => Uint8Array.from(Buffer.from(salt, 'hex')),
});

/** Puts versions where a ledger keeps them, with the salts they are to have. */
async function keep(ledger: Ledger, { namespace, facts, conflicts }: Input): Promise<void> {
  const { sealer } = ledger;
  await ledger.write(namespace, 'vectors', async ({ tx }) => {
    for (const { salt, statement, ...fact } of facts) {
      const draft = { ...fact, about: [], ...(statement === null ? {} : { statement }) };
      const { row, vector } = await sealFact(salting(sealer, salt), namespace, draft);
      const isNewest = !facts.some(({ id, version }) => id === fact.id && version > fact.version);
      await tx.insert('facts', isNewest ? row : { ...row, current: 0 });
      await tx.insert('vectors', vector);
    }
    for (const { salt, ...conflict } of conflicts) {
      if (conflicts.some(({ id, version }) => id === conflict.id && version > conflict.version)) continue;
      const before = conflicts.find(({ id, version }) => id === conflict.id && version < conflict.version);
      const former =
        before === undefined
          ? undefined
          : await sealConflict(salting(sealer, before.salt), namespace, { ...before, former: null });
      const was =
        former === undefined ? null : { status: former.record.status, commitment: former.record.commitment };
      const { row } = await sealConflict(salting(sealer, salt), namespace, { ...conflict, former: was });
      await tx.insert('conflicts', row);
    }
  });
}

async function auditor(ledger: Ledger, namespace: string): Promise<Actor> {
  await bootstrap(ledger);
  await createNamespace(ledger, { namespace, admin: 'root', owner: 'ada', by: 'admin' });
  const wanted = { principal: 'vectors', owner: 'ada', roles: ['auditor' as const], sources: [] };
  const { key } = await ledger.write(namespace, 'root', (unit) => createKey(ledger, unit, wanted));
  return authenticate(ledger, key);
}

export async function compute(input: Json): Promise<Answer> {
  const asked = input as unknown as Input;
  const clock = manualClock(asked.now);
  const entropy = seededEntropy('vectors');
  const store = await openSqlite({ path: ':memory:', check: false });
  try {
    const keys = memoryKeyStore({ clock, entropy });
    const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
    const actor = await auditor(ledger, asked.namespace);
    await keep(ledger, asked);
    return await orRefused(async () => {
      const { snapshot } = await search(ledger, actor, asked.request);
      return answeredInPart(input as JsonObject, snapshot as unknown as JsonObject);
    });
  } finally {
    await store.close();
  }
}
