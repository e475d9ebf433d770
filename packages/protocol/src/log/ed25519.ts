import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes } from '../digest/digest.ts';
import { fromHex } from '../digest/encoding.ts';

/** Signs bytes with a key that is prepared once. */
export type Sign = (message: Uint8Array) => Uint8Array;

/** PKCS #8 of an Ed25519 key, up to its seed (RFC 8410 section 7). */
const PKCS8 = fromHex('302e020100300506032b657004220420');

/** What is used of Node's crypto module. */
interface NodeCrypto {
  createPrivateKey(key: { key: Uint8Array; format: 'der'; type: 'pkcs8' }): object;
  sign(algorithm: null, message: Uint8Array, key: object): Uint8Array;
}

/** Signing in plain code. */
export function portableSign(seed: Uint8Array): Sign {
  const secret = Uint8Array.from(seed);
  return (message) => ed25519.sign(message, secret);
}

/** Signing by the host when it is Node, several times quicker; signatures of Ed25519 are the same to the byte. */
export function hostSign(seed: Uint8Array): Sign | undefined {
  const host = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const crypto = host.process?.getBuiltinModule?.('node:crypto') as Partial<NodeCrypto> | undefined;
  if (typeof crypto?.sign !== 'function' || typeof crypto.createPrivateKey !== 'function') return undefined;
  const { sign, createPrivateKey } = crypto as NodeCrypto;
  const key = createPrivateKey({ key: concatBytes(PKCS8, seed), format: 'der', type: 'pkcs8' });
  return (message) => new Uint8Array(sign(null, message, key));
}

/** A prepared key from its 32-byte seed. */
export function prepareSign(seed: Uint8Array): Sign {
  return hostSign(seed) ?? portableSign(seed);
}

/** The public key of a 32-byte seed. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

/** Whether bytes are a public key in canonical form, of large order. */
export function isPublicKey(publicKey: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(publicKey, false);
    return !point.isSmallOrder();
  } catch {
    return false;
  }
}

/**
 * Strict verification after RFC 8032: non-canonical points and scalars and keys of small order fail. Always in this
 * code, whatever the host: libraries differ at these edges, and two auditors must not disagree on a checkpoint.
 */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
