import type { Handler, ServiceParts } from '@eaap/sdk';
import type { KeyStore, ReadTx, Store, Tx } from '@eaap/store';
import type { RouteId } from '@eaap/protocol';

/** The same object with some methods replaced; what is private to it stays its own. */
export function over<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get(of, name) {
      if (Object.hasOwn(replaced, name)) return Reflect.get(replaced, name) as unknown;
      const value: unknown = Reflect.get(of, name, of);
      return typeof value === 'function' ? (value.bind(of) as unknown) : value;
    },
  });
}

/** A store whose transactions are changed, those of hooks included. */
export function withTx(
  parts: ServiceParts,
  changes: { readonly write?: (tx: Tx) => Tx; readonly read?: (tx: ReadTx) => ReadTx },
): ServiceParts {
  const { store } = parts;
  const write = changes.write ?? ((tx) => tx);
  const read = changes.read ?? ((tx) => tx);
  const changed: Partial<Store> = {
    transaction: (namespace, work) => store.transaction(namespace, (tx) => work(write(tx))),
    read: (namespace, work) => store.read(namespace, (tx) => work(read(tx))),
    beforeFlush: (hook) => store.beforeFlush((tx) => hook(write(tx))),
  };
  return { ...parts, store: over(store, changed) };
}

/** A store with some methods replaced, given the right one. */
export const withStore = (parts: ServiceParts, replaced: (store: Store) => Partial<Store>): ServiceParts => ({
  ...parts,
  store: over(parts.store, replaced(parts.store)),
});

/** A key store with some methods replaced, given the right one. */
export const withKeys = (
  parts: ServiceParts,
  replaced: (keys: KeyStore) => Partial<KeyStore>,
): ServiceParts => ({ ...parts, keys: over(parts.keys, replaced(parts.keys)) });

/** A handler with another around it. */
export const withHandler = (
  parts: ServiceParts,
  route: RouteId,
  wrap: (next: Handler<never>) => Handler<never>,
): ServiceParts => {
  const before = parts.handlers?.[route];
  return {
    ...parts,
    handlers: { ...parts.handlers, [route]: (next: Handler) => wrap(before?.(next) ?? next) },
  };
};

/** Does to every log entry what a gateway must not, before it is appended. */
export function withEntries(
  parts: ServiceParts,
  change: (entry: { readonly type: string }) => Record<string, unknown>,
): ServiceParts {
  return {
    ...parts,
    ledger: (right) => {
      const ledger = parts.ledger?.(right) ?? right;
      const { write } = ledger;
      // In place: the ledger is known to its own package by identity.
      return Object.assign(ledger, {
        write: ((namespace, principal, work) =>
          write(namespace, principal, (unit) =>
            work({ ...unit, append: (entry) => unit.append({ ...entry, ...change(entry) }) }),
          )) satisfies typeof write,
      });
    },
  };
}

/** Puts a text in clear into the database, as content of a document of its own. */
export async function inClear(store: Store, namespace: string, text: string, at: number): Promise<void> {
  const digest = `clear:${at}:${text.slice(0, 40)}`;
  await store.transaction(namespace, async (tx) => {
    if ((await tx.get('documents', { digest })) === undefined)
      await tx.insert('documents', { digest, kind: 'clear', content: text, created_at: at });
  });
}
