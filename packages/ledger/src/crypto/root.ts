import { EaapError } from '@eaap/protocol';
import type { KeyStore, StoredKey } from '@eaap/store';

/** The name of a namespace's root key in the key store. */
const ROOT = 'root';

/** Makes the root key of a namespace that is being created. */
export function makeRootKey(keys: KeyStore, namespace: string): Promise<StoredKey> {
  return keys.ensure(namespace, 'root', ROOT);
}

/**
 * The root key of a namespace. It is never made here: under a new one every blind index would miss what is stored, and
 * a contradiction would go unseen.
 *
 * @throws EaapError `key-store-unavailable`
 */
export async function rootKey(keys: KeyStore, namespace: string): Promise<StoredKey> {
  const root = await keys.find(namespace, 'root', ROOT);
  if (root !== undefined) return root;
  throw new EaapError(
    'key-store-unavailable',
    `The key store has no root key of namespace ${namespace}. Put back the key store that belongs to this database.`,
  );
}
