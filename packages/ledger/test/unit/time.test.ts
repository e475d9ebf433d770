import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError, formatTime, parseTime } from '@eaap/protocol';
import { logSize, readRecord, rebaseClock, verifyDatabase, type Ledger } from '../../src/index.ts';
import { gateway, START } from '../support/gateway.ts';

const DAY_MS = 86_400_000;
const append = (ledger: Ledger, namespace = 'acme') =>
  ledger.write(namespace, 'root', (unit) => unit.append({ type: 'requests.refused', reason: 'x' }));
const unreliable = (reason: string, sentence: RegExp) => (error: EaapError) => {
  assert.equal(error.type, 'clock-unreliable');
  assert.equal(error.status, 503);
  assert.equal(error.extras['reason'], reason);
  assert.match(error.detail, sentence);
  assert.match(error.detail, /re-based/);
  return true;
};

test('a clock that lags within its bound stands still at the newest record', async (t) => {
  const { ledger, clock } = await gateway(t);
  clock.advance(10_000);
  assert.equal((await append(ledger)).record.ts, formatTime(START + 10_000));
  clock.set(START + 5_000);
  assert.equal((await append(ledger)).record.ts, formatTime(START + 10_000));
  assert.equal(await ledger.read('acme', ({ now }) => Promise.resolve(now)), START + 10_000);
});

test('a clock that went back refuses writes until it is re-based, also once it is right again', async (t) => {
  const { ledger, clock, path } = await gateway(t);
  clock.advance(10_000);
  await append(ledger);
  clock.set(START + 4_999);
  await assert.rejects(append(ledger), unreliable('behind', /5001 ms behind the newest record/));
  clock.set(START + 10_000);
  await assert.rejects(append(ledger), unreliable('behind', /5001 ms behind/));
  // Who reads may see what there is, and an admin gets in.
  assert.ok((await ledger.read('acme', logSize)) > 0);

  clock.set(START + 1_000);
  const { record, seq } = await rebaseClock(
    ledger,
    'acme',
    'root',
    'The time server was wrong, said ada@example.org',
  );
  assert.equal(record.type, 'clock.rebased');
  assert.equal(record.reason, 'behind');
  assert.equal(record.ts, formatTime(START + 1_000));
  assert.deepEqual(await ledger.read('acme', (view) => readRecord(view, seq)), record);
  assert.equal((await append(ledger)).record.ts, formatTime(START + 1_000));
  // The way back is in the log, so it is no reversal to an auditor.
  assert.deepEqual(
    verifyDatabase(path, ledger).namespaces.flatMap(({ findings }) => findings),
    [],
  );
});

test('a clock that went back without passing the newest record is found by the time that passed', async (t) => {
  const { ledger, clock } = await gateway(t);
  await append(ledger);
  clock.advance(2 * 3_600_000);
  await ledger.write('acme', 'root', () => Promise.resolve());
  clock.set(START + 3_600_000);
  await assert.rejects(append(ledger), unreliable('behind', /went back by 3600000 ms/));
});

test('a clock that leapt ahead of the time that passed refuses writes; one that went on does not', async (t) => {
  const { ledger, clock } = await gateway(t);
  await append(ledger);
  clock.advance(30 * DAY_MS);
  await append(ledger);
  clock.set(clock.now() + 60_000);
  await append(ledger);
  clock.set(clock.now() + 60_001);
  await assert.rejects(append(ledger), unreliable('leapt', /leapt forward by 60001 ms/));
  const { record } = await rebaseClock(ledger, 'acme', 'root', 'Checked by hand.');
  assert.equal(record.reason, 'leapt');
  await append(ledger);
});

test('after a restart a namespace that was silent beyond belief is refused', async (t) => {
  const g = await gateway(t);
  await append(g.ledger);
  g.clock.advance(90 * DAY_MS);
  await append(await g.reopen());
  g.clock.set(g.clock.now() + 90 * DAY_MS + 1);
  const ledger = await g.reopen();
  await assert.rejects(append(ledger), unreliable('idle', /beyond belief/));
  await rebaseClock(ledger, 'acme', 'root', 'It was in a drawer.');
  await append(ledger);
});

test('each namespace is re-based by itself', async (t) => {
  const { ledger, clock } = await gateway(t);
  clock.advance(10_000);
  await append(ledger, 'acme');
  await append(ledger, 'system');
  clock.set(START);
  await assert.rejects(append(ledger, 'acme'), unreliable('behind', /behind/));
  await assert.rejects(append(ledger, 'system'), unreliable('behind', /behind/));
  await rebaseClock(ledger, 'system', 'admin', 'Right now.');
  await append(ledger, 'system');
  await assert.rejects(append(ledger, 'acme'), unreliable('behind', /behind/));
});

test('a re-basing that cannot be recorded has not happened', async (t) => {
  let failing = false;
  const { ledger, clock } = await gateway(t, {
    fault(point) {
      if (failing && point === 'commit') throw new EaapError('storage-full', 'No space.');
    },
  });
  clock.advance(10_000);
  await append(ledger);
  clock.set(START);
  await assert.rejects(append(ledger), { type: 'clock-unreliable' });
  failing = true;
  await assert.rejects(rebaseClock(ledger, 'acme', 'root', 'Right now.'), EaapError);
  failing = false;
  await assert.rejects(append(ledger), { type: 'clock-unreliable' });
});

test('a clock that shows no time is refused and cannot be accepted', async (t) => {
  const g = await gateway(t);
  let broken = false;
  const ledger = await g.reopen({
    clock: { now: () => (broken ? Number.NaN : g.clock.now()), monotonic: () => g.clock.monotonic() },
  });
  await append(ledger);
  broken = true;
  await assert.rejects(append(ledger), unreliable('invalid', /no time between 1970 and 9999/));
  await assert.rejects(rebaseClock(ledger, 'acme', 'root', 'It is fine.'), { type: 'clock-unreliable' });
  broken = false;
  await assert.rejects(append(ledger), { type: 'clock-unreliable' });
  const { record } = await rebaseClock(ledger, 'acme', 'root', 'A new battery.');
  assert.equal(record.reason, 'invalid');
  assert.equal(parseTime((await append(ledger)).record.ts), START);
});

test('the bounds are the operator’s to set', async (t) => {
  const { ledger, clock } = await gateway(t, { clockBounds: { lagMs: 0 } });
  clock.advance(10);
  await append(ledger);
  clock.set(START + 9);
  await assert.rejects(append(ledger), { type: 'clock-unreliable' });
});
