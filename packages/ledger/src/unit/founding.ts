import { canonicalize, EaapError, parseJson, type Json } from '@eaap/protocol';
import type { KeyStore, ReadTx, Tx } from '@eaap/store';
import { rootKey } from '../crypto/root.ts';

/** The settings row that says a namespace exists, and which keys it was made with. */
export const NAMESPACE_ROW = 'namespace';

/** What a namespace was made with. Neither secret: a key id, and a public key. */
export interface Founding {
  readonly namespace: string;
  /** The id of its root key. */
  readonly root: string;
  /** The verifier key of its checkpoints. */
  readonly checkpoint_key: string;
}

/** Writes the row. */
export async function writeFounding(tx: Tx, founding: Founding, now: number): Promise<void> {
  const value = canonicalize({ ...founding } satisfies Json);
  await tx.insert('settings', { name: NAMESPACE_ROW, value, digest: '', version: 1, updated_at: now });
}

/**
 * Whether a namespace is there, and is this gateway's: a key store of another database, or another gateway name, must
 * not go on writing under keys that fit nothing which is there.
 *
 * @returns `false` when there is no such namespace.
 * @throws EaapError `key-store-unavailable` when it was made with other keys; `storage-corrupt`.
 */
export async function checkFounding(tx: ReadTx, keys: KeyStore, verifierKey: string): Promise<boolean> {
  const row = await tx.get('settings', { name: NAMESPACE_ROW });
  if (row === undefined) return false;
  const founding = read(row.value);
  const { kid } = await rootKey(keys, tx.namespace);
  if (kid !== founding.root) {
    throw new EaapError(
      'key-store-unavailable',
      `The key store holds another root key of namespace ${tx.namespace} than it was made with. It belongs to another database.`,
    );
  }
  if (verifierKey !== founding.checkpoint_key) {
    throw new EaapError(
      'key-store-unavailable',
      `Namespace ${tx.namespace} was made with another checkpoint key or gateway name than are in use now.`,
    );
  }
  return true;
}

function read(text: string): Founding {
  const value = parseJson(text) as Partial<Founding> | null;
  if (typeof value?.root !== 'string' || typeof value.checkpoint_key !== 'string') {
    throw new EaapError('storage-corrupt', 'The row that describes the namespace cannot be read.');
  }
  return value as Founding;
}
