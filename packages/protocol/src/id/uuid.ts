import { toHex } from '../digest/encoding.ts';
import { EaapError } from '../problem/error.ts';
import type { Clock } from '../time/clock.ts';
import { draw, type Entropy } from './entropy.ts';

/** The last millisecond that 48 bits can hold. */
const LAST_MS = 2 ** 48 - 1;
const LAST_COUNTER = 0xfff;
/** Of what is drawn for an id, two bytes seed the counter and eight fill the random part. */
const DRAWN = 10;

/** Gives a new id at each call, greater as a string than every id it gave before. */
export type Ids = () => string;

function assemble(ms: number, counter: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(ms / 2 ** 32));
  view.setUint32(2, ms % 2 ** 32);
  view.setUint16(6, 0x7000 | counter);
  bytes.set(random, 8);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function checkMs(ms: number): void {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms > LAST_MS) {
    throw new EaapError('clock-unreliable', `An id needs a time in whole milliseconds from 0 to ${LAST_MS}.`);
  }
}

/** The counter of a new millisecond: 11 random bits, so that at least 2048 ids follow before it is used up. */
function firstCounter(drawn: Uint8Array): number {
  return (((drawn[0] ?? 0) & 0x07) << 8) | (drawn[1] ?? 0);
}

/**
 * One UUID of version 7 (RFC 9562): 48 bits of time, a 12-bit counter whose highest bit is zero, 62 random bits. Ten
 * bytes of entropy are used: the low 11 bits of the first two are the counter, the low 62 of the other eight the rest.
 *
 * For more than one use {@link createIds}, whose ids sort in the order in which they were made.
 *
 * @param nowMs - Milliseconds since 1970, 0 to 2^48−1.
 * @throws EaapError `clock-unreliable` for another time; `internal` if the entropy falls short.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { isUuidV7, seededEntropy, uuidv7 } from '@eaap/protocol';
 *
 * const id = uuidv7(1_700_000_000_000, seededEntropy('example'));
 * assert.ok(isUuidV7(id));
 * assert.ok(id.startsWith('018bcfe5-6800-7'));
 * ```
 */
export function uuidv7(nowMs: number, entropy: Entropy): string {
  checkMs(nowMs);
  const drawn = draw(entropy, DRAWN);
  return assemble(nowMs, firstCounter(drawn), drawn.subarray(2));
}

/**
 * A maker of UUIDs of version 7 that always rise, also within a millisecond and when the clock goes back. Normative for
 * whoever must agree to the byte: each id draws ten bytes as {@link uuidv7} does; in a later millisecond than the last
 * id's the counter is the drawn one; otherwise the last id's millisecond is kept and its counter plus one is used; a
 * counter that would pass 4095 moves on to the next millisecond with the drawn counter.
 *
 * @throws EaapError (at a call) `clock-unreliable` if the clock gives a time that no id can hold; nothing is used up.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, manualClock, seededEntropy } from '@eaap/protocol';
 *
 * const ids = createIds(manualClock(1_700_000_000_000), seededEntropy('example'));
 * const first = ids();
 * assert.ok(first < ids());
 * ```
 */
export function createIds(clock: Clock, entropy: Entropy): Ids {
  let lastMs = -1;
  let lastCounter = 0;
  return () => {
    const now = clock.now();
    checkMs(now);
    let ms = Math.max(now, lastMs);
    const carried = ms === lastMs && lastCounter === LAST_COUNTER;
    if (carried) checkMs(++ms);
    const drawn = draw(entropy, DRAWN);
    const counter = ms === lastMs ? lastCounter + 1 : firstCounter(drawn);
    lastMs = ms;
    lastCounter = counter;
    return assemble(ms, counter, drawn.subarray(2));
  };
}

/**
 * Whether a value is a UUID of version 7 in lower case.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { isUuidV7 } from '@eaap/protocol';
 *
 * assert.ok(isUuidV7('018bcfe5-6800-7000-8000-000000000000'));
 * assert.ok(!isUuidV7('018BCFE5-6800-7000-8000-000000000000'));
 * ```
 */
export function isUuidV7(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value)
  );
}
