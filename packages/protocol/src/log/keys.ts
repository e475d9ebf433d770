import { concatBytes } from '../digest/digest.ts';
import { fromBase64, toBase64, toHex, toUtf8 } from '../digest/encoding.ts';
import { sha256 } from '../digest/hash.ts';
import { isPublicKey, prepareSign, publicKeyOf, type Sign } from './ed25519.ts';
import { isKeyName, noteFault } from './fault.ts';

/** The signature type of Ed25519 in a signed note. */
const ED25519 = 0x01;

/** A key that signs notes. */
export interface NoteSigner {
  readonly name: string;
  /** The key id: 8 lower-case hexadecimal digits. */
  readonly keyId: string;
  /** What a verifier needs: `name+keyId+base64(0x01 || public key)`. Public. */
  readonly verifierKey: string;
  readonly sign: Sign;
}

/** A key that verifies notes. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

function keyIdOf(name: string, typedKey: Uint8Array): string {
  return toHex(sha256(concatBytes(toUtf8(`${name}\n`), typedKey)).subarray(0, 4));
}

/**
 * An Ed25519 key that signs notes, prepared once.
 *
 * @param key.name - The name on the signature line; for a log its origin. No spaces, no `+`.
 * @param key.seed - 32 bytes (RFC 8032 section 5.1.5). Copied.
 * @throws EaapError `invalid-request` with `reason: 'malformed-key'`.
 * @see https://c2sp.org/signed-note
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { noteSigner } from '@eaap/protocol';
 *
 * const signer = noteSigner({ name: 'example.com/log', seed: new Uint8Array(32).fill(1) });
 * assert.ok(signer.verifierKey.startsWith(`example.com/log+${signer.keyId}+AYqI4910CfGV`));
 * ```
 */
export function noteSigner(key: { readonly name: string; readonly seed: Uint8Array }): NoteSigner {
  const { name, seed } = key;
  if (!isKeyName(name))
    throw noteFault('malformed-key', 'The name of a key is not empty and has no spaces and no +.');
  if (seed.length !== 32)
    throw noteFault('malformed-key', `The seed of a key is 32 bytes, not ${seed.length}.`);
  const typedKey = concatBytes(Uint8Array.of(ED25519), publicKeyOf(seed));
  const keyId = keyIdOf(name, typedKey);
  return { name, keyId, verifierKey: `${name}+${keyId}+${toBase64(typedKey)}`, sign: prepareSign(seed) };
}

/**
 * Reads a verifier key, `name+keyId+base64(0x01 || public key)`.
 *
 * @throws EaapError `invalid-request` with `reason: 'malformed-key'` if a part is missing, the id does not belong to the
 * key, the type is not Ed25519, or the public key is not canonical or of small order.
 * @see https://c2sp.org/signed-note
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { noteSigner, parseVerifierKey } from '@eaap/protocol';
 *
 * const { verifierKey, keyId } = noteSigner({ name: 'example.com/log', seed: new Uint8Array(32) });
 * assert.equal(parseVerifierKey(verifierKey).keyId, keyId);
 * ```
 */
export function parseVerifierKey(text: string): NoteVerifier {
  // Base64 may hold a plus; the name and the id cannot.
  const [, name = '', keyId = '', base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  if (!isKeyName(name)) throw noteFault('malformed-key', 'A verifier key is written name+id+base64.');
  const typedKey = decodeKey(base64);
  if (typedKey.length !== 33 || typedKey[0] !== ED25519) {
    throw noteFault('malformed-key', 'The verifier key is not an Ed25519 key.');
  }
  if (keyIdOf(name, typedKey) !== keyId) {
    throw noteFault('malformed-key', 'The id in the verifier key does not belong to its name and key.');
  }
  const publicKey = typedKey.subarray(1);
  if (!isPublicKey(publicKey))
    throw noteFault('malformed-key', 'The public key in the verifier key is not acceptable.');
  return { name, keyId, publicKey };
}

function decodeKey(base64: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch {
    throw noteFault('malformed-key', 'The verifier key does not end in canonical base64.');
  }
}

/** A key is told by its name and id together; a name holds no `+`. */
export function labelOf(key: { readonly name: string; readonly keyId: string }): string {
  return `${key.name}+${key.keyId}`;
}

/** The keys that are known, by label. */
export function verifiersByLabel(verifierKeys: readonly string[]): ReadonlyMap<string, NoteVerifier> {
  const known = new Map<string, NoteVerifier>();
  for (const verifier of verifierKeys.map(parseVerifierKey)) {
    const label = labelOf(verifier);
    const other = known.get(label);
    // Ids are short enough to be made to collide; then nobody can say which of the two keys is meant.
    if (other !== undefined && toHex(other.publicKey) !== toHex(verifier.publicKey)) {
      throw noteFault('malformed-key', 'Two verifier keys share their name and id.');
    }
    known.set(label, verifier);
  }
  return known;
}
