import { createHash } from 'node:crypto';
import { sha256 } from '../../model/digest.ts';
import {
  add,
  BASE,
  bytesOfNumber,
  challenge,
  decodePoint,
  encodePoint,
  isPublicKey,
  littleEndian,
  ORDER,
  times,
  type Point,
} from '../../model/ed25519.ts';

// Signatures and keys at the edges of Ed25519, where libraries differ.

const P = 2n ** 255n - 19n;
const IDENTITY = bytesOfNumber(1n);

/** The secret scalar of a seed (RFC 8032 section 5.1.5). */
function scalarOf(seed: Uint8Array): bigint {
  const half = createHash('sha512').update(seed).digest().subarray(0, 32);
  half[0] = (half[0] as number) & 248;
  half[31] = ((half[31] as number) & 127) | 64;
  return littleEndian(half);
}

/** A point of order 8: what is left of a point when its part of large order is taken away. */
function torsion(): Point {
  for (let y = 2n; ; y += 1n) {
    const point = decodePoint(bytesOfNumber(y));
    const left = point === null ? null : times(ORDER, point);
    if (left !== null && !encodePoint(times(4n, left)).equals(IDENTITY)) return left;
  }
}

/** Keys nobody may trust, by what is wrong with them. */
export const BAD_KEYS: Readonly<Record<string, Buffer>> = {
  'small-order-eight': encodePoint(torsion()),
  'small-order-one': IDENTITY,
  'small-order-two': bytesOfNumber(P - 1n),
  'small-order-four': bytesOfNumber(0n),
  'spelled-twice': spelledTwice(),
  'sign-of-zero': bytesOfNumber(1n | (1n << 255n)),
  'no-point': noPoint(),
};

/** A key of large order whose coordinate is written with P added. */
function spelledTwice(): Buffer {
  for (let y = 2n; y < 19n; y += 1n) if (isPublicKey(bytesOfNumber(y))) return bytesOfNumber(y + P);
  throw new Error('There is no such key.');
}

function noPoint(): Buffer {
  let y = 2n;
  while (decodePoint(bytesOfNumber(y)) !== null) y += 1n;
  return bytesOfNumber(y);
}

/** A key with a part of order 8 in it, and signatures by it that hold with and without the cofactor. */
export function mixedKey(seed: Uint8Array): {
  readonly publicKey: Buffer;
  sign(message: Uint8Array, holdsWithoutCofactor: boolean): Buffer;
} {
  const scalar = scalarOf(seed);
  const publicKey = encodePoint(add(times(scalar, BASE), torsion()));
  return {
    publicKey,
    sign(message, holdsWithoutCofactor) {
      for (let n = 0; ; n += 1) {
        const nonce = littleEndian(sha256(seed, Buffer.from(`nonce ${n}`))) % ORDER;
        const r = encodePoint(times(nonce, BASE));
        const k = challenge(r, publicKey, message);
        if ((k % 8n === 0n) !== holdsWithoutCofactor) continue;
        return Buffer.concat([r, bytesOfNumber((nonce + k * scalar) % ORDER)]);
      }
    },
  };
}

/** The same signature with the group order added to S. */
export function malleated(signature: Uint8Array): Buffer {
  const s = littleEndian(signature.subarray(32)) + ORDER;
  return Buffer.concat([signature.subarray(0, 32), bytesOfNumber(s)]);
}

/** A signature whose R is the neutral point in its second spelling: equal as a point, not as bytes. */
export function withNeutralR(seed: Uint8Array, message: Uint8Array): Buffer {
  const scalar = scalarOf(seed);
  const r = bytesOfNumber(P + 1n);
  const k = challenge(r, encodePoint(times(scalar, BASE)), message);
  return Buffer.concat([r, bytesOfNumber((k * scalar) % ORDER)]);
}
