import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalBytes,
  CheckpointResponse,
  ConsistencyResponse,
  EntriesResponse,
  fromHex,
  openCheckpoint,
  ProofResponse,
  validate,
  verifyConsistency,
  verifyInclusion,
} from '@eaap/protocol';
import {
  checkpointCovering,
  entries,
  latestCheckpoint,
  logSize,
  originOf,
  proveConsistency,
  proveEntry,
  proveInclusion,
  readRecord,
  type Ledger,
} from '../../src/index.ts';
import { gateway } from '../support/gateway.ts';

const hashOf = (text: string) => fromHex(text.slice('sha256:'.length));
const evaluation = '018bcfe5-6800-7000-8000-000000000000';

async function fill(ledger: Ledger, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await ledger.write('acme', 'root', (unit) =>
      unit.append({ type: 'requests.refused', reason: `n${i}`, ...(i % 3 === 0 && { evaluation }) }),
    );
  }
}

test('pages follow one another without a gap and end', async (t) => {
  const { ledger } = await gateway(t);
  await fill(ledger, 9);
  await ledger.read('acme', async (view) => {
    const size = await logSize(view);
    const seqs: number[] = [];
    for (let cursor: number | null = 0; cursor !== null;) {
      const page = await entries(view, { cursor, limit: 4 });
      validate(EntriesResponse, page);
      assert.equal(page.size, size);
      seqs.push(...page.entries.map(({ record }) => record.seq));
      cursor = page.next;
    }
    assert.deepEqual(seqs, [...Array(size).keys()]);
    assert.deepEqual(await entries(view, { cursor: size }), { entries: [], next: null, size });
  });
});

test('the entries of one evaluation come alone, page by page', async (t) => {
  const { ledger } = await gateway(t);
  await fill(ledger, 9);
  await ledger.read('acme', async (view) => {
    const first = await entries(view, { evaluation, limit: 2 });
    assert.deepEqual(
      first.entries.map(({ record }) => record.reason),
      ['n0', 'n3'],
    );
    const rest = await entries(view, { evaluation, cursor: first.next ?? -1 });
    assert.deepEqual(
      rest.entries.map(({ record }) => record.reason),
      ['n6'],
    );
    assert.equal(rest.next, null);
  });
});

test('a namespace sees its own log alone', async (t) => {
  const { ledger } = await gateway(t);
  await fill(ledger, 1);
  const other = await ledger.read('system', (view) => entries(view));
  assert.ok(other.entries.length > 0);
  assert.ok(other.entries.every(({ record }) => record.ns === 'system'));
});

test('every record is proven in every checkpoint that covers it', async (t) => {
  const { ledger } = await gateway(t);
  await fill(ledger, 6);
  await ledger.read('acme', async (view) => {
    const size = await logSize(view);
    for (let seq = 0; seq < size; seq++) {
      const record = await readRecord(view, seq);
      const covering = await checkpointCovering(view, seq);
      assert.ok(record !== undefined && covering !== undefined && covering.size > seq);
      const proof = await proveInclusion(view, seq, covering.size);
      const { checkpoint } = openCheckpoint(covering.note, {
        origin: originOf('eaap.local', 'acme'),
        verifierKeys: [ledger.verifierKey],
      });
      const claim = { leaf: canonicalBytes(record), index: seq, size: covering.size, root: checkpoint.root };
      assert.ok(verifyInclusion({ ...claim, proof: proof.map(hashOf) }));
      validate(ProofResponse, await proveEntry(view, seq));
    }
    // The earliest that covers it, and not a later one: a receipt is the same whenever it is asked for.
    const before = await checkpointCovering(view, size - 2);
    assert.equal(before?.size, size - 1);
    assert.equal(await checkpointCovering(view, size), undefined);
    const latest = await latestCheckpoint(view);
    assert.equal(latest?.size, size);
    validate(CheckpointResponse, { note: latest.note, verifier_key: ledger.verifierKey });
  });
});

test('each checkpoint is the beginning of every later one', async (t) => {
  const { ledger } = await gateway(t);
  await fill(ledger, 6);
  await ledger.read('acme', async (view) => {
    const notes = await view.tx.select('checkpoints');
    const opened = notes.map(
      ({ note }) =>
        openCheckpoint(note, { origin: 'eaap.local/acme', verifierKeys: [ledger.verifierKey] }).checkpoint,
    );
    assert.ok(opened.length > 6);
    for (const older of opened) {
      for (const newer of opened.filter(({ size }) => size >= older.size)) {
        const answer = await proveConsistency(view, older.size, newer.size);
        validate(ConsistencyResponse, answer);
        const claim = { oldSize: older.size, newSize: newer.size, oldRoot: older.root, newRoot: newer.root };
        assert.ok(verifyConsistency({ ...claim, proof: answer.proof.map(hashOf) }));
      }
    }
  });
});

test('what is not there or makes no sense is refused', async (t) => {
  const { ledger } = await gateway(t);
  await ledger.read('acme', async (view) => {
    const size = await logSize(view);
    assert.equal(await readRecord(view, size), undefined);
    await assert.rejects(proveEntry(view, size), {
      type: 'not-found',
      message: `not-found: The log has no record ${size}.`,
    });
    await assert.rejects(proveInclusion(view, 0, size + 1), {
      type: 'not-found',
      message: /has \d+ records, not/,
    });
    await assert.rejects(proveInclusion(view, 1, 1), { type: 'not-found' });
    await assert.rejects(proveConsistency(view, 0, size + 1), { type: 'not-found' });
    await assert.rejects(proveConsistency(view, 2, 1), { type: 'invalid-request' });
    await assert.rejects(entries(view, { cursor: -1 }), { type: 'invalid-request', message: /cursor/ });
    await assert.rejects(entries(view, { limit: 501 }), {
      type: 'invalid-request',
      message: /from 1 to 500/,
    });
    await assert.rejects(entries(view, { limit: 0 }), { type: 'invalid-request' });
    await assert.rejects(readRecord(view, 0.5), { type: 'invalid-request' });
  });
});

test('a record that was damaged is not answered', async (t) => {
  const { ledger } = await gateway(t);
  await ledger.parts.store.transaction('acme', async (tx) => {
    await tx.update('log', { seq: 0 }, { record: '{"v":1}' });
  });
  await ledger.read('acme', async (view) => {
    await assert.rejects(readRecord(view, 0), { type: 'storage-corrupt', message: /Record 0 of the log/ });
    await assert.rejects(entries(view), { type: 'storage-corrupt' });
  });
});
