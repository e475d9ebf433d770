import { createCipheriv, createDecipheriv } from 'node:crypto';
import { canonicalBytes, type Json } from './json.ts';
import { hkdf } from './keyed.ts';

/** A key and its id. */
export interface Held {
  readonly kid: string;
  readonly key: Uint8Array;
}

/** Where a ciphertext belongs. */
export interface SealedPlace {
  readonly namespace: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

const KID = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const OF = { n: 'namespace', s: 'subjects' } as const;

/** The text of a set of keys (RFC-0012 section 4.1). */
export function setText(of: 'namespace' | 'subjects', kids: readonly string[]): string {
  return `${of === 'namespace' ? 'n' : 's'}:${[...new Set(kids)].sort().join(',')}`;
}

/** The set a text stands for; `null` for a text that no set has. */
export function readSet(text: string): { of: 'namespace' | 'subjects'; kids: readonly string[] } | null {
  if (!new RegExp(`^(n:${KID}|s:${KID}(,${KID})*)$`).test(text)) return null;
  const of = OF[text.charAt(0) as 'n' | 's'];
  const kids = text.slice(2).split(',');
  return setText(of, kids) === text ? { of, kids } : null;
}

/** The key that records of a type are sealed under (RFC-0012 section 4.2). */
export function recordKey(
  namespace: string,
  type: string,
  of: 'namespace' | 'subjects',
  keys: readonly Held[],
): Buffer {
  const once = new Map(keys.map(({ kid, key }) => [kid, key]));
  const sorted = [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
  return hkdf(Buffer.concat(sorted), 'EAAP-SEAL-v1', { keys: of, ns: namespace, type });
}

function associated({ namespace, type, id, version }: SealedPlace, kids: string): Buffer {
  return canonicalBytes({ v: 1, ns: namespace, type, id, version, kids });
}

/** Nonce, ciphertext, tag (RFC-0012 section 4.3). */
export function sealed(
  key: Uint8Array,
  place: SealedPlace,
  kids: string,
  nonce: Uint8Array,
  payload: Json,
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(associated(place, kids));
  return Buffer.concat([nonce, cipher.update(canonicalBytes(payload)), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed; `null` when the tag does not hold. */
export function opened(key: Uint8Array, place: SealedPlace, kids: string, bytes: Uint8Array): Json | null {
  if (bytes.length < 28) return null;
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  cipher.setAAD(associated(place, kids));
  cipher.setAuthTag(bytes.subarray(-16));
  try {
    const plain = Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]);
    return JSON.parse(plain.toString('utf8')) as Json;
  } catch {
    return null;
  }
}
