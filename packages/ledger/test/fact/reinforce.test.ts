import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectiveConfidence, formatTime, parseTime, type Fact } from '@eaap/protocol';
import { getFact, lockFact } from '../../src/index.ts';
import { AGENT, APPROVER, bot, human, RECORDER, START, system, vault } from './support.ts';

const DAY = 86_400_000;
const leftOf = (fact: Fact, now: number): number =>
  effectiveConfidence({ ...fact, observed_at: parseTime(fact.source.observed_at) }, now);

test('the same value again is fresher, and its trust is not raised', async (t) => {
  const v = await vault(t);
  const first = await v.store({ a: 1, b: 2 });
  v.clock.advance(30 * DAY);
  const { status, body } = await v.store({ b: 2, a: 1 }, { source: human });
  assert.equal(status, 200);
  assert.equal(body.result, 'reinforced');
  assert.deepEqual([body.fact.id, body.fact.version, body.fact.trust], [first.body.fact.id, 2, 'verified']);
  assert.deepEqual(body.fact.source, { ...human, observed_at: formatTime(START + 30 * DAY) });
  assert.equal(leftOf(body.fact, v.clock.now()), 10_000);
  assert.deepEqual(await v.log(), ['fact.stored fact1@1', 'fact.reinforced fact1@2']);
});

test('a less trusted source corroborates: on record, nothing changed', async (t) => {
  const v = await vault(t);
  const first = await v.store(12);
  v.clock.advance(DAY);
  const { status, body } = await v.store(12, { source: bot, by: AGENT });
  assert.equal(status, 200);
  assert.equal(body.result, 'corroborated');
  assert.deepEqual(body.fact, first.body.fact);
  assert.deepEqual(await v.log(), ['fact.stored fact1@1', 'fact.corroborated fact1@1']);
});

test('an old observation does not lend a fact the confidence of a new one', async (t) => {
  const v = await vault(t);
  const short = { half_life_ms: DAY };
  v.clock.advance(10 * DAY);
  await v.store(12, { ...short, confidence: 100 });
  const { body } = await v.store(12, { ...short, confidence: 9000, observed: START });
  assert.equal(body.fact.confidence, 100);
  assert.equal(body.fact.source.observed_at, formatTime(START + 10 * DAY));
});

test('an old observation does not weaken a fact either', async (t) => {
  const v = await vault(t);
  const short = { half_life_ms: DAY, confidence: 9000 };
  v.clock.advance(DAY);
  await v.store(12, short);
  v.clock.advance(DAY);
  for (const confidence of [9000, 1]) {
    const { body } = await v.store(12, { ...short, confidence, observed: START });
    assert.equal(body.result, 'reinforced');
    assert.equal(leftOf(body.fact, v.clock.now()), 4500);
  }
  const { body } = await v.store(12, { confidence: 8000, half_life_ms: 365 * DAY, observed: START });
  assert.ok(leftOf(body.fact, v.clock.now()) > 4500);
  assert.equal(body.fact.source.observed_at, formatTime(START + DAY));
});

test('a lock stays, a dispute stays, and a bound in time moves only when a later one is stated', async (t) => {
  const v = await vault(t);
  const until = (ms: number) => ({ valid_until: formatTime(START + ms) });
  const { id } = (await v.store(12, until(100))).body.fact;
  await lockFact(v.ledger, APPROVER, id, 1, { reason: 'x' });
  const again = await v.store(12);
  assert.deepEqual([again.body.fact.locked, again.body.fact.valid_until], [true, formatTime(START + 100)]);
  assert.equal((await v.store(12, until(50))).body.fact.valid_until, formatTime(START + 100));
  assert.equal((await v.store(12, until(150))).body.fact.valid_until, formatTime(START + 150));
  await v.store(1, { subject: 'order:8' });
  await v.refused(2, { subject: 'order:8' });
  const disputed = await v.store(1, { subject: 'order:8' });
  assert.deepEqual([disputed.body.result, disputed.body.fact.status], ['reinforced', 'disputed']);
});

test('however a fact is repeated, its trust stays and it never has more than its sources allow', async (t) => {
  const v = await vault(t);
  const sources = { human: [human, 10_000], system: [system, 9500], agent: [bot, 5000] } as const;
  let order = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          who: fc.constantFrom('human', 'system', 'agent'),
          wait: fc.integer({ min: 0, max: 400 * DAY }),
          age: fc.integer({ min: 0, max: 20 * DAY }),
          confidence: fc.integer({ min: 0, max: 10_000 }),
          half_life_ms: fc.integer({ min: 1, max: 500 * DAY }),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      async (steps) => {
        const subject = `order:${++order}`;
        let trust: string | undefined;
        let cap = 0;
        for (const { who, wait, age, ...rest } of steps) {
          v.clock.advance(wait);
          const [source, max] = sources[who];
          const observed = v.clock.now() - age;
          const { body } = await v.store(7, { subject, source, observed, ...rest });
          trust ??= body.fact.trust;
          if (body.result !== 'corroborated') cap = Math.max(cap, max, 0);
          assert.equal(body.fact.trust, trust);
          assert.ok(body.fact.confidence <= cap);
          assert.deepEqual(await getFact(v.ledger, RECORDER, body.fact.id), body.fact);
        }
      },
    ),
    { numRuns: 40 },
  );
});
