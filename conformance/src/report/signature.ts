import { createPublicKey, sign as signBytes, verify as verifyBytes, type KeyObject } from 'node:crypto';
import { base64url, type Digest } from '../model/digest.ts';

/** Who made a report, as far as a key says: Ed25519 over the report's digest. */
export interface Signature {
  /** The public key, 32 bytes, base64url. */
  readonly key: string;
  /** 64 bytes, base64url. */
  readonly value: string;
}

/** What stands before the 32 bytes of an Ed25519 public key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** What is signed: the digest as it is written. Its tag is in the hash, so that it is a signature of nothing else. */
const signedBytes = (digest: string): Buffer => Buffer.from(digest, 'utf8');

/** The 32 bytes of a public key, or of the public half of a private one, as a report writes them. */
export function keyText(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return String(half.export({ format: 'jwk' }).x);
}

/** Signs the digest of a report. */
export function signatureOf(digest: Digest, key: KeyObject): Signature {
  return { key: keyText(key), value: signBytes(null, signedBytes(digest), key).toString('base64url') };
}

/** Whether a signature is that of its own key over a digest. */
export function isSignature({ key, value }: Signature, digest: string): boolean {
  try {
    const [raw, signature] = [base64url(key), base64url(value)];
    if (raw.length !== 32 || signature.length !== 64) return false;
    const known = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
    return verifyBytes(null, signedBytes(digest), known, signature);
  } catch {
    // Not base64url, or no point of the curve.
    return false;
  }
}
