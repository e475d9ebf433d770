import assert from 'node:assert/strict';
import test from 'node:test';
import { effectiveConfidence } from '../../src/model/decay.ts';

const DAY = 86_400_000;
const at = (confidence: number, age: number): number =>
  effectiveConfidence({ confidence, half_life_ms: DAY, observed_at: 1_000 }, 1_000 + age);

test('decay, worked out by hand', () => {
  assert.equal(at(9000, 0), 9000);
  assert.equal(at(9000, DAY / 2), 6750);
  assert.equal(at(9000, DAY), 4500);
  assert.equal(at(9000, DAY + DAY / 4), 3938); // 4500 - floor(2250 / 4)
  assert.equal(at(9000, 2 * DAY), 2250);
  assert.equal(at(5, DAY), 2);
  assert.equal(at(10_000, 13 * DAY), 1);
  assert.equal(at(10_000, 14 * DAY), 0);
});

test('a time before the observation counts as the observation', () => {
  assert.equal(at(9000, -1), 9000);
});
