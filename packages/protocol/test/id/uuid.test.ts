import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  createIds,
  isUuidV7,
  manualClock,
  seededEntropy,
  uuidv7,
  type Clock,
  type Entropy,
} from '../../src/index.ts';

const NOW = 1_700_000_000_000;
const LAST = 2 ** 48 - 1;
const ones: Entropy = { bytes: (n) => new Uint8Array(n).fill(0xff) };
const zeros: Entropy = { bytes: (n) => new Uint8Array(n) };
const clockAt = (ms: number): Clock => ({ now: () => ms, monotonic: () => 0 });
const unreliable = {
  name: 'EaapError',
  type: 'clock-unreliable',
  detail: 'An id needs a time in whole milliseconds from 0 to 281474976710655.',
};

/** The parts of an id, read independently of how it was made. */
function parts(id: string): { ms: number; version: string; counter: number; variant: number } {
  const hex = id.replaceAll('-', '');
  return {
    ms: Number.parseInt(hex.slice(0, 12), 16),
    version: hex.charAt(12),
    counter: Number.parseInt(hex.slice(13, 16), 16),
    variant: Number.parseInt(hex.charAt(16), 16) >> 2,
  };
}

describe('uuidv7', () => {
  it('lays its fields out as RFC 9562 does', () => {
    assert.equal(uuidv7(NOW, zeros), '018bcfe5-6800-7000-8000-000000000000');
    assert.equal(uuidv7(NOW, ones), '018bcfe5-6800-77ff-bfff-ffffffffffff');
    fc.assert(
      fc.property(fc.nat(LAST), fc.string(), (ms, seed) => {
        const id = uuidv7(ms, seededEntropy(seed));
        assert.ok(isUuidV7(id));
        const { counter, ...rest } = parts(id);
        assert.deepEqual(rest, { ms, version: '7', variant: 0b10 });
        assert.ok(counter < 2048);
      }),
    );
  });

  it('refuses a time no id can hold', () => {
    assert.equal(parts(uuidv7(LAST, zeros)).ms, LAST);
    for (const ms of [-1, LAST + 1, 1.5, NaN, Infinity]) assert.throws(() => uuidv7(ms, zeros), unreliable);
  });

  it('refuses entropy that falls short', () => {
    const short: Entropy = { bytes: () => new Uint8Array(9) };
    assert.throws(() => uuidv7(NOW, short), {
      type: 'internal',
      detail: 'The entropy source gave 9 bytes where 10 were asked for.',
    });
  });
});

describe('createIds', () => {
  it('begins as uuidv7 does', () => {
    assert.equal(createIds(clockAt(NOW), seededEntropy('a'))(), uuidv7(NOW, seededEntropy('a')));
  });

  it('counts up within a millisecond and starts anew in the next', () => {
    const clock = manualClock(NOW);
    const ids = createIds(clock, zeros);
    assert.deepEqual(
      [ids(), ids(), ids()].map((id) => parts(id).counter),
      [0, 1, 2],
    );
    clock.advance(1);
    assert.deepEqual(parts(ids()), { ms: NOW + 1, version: '7', counter: 0, variant: 0b10 });
  });

  it('moves on to the next millisecond when the counter is used up', () => {
    const ids = createIds(clockAt(NOW), ones);
    const made = Array.from({ length: 2050 }, () => parts(ids()));
    assert.deepEqual([made[2048]?.ms, made[2048]?.counter], [NOW, 4095]);
    assert.deepEqual([made[2049]?.ms, made[2049]?.counter], [NOW + 1, 2047]);
  });

  it('gives ids that rise and differ whatever the clock does', () => {
    const step = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -1e9, max: 1e9 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.string(), (steps, seed) => {
        const clock = manualClock(NOW);
        const ids = createIds(clock, seededEntropy(seed));
        const made = steps.flatMap((ms) => {
          clock.set(Math.max(0, clock.now() + ms));
          return [ids(), ids()];
        });
        assert.deepEqual(made, [...new Set(made)].sort());
      }),
    );
  });

  it('agrees to the byte with another one given the same clock and entropy', () => {
    const run = (): string[] => {
      const ids = createIds(manualClock(NOW), seededEntropy('same'));
      return [ids(), ids(), ids()];
    };
    assert.deepEqual(run(), run());
  });

  it('refuses an impossible time, and goes on unharmed when the clock is well again', () => {
    let now = NOW;
    const ids = createIds({ now: () => now, monotonic: () => 0 }, zeros);
    const first = ids();
    now = NaN;
    assert.throws(ids, unreliable);
    now = NOW;
    assert.equal(parts(ids()).counter, parts(first).counter + 1);
  });

  it('refuses to pass the last millisecond rather than to begin again', () => {
    const ids = createIds(clockAt(LAST), ones);
    for (let i = 0; i < 2049; i++) ids();
    assert.throws(ids, unreliable);
  });
});

describe('isUuidV7', () => {
  it('accepts version 7 in lower case and nothing else', () => {
    assert.ok(isUuidV7('017f22e2-79b0-7cc3-98c4-dc0c0c07398f'));
    for (const value of [
      '017F22E2-79B0-7CC3-98C4-DC0C0C07398F',
      '017f22e2-79b0-4cc3-98c4-dc0c0c07398f',
      '017f22e2-79b0-7cc3-c8c4-dc0c0c07398f',
      '017f22e279b07cc398c4dc0c0c07398f',
      ' 017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
      '017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n',
      7,
      undefined,
    ]) {
      assert.ok(!isUuidV7(value), String(value));
    }
  });
});
