import {
  canonicalBytes,
  concatBytes,
  EaapError,
  fromUtf8,
  keyed,
  SALT_BYTES,
  type Entropy,
  type Json,
} from '@eaap/protocol';
import type { KeyStore } from '@eaap/store';
import { piiToken } from '../pii/token.ts';
import { decrypt, deriveKey, encrypt } from './cipher.ts';
import { formatKids, parseKids, type Kids } from './kids.ts';
import { rootKey } from './root.ts';
import type { SealedAt, Sealer } from './types.ts';

/** Derived keys kept at most; the oldest goes first. */
const CACHED_KEYS = 1024;

/** What a namespace's derived keys are for. */
const USES = { index: 'EAAP-INDEX-v1', pii: 'EAAP-PII-v1', mac: 'EAAP-MAC-v1' } as const;

/**
 * Encryption over a key store. Keys are asked of the store at every use and only what is derived from them is cached,
 * so that a key which was destroyed, by whatever way, opens nothing any more.
 *
 * @see RFC-0001 section 11.1
 */
export function createSealer({
  keys,
  entropy,
}: {
  readonly keys: KeyStore;
  readonly entropy: Entropy;
}): Sealer {
  const derived = new Map<string, { readonly kids: readonly string[]; readonly key: Uint8Array }>();

  const derive = (name: string, kids: readonly string[], make: () => Uint8Array): Uint8Array => {
    const cached = derived.get(name);
    if (cached !== undefined) return cached.key;
    const key = make();
    if (derived.size >= CACHED_KEYS) derived.delete(derived.keys().next().value ?? '');
    derived.set(name, { kids, key });
    return key;
  };

  const forget = (kids: readonly string[]): void => {
    for (const [name, entry] of derived) {
      if (entry.kids.some((kid) => kids.includes(kid))) derived.delete(name);
    }
  };

  /** The key of records of one type under one set of keys; `undefined` when one of them is gone. */
  const recordKey = async (namespace: string, type: string, set: Kids): Promise<Uint8Array | undefined> => {
    const parts: Uint8Array[] = [];
    for (const kid of set.kids) {
      const part = await keys.get(namespace, kid);
      if (part === undefined) {
        forget([kid]);
        return undefined;
      }
      parts.push(part);
    }
    const name = `${namespace} ${type} ${formatKids(set)}`;
    return derive(name, set.kids, () =>
      deriveKey(concatBytes(...parts), 'EAAP-SEAL-v1', { keys: set.of, ns: namespace, type }),
    );
  };

  const usedFor = async (namespace: string, use: keyof typeof USES): Promise<Uint8Array> => {
    const { kid, key } = await rootKey(keys, namespace);
    return derive(`${namespace} ${USES[use]} ${kid}`, [kid], () =>
      deriveKey(key, USES[use], { ns: namespace }),
    );
  };

  const aadOf = (namespace: string, { type, id, version }: SealedAt, kids: string): Json => ({
    v: 1,
    ns: namespace,
    type,
    id,
    version,
    kids,
  });

  return {
    salt() {
      const salt = entropy.bytes(SALT_BYTES);
      if (salt.length !== SALT_BYTES)
        throw new EaapError('internal', 'The entropy source gave too few bytes.');
      return salt;
    },

    async seal(namespace, at, subjects, payload) {
      const set: Kids =
        subjects.length === 0
          ? { of: 'namespace', kids: [(await rootKey(keys, namespace)).kid] }
          : { of: 'subjects', kids: await kidsOfSubjects(keys, namespace, subjects) };
      const key = await recordKey(namespace, at.type, set);
      if (key === undefined) {
        // Destroyed between the two questions: an erasure is under way, and what is said now must not outlive it.
        throw new EaapError('erased', 'A subject of the record is being erased. Try again.');
      }
      const kids = formatKids(set);
      return { kids, sealed: encrypt(key, aadOf(namespace, at, kids), canonicalBytes(payload), entropy) };
    },

    async open(namespace, at, kids, sealed) {
      const set = parseKids(kids);
      const key = await recordKey(namespace, at.type, set);
      if (key === undefined && set.of === 'namespace') {
        throw new EaapError(
          'key-store-unavailable',
          `The key store lacks the key of namespace ${namespace}.`,
        );
      }
      if (key === undefined) throw new EaapError('erased', 'The record was erased: its key was destroyed.');
      return JSON.parse(fromUtf8(decrypt(key, aadOf(namespace, at, kids), sealed))) as Json;
    },

    async isUnder(namespace, subject, kids) {
      const own = await keys.find(namespace, 'subject', subject);
      return own === undefined ? undefined : parseKids(kids).kids.includes(own.kid);
    },

    async index(namespace, label, value) {
      return keyed(await usedFor(namespace, 'index'), label, value);
    },

    async token(namespace) {
      const key = await usedFor(namespace, 'pii');
      return (type, normalised) => piiToken(key, type, normalised);
    },

    async mac(namespace, label, value) {
      return keyed(await usedFor(namespace, 'mac'), label, value);
    },

    forget,
  };
}

async function kidsOfSubjects(
  keys: KeyStore,
  namespace: string,
  subjects: readonly string[],
): Promise<string[]> {
  const kids: string[] = [];
  for (const subject of new Set(subjects)) kids.push((await keys.ensure(namespace, 'subject', subject)).kid);
  return kids.sort();
}
