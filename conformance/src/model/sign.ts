import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { sha256 } from './digest.ts';

/** The DER of an Ed25519 private key up to its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key that signs notes, for vectors. */
export interface Signer {
  readonly verifierKey: string;
  /** A note over a text that ends in a newline. */
  note(text: string): string;
  /** A signature over any bytes. */
  sign(message: Uint8Array): Buffer;
  readonly publicKey: Buffer;
}

/** A signer from its name and 32 bytes of seed. Ed25519 is deterministic: the same text has the same note. */
export function signerOf(name: string, seed: Uint8Array): Signer {
  const key: KeyObject = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const typed = Buffer.concat([Buffer.of(1), publicKey]);
  const id = sha256(Buffer.from(`${name}\n`, 'utf8'), typed).subarray(0, 4);
  return {
    publicKey,
    verifierKey: `${name}+${id.toString('hex')}+${typed.toString('base64')}`,
    sign: (message) => sign(null, message, key),
    note(text) {
      const signature = Buffer.concat([id, sign(null, Buffer.from(text, 'utf8'), key)]);
      return `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`;
    },
  };
}
