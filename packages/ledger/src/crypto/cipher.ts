import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { canonicalBytes, concatBytes, EaapError, type Entropy, type Json } from '@eaap/protocol';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** HKDF-SHA-256 (RFC 5869) to 32 bytes. */
export function deriveKey(ikm: Uint8Array, salt: string, info: Json): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', ikm, Buffer.from(salt, 'utf8'), canonicalBytes(info), 32));
}

/** AES-256-GCM: nonce, ciphertext, tag. */
export function encrypt(key: Uint8Array, aad: Json, plain: Uint8Array, entropy: Entropy): Uint8Array {
  const nonce = entropy.bytes(NONCE_BYTES);
  // A source that gives fewer bytes must not weaken the nonce unseen.
  if (nonce.length !== NONCE_BYTES) throw new EaapError('internal', 'The entropy source gave too few bytes.');
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(canonicalBytes(aad));
  return concatBytes(nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/**
 * Undoes {@link encrypt}.
 *
 * @throws EaapError `storage-corrupt` when the ciphertext, or what it is bound to, is not what was encrypted.
 */
export function decrypt(key: Uint8Array, aad: Json, sealed: Uint8Array): Uint8Array {
  try {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('too short');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(canonicalBytes(aad));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return concatBytes(decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final());
  } catch (cause) {
    throw new EaapError(
      'storage-corrupt',
      'A record does not decrypt: it was changed, or moved from another place.',
      {},
      { cause },
    );
  }
}
