import { EaapError } from '../problem/error.ts';
import { isTimeMs, LAST_TIME_MS } from './clock.ts';

/**
 * A time as it stands on the wire: RFC 3339 in UTC with exactly three fractional digits.
 *
 * @param ms - Milliseconds since 1970, up to the end of the year 9999.
 * @throws EaapError `invalid-request` for anything else.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formatTime } from '@eaap/protocol';
 *
 * assert.equal(formatTime(1_769_851_800_000), '2026-01-31T09:30:00.000Z');
 * ```
 */
export function formatTime(ms: number): string {
  if (!isTimeMs(ms)) {
    throw new EaapError('invalid-request', `A time is whole milliseconds from 0 to ${LAST_TIME_MS}.`);
  }
  return new Date(ms).toISOString();
}

/**
 * The milliseconds of a time {@link formatTime} wrote. One instant has one spelling, or its digest would have several:
 * other offsets, a lower-case `z`, more or fewer fractional digits, leap seconds, hour 24, days the month does not
 * have, and years before 1970 are refused.
 *
 * @throws EaapError `invalid-request`
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseTime } from '@eaap/protocol';
 *
 * assert.equal(parseTime('2026-01-31T09:30:00.000Z'), 1_769_851_800_000);
 * assert.throws(() => parseTime('2026-02-30T09:30:00.000Z'), /no such/);
 * assert.throws(() => parseTime('2026-01-31T09:30:00Z'), /three digits/);
 * ```
 */
export function parseTime(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) {
    throw new EaapError(
      'invalid-request',
      'A time is written in UTC with exactly three digits of milliseconds, as in 2026-01-31T09:30:00.000Z.',
    );
  }
  const ms = Date.parse(text);
  // Engines differ on which impossible dates they roll over; the way back decides.
  if (!isTimeMs(ms) || formatTime(ms) !== text) {
    throw new EaapError('invalid-request', 'There is no such date and time from 1970 on.');
  }
  return ms;
}
