import { createHash } from 'node:crypto';
import type { Random } from '../checks/types.ts';

const LETTERS = 'abcdefghijkmnpqrstuvwxyz';

/** A stream of bytes from a seed: SHA-256 in counter mode. The same seed gives the same stream everywhere. */
export function randomFrom(seed: string): Random {
  let block = Buffer.alloc(0);
  let counter = 0;
  const bytes = (count: number): Uint8Array => {
    while (block.length < count) {
      block = Buffer.concat([block, createHash('sha256').update(`${seed}\0${counter++}`).digest()]);
    }
    const taken = block.subarray(0, count);
    block = block.subarray(count);
    return new Uint8Array(taken);
  };
  const int = (below: number): number => {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32)
      throw new RangeError(`No integer below ${below}.`);
    // Rejected above the last whole multiple, so that no value is likelier than another.
    const limit = Math.floor(2 ** 32 / below) * below;
    for (;;) {
      const value = Buffer.from(bytes(4)).readUInt32BE(0);
      if (value < limit) return value % below;
    }
  };
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[int(from.length)];
    return picked as T;
  };
  // Letters only but for the second place: a run of digits could look like personal data.
  const word = (length = 10): string =>
    Array.from({ length }, (_, i) => (i === 1 ? String(int(10)) : LETTERS[int(LETTERS.length)])).join('');
  return { int, pick, bytes, word };
}
