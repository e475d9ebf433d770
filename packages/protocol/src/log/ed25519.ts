import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../digest/digest.ts';
import { fromHex, toHex } from '../digest/encoding.ts';

/** Signs bytes with a key that is prepared once. */
export type Sign = (message: Uint8Array) => Uint8Array;

/** PKCS #8 of an Ed25519 key, up to its seed (RFC 8410 section 7). */
const PKCS8 = fromHex('302e020100300506032b657004220420');

/** SubjectPublicKeyInfo of an Ed25519 key, up to the key (RFC 8410 section 4). */
const SPKI = fromHex('302a300506032b6570032100');

/** Whether a signature over a message is by a public key that {@link isPublicKey} accepts. */
export type Verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

/** What is used of Node's crypto module. */
interface NodeCrypto {
  createPublicKey(key: { key: Uint8Array; format: 'der'; type: 'spki' }): object;
  verify(algorithm: null, message: Uint8Array, key: object, signature: Uint8Array): boolean;
  createPrivateKey(key: { key: Uint8Array; format: 'der'; type: 'pkcs8' }): object;
  sign(algorithm: null, message: Uint8Array, key: object): Uint8Array;
}

/** Signing in plain code. */
export function portableSign(seed: Uint8Array): Sign {
  const secret = Uint8Array.from(seed);
  return (message) => ed25519.sign(message, secret);
}

/** Node's crypto module where there is one with Ed25519 in it. */
function nodeCrypto(): NodeCrypto | undefined {
  const host = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const crypto = host.process?.getBuiltinModule?.('node:crypto') as Partial<NodeCrypto> | undefined;
  const complete =
    typeof crypto?.sign === 'function' &&
    typeof crypto.verify === 'function' &&
    typeof crypto.createPrivateKey === 'function' &&
    typeof crypto.createPublicKey === 'function';
  return complete ? (crypto as NodeCrypto) : undefined;
}

/** Signing by the host when it is Node, several times quicker; signatures of Ed25519 are the same to the byte. */
export function hostSign(seed: Uint8Array): Sign | undefined {
  const crypto = nodeCrypto();
  if (crypto === undefined) return undefined;
  const key = crypto.createPrivateKey({ key: concatBytes(PKCS8, seed), format: 'der', type: 'pkcs8' });
  return (message) => new Uint8Array(crypto.sign(null, message, key));
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

/** A number from its bytes, the lowest first. */
const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);

/**
 * Verification in plain code. The library accepts what holds up to the cofactor; on top of that `[S]B − [k]A` must be R
 * to the byte, as OpenSSL, Go and most others have it.
 */
export const portableVerify: Verify = (signature, message, publicKey) => {
  if (signature.length !== 64 || !ed25519.verify(signature, message, publicKey, { zip215: false }))
    return false;
  const { Point } = ed25519;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concatBytes(r, publicKey, message))) % Point.Fn.ORDER;
  const point = Point.BASE.multiplyUnsafe(s).subtract(Point.fromBytes(publicKey, false).multiplyUnsafe(k));
  return toHex(point.toBytes()) === toHex(r);
};

/** Verification by the host when it is Node, many times quicker, with the same answer. */
export function hostVerify(): Verify | undefined {
  const crypto = nodeCrypto();
  if (crypto === undefined) return undefined;
  return (signature, message, publicKey) => {
    const key = crypto.createPublicKey({ key: concatBytes(SPKI, publicKey), format: 'der', type: 'spki' });
    return crypto.verify(null, message, key, signature);
  };
}

const verify = hostVerify() ?? portableVerify;

/**
 * Verification after RFC 8032 section 5.1.7, the equation without the cofactor, S below the group order, for a key that
 * {@link isPublicKey} accepts. Libraries differ at these edges, and two auditors must not disagree on a checkpoint.
 * Never throws: what is out of shape is not signed.
 */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return verify(signature, message, publicKey);
  } catch {
    return false;
  }
}
