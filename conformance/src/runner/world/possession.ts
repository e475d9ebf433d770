import { createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The confirmation key of a world, from 32 bytes. */
export function possessionFrom(seed: Uint8Array): {
  confirmationKey: string;
  sign(message: Uint8Array): string;
} {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const exported = createPublicKey(key).export({ format: 'jwk' });
  return {
    confirmationKey: String(exported.x),
    sign: (message) => sign(null, message, key).toString('base64url'),
  };
}
