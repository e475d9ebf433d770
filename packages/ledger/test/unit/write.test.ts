import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError, formatTime } from '@eaap/protocol';
import { entries, latestCheckpoint, logSize, readRecord, verifyDatabase } from '../../src/index.ts';
import { gateway, START } from '../support/gateway.ts';

const note = (reason: string) => ({ type: 'requests.refused', reason }) as const;

test('what a unit writes and what it logs become durable together', async (t) => {
  const { ledger } = await gateway(t);
  const before = await ledger.read('acme', logSize);
  await assert.rejects(
    ledger.write('acme', 'root', async (unit) => {
      await unit.tx.insert('refusals', { kind: 'test', principal: 'root', bucket: 1, count: 1 });
      await unit.append(note('half'));
      throw new EaapError('conflict', 'It went wrong afterwards.');
    }),
    { name: 'EaapError', type: 'conflict', message: 'conflict: It went wrong afterwards.' },
  );
  await ledger.read('acme', async (view) => {
    assert.equal(await logSize(view), before);
    assert.equal(await view.tx.count('refusals'), 0);
  });
  await ledger.write('acme', 'root', async (unit) => {
    await unit.tx.insert('refusals', { kind: 'test', principal: 'root', bucket: 1, count: 1 });
    const { seq, record } = await unit.append({ ...note('whole'), principal: 'other' });
    assert.equal(seq, before);
    assert.equal(record.principal, 'other');
    assert.equal(record.ts, formatTime(START));
  });
  await ledger.read('acme', async (view) => {
    assert.equal((await readRecord(view, before))?.reason, 'whole');
    assert.equal(await view.tx.count('refusals'), 1);
  });
});

test('a failing append fails the unit, even when the caller goes on', async (t) => {
  let failing = false;
  const { ledger } = await gateway(t, {
    fault(point, table) {
      if (failing && point === 'insert' && table === 'log') throw new Error('The log is gone.');
    },
  });
  const before = await ledger.read('acme', logSize);
  failing = true;
  await assert.rejects(
    ledger.write('acme', 'root', async (unit) => {
      await unit.tx.insert('refusals', { kind: 'test', principal: 'root', bucket: 1, count: 1 });
      await unit.append(note('lost')).catch(() => undefined);
      return 'went on';
    }),
    (error: EaapError) => {
      assert.equal(error.type, 'log-unavailable');
      assert.equal(error.extras['cause'], 'storage-unavailable');
      assert.match(error.detail, /nothing was done/);
      return true;
    },
  );
  failing = false;
  await ledger.read('acme', async (view) => {
    assert.equal(await logSize(view), before);
    assert.equal(await view.tx.count('refusals'), 0);
  });
});

test('a checkpoint that cannot be written fails every member of its flush', async (t) => {
  let failing = false;
  const { ledger } = await gateway(t, {
    fault(point, table) {
      if (failing && point === 'insert' && table === 'checkpoints') throw new Error('The log is gone.');
    },
  });
  const before = await ledger.read('acme', logSize);
  failing = true;
  const results = await Promise.allSettled(
    ['a', 'b', 'c'].map((reason) => ledger.write('acme', 'root', (unit) => unit.append(note(reason)))),
  );
  failing = false;
  for (const result of results) {
    assert.equal(result.status, 'rejected');
    assert.equal((result.reason as EaapError).type, 'log-unavailable');
  }
  assert.equal(await ledger.read('acme', logSize), before);
});

test('a full storage is called full, also when it is the log that finds out', async (t) => {
  let failing = false;
  const { ledger } = await gateway(t, {
    fault(point, table) {
      if (failing && point === 'insert' && table === 'log') throw new EaapError('storage-full', 'No space.');
    },
  });
  failing = true;
  await assert.rejects(
    ledger.write('acme', 'root', (unit) => unit.append(note('lost'))),
    { type: 'storage-full' },
  );
});

test('a record that is none is refused, and nothing is written', async (t) => {
  const { ledger } = await gateway(t);
  const before = await ledger.read('acme', logSize);
  await assert.rejects(
    ledger.write('acme', 'root', (unit) => unit.append(note('Free text of a person'))),
    { type: 'log-unavailable' },
  );
  assert.equal(await ledger.read('acme', logSize), before);
});

test('appends of a unit that run at once queue', async (t) => {
  const { ledger, path } = await gateway(t);
  const appended = await ledger.write('acme', 'root', (unit) =>
    Promise.all(['a', 'b', 'c', 'd'].map((reason) => unit.append(note(reason)))),
  );
  const [first = 0] = appended.map(({ seq }) => seq);
  assert.deepEqual(
    appended.map(({ seq, record }) => [seq - first, record.reason]),
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, 'd'],
    ],
  );
  assert.ok(verifyDatabase(path, ledger).ok);
});

test('what waits together shares a checkpoint, and every record has one', async (t) => {
  const { ledger, path } = await gateway(t);
  const size = await ledger.read('acme', logSize);
  const count = await ledger.read('acme', ({ tx }) => tx.count('checkpoints'));
  const writes = 40;
  await Promise.all(
    Array.from({ length: writes }, (_, i) =>
      ledger.write('acme', 'root', (unit) => unit.append(note(`n${i}`))),
    ),
  );
  await ledger.read('acme', async (view) => {
    assert.equal(await logSize(view), size + writes);
    assert.equal((await latestCheckpoint(view))?.size, size + writes);
    assert.ok((await view.tx.count('checkpoints')) - count < writes / 2);
  });
  assert.deepEqual(
    verifyDatabase(path, ledger).namespaces.flatMap(({ findings }) => findings),
    [],
  );
});

test('a transaction that logs nothing signs nothing', async (t) => {
  const { ledger } = await gateway(t);
  const count = () => ledger.read('acme', ({ tx }) => tx.count('checkpoints'));
  const before = await count();
  await ledger.write('acme', 'root', ({ tx }) =>
    tx.insert('refusals', { kind: 'test', principal: 'root', bucket: 1, count: 1 }),
  );
  assert.equal(await count(), before);
});

test('telemetry stands beside the record and outside its leaf', async (t) => {
  const { ledger } = await gateway(t);
  const { seq, leaf } = await ledger.write('acme', 'root', (unit) =>
    unit.append({ ...note('slow'), telemetry: { latency_us: 412, model: 'm-1' } }),
  );
  const page = await ledger.read('acme', (view) => entries(view, { cursor: seq }));
  const [entry] = page.entries;
  assert.equal(entry?.compute_latency_us, 412);
  assert.equal(entry.model, 'm-1');
  assert.equal(entry.framework, null);
  assert.equal(entry.leaf, `sha256:${Buffer.from(leaf).toString('hex')}`);
  assert.deepEqual(
    Object.keys(entry.record).filter((name) => name.includes('model')),
    [],
  );
});

test('a namespace that is not there is neither written nor read', async (t) => {
  const { ledger } = await gateway(t);
  const expected = { type: 'not-found', message: 'not-found: There is no namespace nowhere.' };
  await assert.rejects(
    ledger.write('nowhere', 'root', (unit) => unit.append(note('x'))),
    expected,
  );
  await assert.rejects(ledger.read('nowhere', logSize), expected);
});

test('what is thrown that is no problem becomes internal, without its message', async (t) => {
  const { ledger } = await gateway(t);
  await assert.rejects(
    ledger.write('acme', 'root', () => Promise.reject(new Error('secret of ada@example.org'))),
    (error: EaapError) => error.type === 'internal' && !JSON.stringify(error.toProblem()).includes('ada'),
  );
});
