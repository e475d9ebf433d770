import { createHash } from 'node:crypto';

/**
 * Ed25519 as RFC 8032 section 5.1 writes it, on big integers, with the choices of RFC-0011 section 5.4 at the edges where
 * libraries differ. Slow, and good for comparing.
 */

const P = 2n ** 255n - 19n;
/** The order of the base point. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (a: bigint, m: bigint = P): bigint => ((a % m) + m) % m;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(base);
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

const inverse = (a: bigint): bigint => power(a, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** A point in extended coordinates. */
export type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];

const IDENTITY: Point = [0n, 1n, 1n, 0n];

/** The sum of two points (RFC 8032 section 5.1.4). */
export function add(one: Point, other: Point): Point {
  const [x1, y1, z1, t1] = one;
  const [x2, y2, z2, t2] = other;
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

/** A point added to itself so many times. */
export function times(scalar: bigint, point: Point): Point {
  let result = IDENTITY;
  let doubled = point;
  for (let s = scalar; s > 0n; s >>= 1n) {
    if (s & 1n) result = add(result, doubled);
    doubled = add(doubled, doubled);
  }
  return result;
}

const negative = ([x, y, z, t]: Point): Point => [mod(-x), y, z, mod(-t)];

/** A number from its bytes, the lowest first. */
export const littleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);

/** The bytes of a number, the lowest first. */
export const bytesOfNumber = (value: bigint): Buffer =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

/** The point of 32 bytes; null for a coordinate of P or more, a sign of zero, and what lies on no point. */
export function decodePoint(bytes: Uint8Array): Point | null {
  if (bytes.length !== 32) return null;
  const whole = littleEndian(bytes);
  const sign = whole >> 255n;
  const y = whole & (2n ** 255n - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  const x2 = mod(u * inverse(v));
  let x = power(x2, (P + 3n) / 8n);
  if (mod(x * x - x2) !== 0n) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(x * x - x2) !== 0n) return null;
  if (x === 0n && sign === 1n) return null;
  if ((x & 1n) !== sign) x = mod(-x);
  return [x, y, 1n, mod(x * y)];
}

/** The 32 bytes of a point. */
export function encodePoint([x, y, z]: Point): Buffer {
  const over = inverse(z);
  return bytesOfNumber(mod(y * over) | ((mod(x * over) & 1n) << 255n));
}

/** The base point. */
export const BASE = decodePoint(bytesOfNumber(mod(4n * inverse(5n)))) as Point;

const isIdentity = ([x, y, z]: Point): boolean => mod(x) === 0n && mod(y - z) === 0n;

/** Whether bytes are a public key that may be trusted: a point in its one spelling, and not of small order. */
export function isPublicKey(bytes: Uint8Array): boolean {
  const point = decodePoint(bytes);
  return point !== null && !isIdentity(times(8n, point));
}

/** What binds a signature: SHA-512 over R, key and message, below the order. */
export const challenge = (r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint =>
  mod(littleEndian(createHash('sha512').update(r).update(key).update(message).digest()), ORDER);

/** Whether a signature holds: S below the order, and `[S]B − [k]A` is R to the byte. */
export function verifies(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || !isPublicKey(key)) return false;
  const [r, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  const point = decodePoint(key);
  if (point === null || s >= ORDER) return false;
  const found = add(times(s, BASE), negative(times(challenge(r, key, message), point)));
  return encodePoint(found).equals(r);
}
