import { EaapError } from '../problem/error.ts';

/** Where time comes from. Injected everywhere; judgment itself reads no clock. */
export interface Clock {
  /** Whole milliseconds since 1970 by the wall clock, which may be set, go back and leap. */
  now(): number;
  /** Whole milliseconds since some fixed point; never goes back. For durations and for noticing a leap. */
  monotonic(): number;
}

/** A clock that stands until it is told to move. */
export interface ManualClock extends Clock {
  /** Lets time pass: both clocks move forward. */
  advance(ms: number): void;
  /** Sets the wall clock alone, forward or back, as an operator or a bad time server would. */
  set(ms: number): void;
}

/** The last millisecond of the year 9999, the last that RFC 3339 can write. */
export const LAST_TIME_MS = 253_402_300_799_999;

/** Whether a number is a time of the protocol: whole milliseconds from 1970 to the end of 9999. */
export function isTimeMs(ms: number): boolean {
  return Number.isSafeInteger(ms) && !Object.is(ms, -0) && ms >= 0 && ms <= LAST_TIME_MS;
}

function checkTime(ms: number): void {
  if (!isTimeMs(ms))
    throw new EaapError('invalid-request', `A time is whole milliseconds from 0 to ${LAST_TIME_MS}.`);
}

/**
 * A clock for tests and the control interface. The monotonic side starts at 0.
 *
 * @param startMs - Milliseconds since 1970.
 * @throws EaapError `invalid-request` for a time or step that is no whole number in range, or a step back.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { manualClock } from '@eaap/protocol';
 *
 * const clock = manualClock(1_000);
 * clock.advance(500);
 * clock.set(200);
 * assert.equal(clock.now(), 200);
 * assert.equal(clock.monotonic(), 500);
 * ```
 */
export function manualClock(startMs: number): ManualClock {
  checkTime(startMs);
  let wall = startMs;
  let passed = 0;
  return {
    now: () => wall,
    monotonic: () => passed,
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0) {
        throw new EaapError('invalid-request', 'A clock advances by whole milliseconds, 0 or more.');
      }
      checkTime(wall + ms);
      wall += ms;
      passed += ms;
    },
    set(ms) {
      checkTime(ms);
      wall = ms;
    },
  };
}

/**
 * The clock of the host: the default that is injected where nothing else is.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { systemClock } from '@eaap/protocol';
 *
 * assert.ok(Number.isInteger(systemClock().now()));
 * ```
 */
export function systemClock(): Clock {
  return { now: () => Date.now(), monotonic: () => Math.floor(performance.now()) };
}
