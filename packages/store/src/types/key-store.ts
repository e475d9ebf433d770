/**
 * What a key is for: `root` keys are a namespace's own (blind indexes, PII tokens), `subject` keys encrypt what is
 * said about one subject and die with it, `signing` keys sign checkpoints.
 */
export type KeyPurpose = 'root' | 'subject' | 'signing';

/** The purposes, in a fixed order. */
export const KEY_PURPOSES = ['root', 'subject', 'signing'] as const satisfies readonly KeyPurpose[];

/** A key and the id that ciphertexts name it by. The id is a UUIDv7 and says nothing about whom the key is for. */
export interface StoredKey {
  readonly kid: string;
  /** 32 random bytes. A copy: changing it changes nothing in the store. */
  readonly key: Uint8Array;
}

/** A key's place, without the key. */
export interface KeyEntry {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly name: string;
}

/**
 * Where namespace and subject keys live: never in the database, its journal or its backup, so that destroying a key
 * destroys all that was encrypted under it (invariants 3 and 14). A KMS goes behind the same interface.
 *
 * `name` must say nothing about a person: a caller passes a blind index for a subject, never the subject.
 * Every method rejects with `key-store-unavailable` when the store cannot answer.
 */
export interface KeyStore {
  /** The key of (namespace, purpose, name), made and made durable on first use. Two callers at once get the same one. */
  ensure(namespace: string, purpose: KeyPurpose, name: string): Promise<StoredKey>;
  /** The key of (namespace, purpose, name), or `undefined`: destroyed, or never made. */
  find(namespace: string, purpose: KeyPurpose, name: string): Promise<StoredKey | undefined>;
  /** The key with this id, or `undefined`: destroyed, never made, or another namespace's. */
  get(namespace: string, kid: string): Promise<Uint8Array | undefined>;
  /** Destroys keys; ids that are not there are passed over. When it resolves the key is gone from memory and overwritten on disk. */
  destroy(namespace: string, kids: readonly string[]): Promise<void>;
  /** What is there, in the order it was made. */
  list(namespace: string): Promise<KeyEntry[]>;
  /** The path of every file that may hold key material. */
  files(): string[];
  close(): Promise<void>;
}
