import { createCipheriv, createDecipheriv } from 'node:crypto';
import { canonicalBytes, draw, EaapError, type Entropy, type JsonObject } from '@eaap/protocol';

/** Bytes in a key, and in the key-encryption key. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a wrapped key is bound to: moved to another place, or renamed, it does not open. */
export interface Place {
  readonly namespace: string;
  readonly purpose: string;
  readonly name: string;
  readonly kid: string;
}

function associated(place: Place): Uint8Array {
  const data: JsonObject = {
    v: 1,
    ns: place.namespace,
    purpose: place.purpose,
    name: place.name,
    kid: place.kid,
  };
  return canonicalBytes(data);
}

/** AES-256-GCM under the key-encryption key: nonce, ciphertext, tag. */
export function wrap(kek: Uint8Array, key: Uint8Array, place: Place, entropy: Entropy): Uint8Array {
  const nonce = draw(entropy, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', kek, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated(place));
  return new Uint8Array(Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]));
}

/** The key again, or `undefined` when it was wrapped under another key, belongs elsewhere or was changed. */
export function unwrap(kek: Uint8Array, wrapped: Uint8Array, place: Place): Uint8Array | undefined {
  if (wrapped.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return undefined;
  const cipher = createDecipheriv('aes-256-gcm', kek, wrapped.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(associated(place));
  cipher.setAuthTag(wrapped.subarray(NONCE_BYTES + KEY_BYTES));
  try {
    const key = cipher.update(wrapped.subarray(NONCE_BYTES, NONCE_BYTES + KEY_BYTES));
    cipher.final();
    return new Uint8Array(key);
  } catch {
    return undefined;
  }
}

/** @throws EaapError `key-store-unavailable` when a key-encryption key has another length than 32 bytes. */
export function checkKek(kek: Uint8Array): Uint8Array {
  if (kek instanceof Uint8Array && kek.length === KEY_BYTES) return Uint8Array.from(kek);
  throw new EaapError('key-store-unavailable', `A key-encryption key has ${KEY_BYTES} bytes.`);
}
