import { Buffer } from './bytes.ts';

/** What stands before the 32 bytes of an Ed25519 public key (RFC 8410). */
const SPKI = '302a300506032b6570032100';

/** A public key as a report writes it, from PEM or from that; undefined for anything else, an empty text for none. */
export function signerOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /^[A-Za-z0-9_-]{43}$/.test(trimmed)) return trimmed;
  const [, body] =
    /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----$/.exec(trimmed) ?? [];
  if (body === undefined) return undefined;
  const der = Buffer.from(body, 'base64');
  if (der.length !== 44 || der.toString('hex').slice(0, 24) !== SPKI) return undefined;
  return Buffer.from(der.subarray(12)).toString('base64url');
}
