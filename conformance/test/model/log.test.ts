import assert from 'node:assert/strict';
import test from 'node:test';
import { formatCheckpoint, noteSigner, signNote } from '@eaap/protocol';
import { linkOf, recordLeaf, verifyLog, type ExportedLog } from '../../src/model/log.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { rootOf } from '../../src/model/tree.ts';

const signer = noteSigner({ name: 'eaap.test', seed: new Uint8Array(32).fill(1) });

function logOf(size: number): Omit<ExportedLog, 'records'> & { readonly records: readonly JsonObject[] } {
  const records: JsonObject[] = [];
  for (let seq = 0; seq < size; seq++) {
    const before = records.at(-1);
    records.push({
      v: 1,
      seq,
      ts: '2026-01-31T09:30:00.000Z',
      ns: 'acme',
      type: 'fact.stored',
      principal: 'root',
      object: null,
      evaluation: null,
      verdict: null,
      reason: null,
      policy: null,
      engine: null,
      state_hash: null,
      commitment: null,
      prev: before === undefined ? null : linkOf(before),
    });
  }
  return { namespace: 'acme', records, checkpoints: [checkpoint(records)], verifierKey: signer.verifierKey };
}

function checkpoint(records: readonly JsonObject[], namespace = 'acme'): string {
  const root = rootOf(records.map(recordLeaf));
  return signNote(formatCheckpoint({ origin: `eaap.test/${namespace}`, size: records.length, root }), signer);
}

const codes = (log: ExportedLog): string[] => verifyLog(log).map(({ code }) => code);

test('a log as it was signed has no findings', () => {
  for (const size of [1, 2, 5, 8]) assert.deepEqual(codes(logOf(size)), []);
});

test('a changed record breaks chain and root', () => {
  const log = logOf(5);
  const records = log.records.map((record, i) => (i === 2 ? { ...record, type: 'fact.retracted' } : record));
  assert.deepEqual(codes({ ...log, records }), ['chain-broken', 'root-mismatch']);
});

test('a chain made anew after a change still has another root', () => {
  const log = logOf(5);
  const records: JsonObject[] = [];
  for (const [i, record] of log.records.entries()) {
    const before = records.at(-1);
    const changed = i === 2 ? { ...record, type: 'fact.retracted' } : record;
    records.push({ ...changed, prev: before === undefined ? null : linkOf(before) });
  }
  assert.deepEqual(codes({ ...log, records }), ['root-mismatch']);
});

test('a record taken out is a gap and a broken chain', () => {
  const log = logOf(4);
  const records = log.records.filter((_, i) => i !== 1);
  assert.deepEqual([...new Set(codes({ ...log, records }))], ['sequence-gap', 'chain-broken', 'truncated']);
});

test('an end cut off together with its checkpoint is seen only against one kept before', () => {
  const log = logOf(6);
  const records = log.records.slice(0, 3);
  const cut = { ...log, records, checkpoints: [checkpoint(records)] };
  assert.deepEqual(codes(cut), []);
  assert.deepEqual(codes({ ...cut, anchors: log.checkpoints }), ['truncated']);
});

test('a leaf, a checkpoint of another namespace or key, and records without a checkpoint', () => {
  const log = logOf(2);
  const leaves = log.records.map((record) => `sha256:${recordLeaf(record).toString('hex')}`);
  assert.deepEqual(codes({ ...log, leaves }), []);
  assert.deepEqual(codes({ ...log, leaves: leaves.toReversed() }), ['leaf-mismatch', 'leaf-mismatch']);
  assert.deepEqual(codes({ ...log, checkpoints: [checkpoint(log.records, 'other')] }), [
    'signature-invalid',
    'checkpoint-missing',
  ]);
  assert.deepEqual(codes({ ...log, checkpoints: [checkpoint(log.records.slice(0, 1))] }), [
    'checkpoint-missing',
  ]);
  assert.deepEqual(codes({ ...log, checkpoints: [] }), ['checkpoint-missing']);
});
