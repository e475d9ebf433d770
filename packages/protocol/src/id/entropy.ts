import { concatBytes } from '../digest/digest.ts';
import { toUtf8 } from '../digest/encoding.ts';
import { sha256 } from '../digest/hash.ts';
import { EaapError } from '../problem/error.ts';

/** Where random bytes come from. Injected everywhere, so that a run can be repeated to the byte. */
export interface Entropy {
  /** `n` bytes that were never given before. */
  bytes(n: number): Uint8Array;
}

/** The bytes asked for and no other number of them: a source that gives fewer must not weaken a secret unseen. */
export function draw(entropy: Entropy, n: number): Uint8Array {
  const bytes = entropy.bytes(n);
  if (bytes.length !== n) {
    throw new EaapError(
      'internal',
      `The entropy source gave ${bytes.length} bytes where ${n} were asked for.`,
    );
  }
  return bytes;
}

/**
 * Entropy that is the same for the same seed, for tests and the control interface; never for secrets. The stream is the
 * blocks `SHA-256("EAAP-ENTROPY-v1" || 0x00 || uint64be(i) || UTF-8(seed))` for i = 0, 1, …; each call takes the next
 * bytes of the stream, whatever the sizes of the calls before.
 *
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { seededEntropy } from '@eaap/protocol';
 *
 * const one = seededEntropy('run 7');
 * const two = seededEntropy('run 7');
 * assert.deepEqual([...one.bytes(3), ...one.bytes(5)], [...two.bytes(8)]);
 * ```
 */
export function seededEntropy(seed: string): Entropy {
  const tag = toUtf8('EAAP-ENTROPY-v1\0');
  const tail = toUtf8(seed);
  let block = new Uint8Array();
  let index = 0n;
  const nextBlock = (): Uint8Array => {
    const counter = new Uint8Array(8);
    new DataView(counter.buffer).setBigUint64(0, index++);
    return sha256(concatBytes(tag, counter, tail));
  };
  return {
    bytes(n) {
      checkCount(n);
      const given = new Uint8Array(n);
      for (let at = 0; at < n;) {
        if (block.length === 0) block = Uint8Array.from(nextBlock());
        const part = block.subarray(0, n - at);
        given.set(part, at);
        block = block.subarray(part.length);
        at += part.length;
      }
      return given;
    },
  };
}

/**
 * The entropy of the host's cryptographic generator: the default that is injected where nothing else is.
 *
 * @throws EaapError `internal` where the host has no Web Crypto.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { systemEntropy } from '@eaap/protocol';
 *
 * assert.notDeepEqual(systemEntropy().bytes(32), systemEntropy().bytes(32));
 * ```
 */
export function systemEntropy(): Entropy {
  // Declared optional: a page outside a secure context has none, and then nothing may be made up.
  const host = (globalThis as { crypto?: { getRandomValues(bytes: Uint8Array): unknown } }).crypto;
  if (host === undefined) throw new EaapError('internal', 'This host has no cryptographic random generator.');
  return {
    bytes(n) {
      checkCount(n);
      const given = new Uint8Array(n);
      // Web Crypto gives at most 65536 bytes a call.
      for (let at = 0; at < n; at += 65_536) host.getRandomValues(given.subarray(at, at + 65_536));
      return given;
    },
  };
}

function checkCount(n: number): void {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new EaapError('internal', 'Bytes are asked for in whole numbers.');
}
