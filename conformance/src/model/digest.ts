import { createHash } from 'node:crypto';
import { canonicalBytes, type Json } from './json.ts';

/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = `sha256:${string}`;

/** SHA-256 of bytes one after another. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Bytes as a digest is written. */
export function written(bytes: Uint8Array): Digest {
  return `sha256:${Buffer.from(bytes).toString('hex')}`;
}

/** The 32 bytes of a written digest. */
export function bytesOf(digest: string): Buffer {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new TypeError(`not a digest: ${digest}`);
  return Buffer.from(digest.slice(7), 'hex');
}

/** `SHA-256(tag || 0x00 || JCS(value))` (RFC-0001 section 4.2). */
export function digest(tag: string, value: Json): Digest {
  return digestBytes(tag, canonicalBytes(value));
}

/** `SHA-256(tag || 0x00 || bytes)` (RFC-0001 section 4.2). */
export function digestBytes(tag: string, bytes: Uint8Array): Digest {
  return written(sha256(Buffer.from(tag, 'utf8'), Buffer.of(0), bytes));
}

/** `SHA-256("EAAP-COMMIT-v1" || 0x00 || salt || SHA-256(JCS(payload)))` (RFC-0001 section 4.3). */
export function commitment(salt: Uint8Array, payload: Json): Digest {
  if (salt.length !== 32) throw new TypeError(`a salt is 32 bytes, not ${salt.length}`);
  const tag = Buffer.from('EAAP-COMMIT-v1', 'utf8');
  return written(sha256(tag, Buffer.of(0), salt, sha256(canonicalBytes(payload))));
}

/** The bytes of base64url without padding; any other spelling is refused. */
export function base64url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new TypeError('not canonical base64url');
  return bytes;
}

/** The bytes of base64 with padding; any other spelling is refused. */
export function base64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new TypeError('not canonical base64');
  return bytes;
}
