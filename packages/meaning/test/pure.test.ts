import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectiveConfidence, health, relevance } from '../src/index.ts';

const fact = (confidence: number, half_life_ms: number, observed_at = 0) => ({
  confidence,
  half_life_ms,
  observed_at,
});

test('confidence halves with each half-life and falls in a line between', () => {
  for (const [confidence, halfLife, age, left] of [
    [10_000, 1000, 0, 10_000],
    [10_000, 1000, 1, 9995],
    [10_000, 1000, 500, 7500],
    [10_000, 1000, 999, 5005],
    [10_000, 1000, 1000, 5000],
    [10_000, 1000, 2500, 1875],
    [9999, 1000, 1000, 4999],
    [9999, 1000, 1500, 3749],
    [1, 1000, 999, 1],
    [1, 1000, 1000, 0],
    [10_000, 1, 13, 1],
    [10_000, 1, 14, 0],
    [10_000, 315_360_000_000, 157_680_000_000, 7500],
    [10_000, 315_360_000_000, 315_359_999_999, 5001],
    [10_000, 1, 253_402_300_799_999, 0],
    [7000, 1000, -5, 7000],
  ] as const) {
    assert.equal(
      effectiveConfidence(fact(confidence, halfLife), age),
      left,
      `${confidence} ${halfLife} ${age}`,
    );
  }
});

const confidences = fc.integer({ min: 0, max: 10_000 });
const halfLives = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 315_360_000_000 }));
const times = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 253_402_300_799_999 }));

test('confidence never rises with time, is whole, and is never above what it began with', () => {
  fc.assert(
    fc.property(confidences, halfLives, times, times, times, (confidence, halfLife, observed, a, b) => {
      const of = fact(confidence, halfLife, observed);
      const [early, late] = [Math.min(a, b), Math.max(a, b)];
      const before = effectiveConfidence(of, early);
      const after = effectiveConfidence(of, late);
      assert.ok(Number.isInteger(before) && before >= after && after >= 0 && before <= confidence);
    }),
    { numRuns: 2000 },
  );
});

test('after n half-lives exactly floor(confidence / 2^n) is left', () => {
  fc.assert(
    fc.property(confidences, fc.integer({ min: 1, max: 10 ** 12 }), fc.nat(20), (confidence, halfLife, n) => {
      assert.equal(
        effectiveConfidence(fact(confidence, halfLife), n * halfLife),
        Math.floor(confidence / 2 ** n),
      );
    }),
  );
});

test('relevance is seven parts likeness and three parts confidence', () => {
  assert.equal(relevance('refund limit', 'refund limit', 0), 7000);
  assert.equal(relevance('refund limit', 'REFUND  limit', 10_000), 10_000);
  assert.equal(relevance('qqq', 'zzz', 3333), 999);
  assert.equal(relevance(undefined, 'anything', 3333), 3333);
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }),
      confidences,
      (a, b, left) => {
        const score = relevance(a, b, left);
        assert.ok(Number.isInteger(score) && score >= 0 && score <= 10_000);
      },
    ),
  );
});

test('health is the worst of what there is', () => {
  const good = { status: 'active', ...fact(8000, 1000), valid_until: null };
  assert.equal(health([], [], 0), 'healthy');
  assert.equal(health([good], [], 0), 'healthy');
  assert.equal(health([good, { ...good, confidence: 2499 }], [], 0), 'degraded');
  assert.equal(health([{ ...good, confidence: 2500 }], [], 0), 'healthy');
  assert.equal(health([{ ...good, valid_until: 1 }], [], 0), 'healthy');
  assert.equal(health([{ ...good, valid_until: 1 }], [], 1), 'degraded');
  assert.equal(health([{ ...good, status: 'disputed', confidence: 0 }], [], 0), 'healthy');
  assert.equal(health([{ ...good, confidence: 0 }], [{}], 0), 'conflicted');
});
