import { createHmac } from 'node:crypto';
import { sha256 } from './digest.ts';
import { canonicalBytes, type Json } from './json.ts';

/** What the keys of a namespace are for. */
export const USES = { index: 'EAAP-INDEX-v1', pii: 'EAAP-PII-v1', mac: 'EAAP-MAC-v1' } as const;

/** HMAC-SHA-256 (RFC 2104). */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** HKDF-SHA-256 (RFC 5869) to 32 bytes: extract, then the first block of expand. */
export function hkdf(ikm: Uint8Array, salt: string, info: Json): Buffer {
  const extracted = hmac(Buffer.from(salt, 'utf8'), ikm);
  return hmac(extracted, canonicalBytes(info), Buffer.of(1));
}

/** `HMAC-SHA-256(key, label || 0x00 || JCS(value))` in hexadecimal (RFC-0002 section 6.1). */
export function keyed(key: Uint8Array, label: string, value: Json): string {
  return hmac(key, Buffer.from(label, 'utf8'), Buffer.of(0), canonicalBytes(value)).toString('hex');
}

/** The key of a namespace for one use (RFC-0002 section 6.2). */
export function useKey(root: Uint8Array, use: keyof typeof USES, namespace: string): Buffer {
  return hkdf(root, USES[use], { ns: namespace });
}

/** The token of personal data (RFC-0002 section 6.4). */
export function token(piiKey: Uint8Array, type: string, normalised: string): string {
  return `[PII:${type}:${keyed(piiKey, USES.pii, { type, normalised }).slice(0, 32)}]`;
}

/** The mark of how it was written (RFC-0002 section 6.4). */
export function mark(piiKey: Uint8Array, type: string, spelling: string): string {
  return `[written:${keyed(piiKey, USES.pii, { type, normalised: `written ${spelling}` }).slice(0, 32)}]`;
}

/** Block after block of seeded entropy (RFC-0002 section 7.3), so many bytes of it. */
export function seeded(seed: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 0; i * 32 < length; i += 1) {
    const counter = Buffer.alloc(8);
    counter.writeUInt32BE(i, 4);
    blocks.push(sha256(Buffer.from('EAAP-ENTROPY-v1\0', 'utf8'), counter, Buffer.from(seed, 'utf8')));
  }
  return Buffer.concat(blocks).subarray(0, length);
}
