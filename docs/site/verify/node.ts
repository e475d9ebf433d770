/** What the verifier of reports uses of Node's own modules, for a page: the same names, over portable code. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from './bytes.ts';

/** `node:crypto` */
export function createHash(name: string): { update(bytes: Uint8Array | string): unknown; digest(): unknown } {
  if (name !== 'sha256') throw new Error(`There is no ${name} here.`);
  const hash = sha256.create();
  const self = {
    update(bytes: Uint8Array | string) {
      hash.update(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      return self;
    },
    digest: (encoding?: 'hex' | 'base64') => {
      const bytes = Buffer.from(hash.digest());
      return encoding === undefined ? bytes : bytes.toString(encoding);
    },
  };
  return self;
}

/** An Ed25519 key as it comes in DER: the last 32 bytes. */
export const createPublicKey = ({ key }: { key: Uint8Array }): Uint8Array => key.subarray(-32);

/** Strict, as Node is: no point of small order, no `s` beyond the order of the group. */
export function verify(_: null, message: Uint8Array, key: Uint8Array, signature: Uint8Array): boolean {
  return ed25519.verify(signature, message, key, { zip215: false });
}

/** Nothing is signed in a page. */
export function sign(): never {
  throw new Error('Nothing is signed here.');
}

/** `node:buffer` */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** `node:util`, of JSON values: members in any order, lists in theirs. */
export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([name, one]) => right.has(name) && isDeepStrictEqual(one, right.get(name)))
  );
}
