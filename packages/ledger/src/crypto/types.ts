import type { Json } from '@eaap/protocol';
import type { PiiType } from '../pii/types.ts';

/** What a ciphertext is of. It opens nowhere else. */
export interface SealedAt {
  /** What kind of record, as in `fact`. */
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

/** A ciphertext and the keys it is under. */
export interface Sealed {
  /** `n:<kid>` for the namespace's key, `s:<kid>,<kid>` for the keys of all its subjects, sorted. */
  readonly kids: string;
  /** 96-bit nonce, ciphertext, 128-bit tag. */
  readonly sealed: Uint8Array;
}

/** Encryption, blind indexes and tokens of a ledger (RFC-0001 section 11.1). */
export interface Sealer {
  /** A fresh salt for a commitment: 32 bytes. */
  salt(): Uint8Array;
  /**
   * Encrypts a payload under the keys of all `subjects` together, so that it dies with any of them; under the
   * namespace's key when there are none.
   *
   * @param subjects - Subject indexes, never subjects.
   * @throws EaapError `key-store-unavailable`
   */
  seal(namespace: string, at: SealedAt, subjects: readonly string[], payload: Json): Promise<Sealed>;
  /**
   * Decrypts what {@link Sealer.seal} gave for the same place.
   *
   * @throws EaapError `erased` when a key was destroyed; `storage-corrupt` when it was changed or moved;
   * `key-store-unavailable`.
   */
  open(namespace: string, at: SealedAt, kids: string, sealed: Uint8Array): Promise<Json>;
  /**
   * Whether `kids` names the key that a subject has now; `undefined` when it has none. What is under other keys was
   * never written about that subject.
   *
   * @throws EaapError `storage-corrupt` when `kids` cannot be read; `key-store-unavailable`.
   */
  isUnder(namespace: string, subject: string, kids: string): Promise<boolean | undefined>;
  /** A blind index: equal values have equal indexes within a namespace and label. 64 hexadecimal digits. */
  index(namespace: string, label: string, value: Json): Promise<string>;
  /** The maker of PII tokens of a namespace. */
  token(namespace: string): Promise<(type: PiiType, normalised: string) => string>;
  /** A MAC over a value, for snapshots. 64 hexadecimal digits. */
  mac(namespace: string, label: string, value: Json): Promise<string>;
  /** Drops derived keys that come from these, after they were destroyed. */
  forget(kids: readonly string[]): void;
}
