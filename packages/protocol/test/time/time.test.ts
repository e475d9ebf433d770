import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatTime, LAST_TIME_MS, manualClock, parseTime, systemClock } from '../../src/index.ts';

const notATime = {
  name: 'EaapError',
  type: 'invalid-request',
  detail: 'A time is whole milliseconds from 0 to 253402300799999.',
};

describe('formatTime and parseTime', () => {
  it('write and read RFC 3339 with three digits', () => {
    for (const [ms, text] of [
      [0, '1970-01-01T00:00:00.000Z'],
      [1, '1970-01-01T00:00:00.001Z'],
      [951_782_400_000, '2000-02-29T00:00:00.000Z'],
      [1_769_851_800_000, '2026-01-31T09:30:00.000Z'],
      [LAST_TIME_MS, '9999-12-31T23:59:59.999Z'],
    ] as const) {
      assert.equal(formatTime(ms), text);
      assert.equal(parseTime(text), ms);
    }
  });

  it('undo one another, and keep the order of times as texts', () => {
    const ms = fc.nat(LAST_TIME_MS);
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        assert.equal(parseTime(formatTime(a)), a);
        assert.equal(formatTime(a) < formatTime(b), a < b);
      }),
    );
  });

  it('refuse to write what is not a time', () => {
    for (const ms of [-1, -0, 0.5, NaN, LAST_TIME_MS + 1]) assert.throws(() => formatTime(ms), notATime);
  });

  const form =
    'A time is written in UTC with exactly three digits of milliseconds, as in 2026-01-31T09:30:00.000Z.';
  const date = 'There is no such date and time from 1970 on.';
  const cases: [string, string, string][] = [
    ['no milliseconds', '2026-01-31T09:30:00Z', form],
    ['two digits', '2026-01-31T09:30:00.00Z', form],
    ['six digits', '2026-01-31T09:30:00.000000Z', form],
    ['a comma', '2026-01-31T09:30:00,000Z', form],
    ['an offset', '2026-01-31T09:30:00.000+00:00', form],
    ['no offset', '2026-01-31T09:30:00.000', form],
    ['lower case', '2026-01-31t09:30:00.000z', form],
    ['a space', '2026-01-31 09:30:00.000Z', form],
    ['a newline after it', '2026-01-31T09:30:00.000Z\n', form],
    ['a long year', '+012026-01-31T09:30:00.000Z', form],
    ['other digits', '２026-01-31T09:30:00.000Z', form],
    ['nothing', '', form],
    ['30 February', '2026-02-30T00:00:00.000Z', date],
    ['29 February of a common year', '2100-02-29T00:00:00.000Z', date],
    ['31 April', '2026-04-31T00:00:00.000Z', date],
    ['day 0', '2026-01-00T00:00:00.000Z', date],
    ['month 13', '2026-13-01T00:00:00.000Z', date],
    ['hour 24', '2026-01-31T24:00:00.000Z', date],
    ['minute 60', '2026-01-31T09:60:00.000Z', date],
    ['a leap second', '2016-12-31T23:59:60.000Z', date],
    ['a year before 1970', '1969-12-31T23:59:59.999Z', date],
  ];
  for (const [what, text, detail] of cases) {
    it(`refuse to read ${what}`, () => {
      assert.throws(() => parseTime(text), { name: 'EaapError', type: 'invalid-request', detail });
    });
  }
});

describe('manualClock', () => {
  it('advances both sides and sets the wall alone', () => {
    const clock = manualClock(1_000);
    const read = (): number[] => [clock.now(), clock.monotonic()];
    assert.deepEqual(read(), [1_000, 0]);
    clock.advance(250);
    assert.deepEqual(read(), [1_250, 250]);
    clock.set(10);
    assert.deepEqual(read(), [10, 250]);
    clock.advance(0);
    assert.deepEqual(read(), [10, 250]);
  });

  it('refuses a step back and times that are none, and stays where it was', () => {
    const clock = manualClock(1_000);
    const step = { type: 'invalid-request', detail: 'A clock advances by whole milliseconds, 0 or more.' };
    for (const ms of [-1, 0.5, NaN]) assert.throws(() => clock.advance(ms), step);
    assert.throws(() => clock.advance(LAST_TIME_MS), notATime);
    assert.throws(() => clock.set(-1), notATime);
    assert.throws(() => manualClock(NaN), notATime);
    assert.deepEqual([clock.now(), clock.monotonic()], [1_000, 0]);
  });
});

describe('systemClock', () => {
  it('gives whole milliseconds, and its monotonic side never goes back', () => {
    const clock = systemClock();
    const values = Array.from({ length: 1_000 }, () => clock.monotonic());
    assert.deepEqual(
      values,
      [...values].sort((a, b) => a - b),
    );
    assert.ok([clock.now(), ...values].every(Number.isSafeInteger));
    assert.ok(clock.now() > 1_700_000_000_000);
  });
});
