import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  canonicalBytes,
  digest,
  formatCheckpoint,
  formatTime,
  leafHash,
  noteSigner,
  RECORD_TYPES,
  rootOf,
  signNote,
  toHex,
  VERDICTS,
  type LogRecord,
  type NoteSigner,
} from '@eaap/protocol';
import { verifyLog, type FindingCode, type LogVerification } from '../../src/index.ts';
import { START } from '../support/gateway.ts';

const signer = noteSigner({ name: 'eaap.local', seed: new Uint8Array(32).fill(7) });
const { verifierKey } = signer;
const note = (records: readonly LogRecord[], by: NoteSigner = signer, origin = 'eaap.local/acme') =>
  signNote(
    formatCheckpoint({ origin, size: records.length, root: rootOf(records.map((r) => canonicalBytes(r))) }),
    by,
  );
const codes = ({ findings }: LogVerification): FindingCode[] => findings.map(({ code }) => code);

type Part = Pick<LogRecord, 'type' | 'verdict' | 'reason'>;
/** A log as a gateway makes it. */
function logOf(parts: readonly Part[]): LogRecord[] {
  const records: LogRecord[] = [];
  for (const [seq, part] of parts.entries()) {
    const before = records.at(-1);
    records.push({
      v: 1,
      seq,
      ts: formatTime(START + seq),
      ns: 'acme',
      principal: 'root',
      object: null,
      evaluation: null,
      policy: null,
      engine: null,
      state_hash: null,
      commitment: null,
      ...part,
      prev: before === undefined ? null : digest('EAAP-RECORD-v1', before),
    });
  }
  return records;
}
const plain = (n: number) =>
  logOf(Array.from({ length: n }, () => ({ type: 'requests.refused' as const, verdict: null, reason: 'x' })));
const changed = (records: readonly LogRecord[], seq: number, change: Partial<LogRecord>) =>
  records.map((record, i) => (i === seq ? { ...record, ...change } : record));

const anyLog = fc
  .array(
    fc.record({
      type: fc.constantFrom(...RECORD_TYPES),
      verdict: fc.option(fc.constantFrom(...VERDICTS)),
      reason: fc.option(fc.stringMatching(/^[a-z0-9_.-]{1,16}$/)),
    }),
    { minLength: 2, maxLength: 24 },
  )
  .map(logOf);

test('every log a gateway makes verifies, with any of its checkpoints and any of them as anchor', () => {
  fc.assert(
    fc.property(anyLog, fc.nat(), (records, cut) => {
      const part = records.slice(0, 1 + (cut % records.length));
      const result = verifyLog({
        records,
        checkpoints: [note(part), note(records)],
        verifierKey,
        anchor: note(part),
        leaves: records.map((record) => `sha256:${toHex(leafHash(canonicalBytes(record)))}`),
      });
      assert.deepEqual(result.findings, []);
      assert.equal(result.ok, true);
      assert.equal(result.size, records.length);
      assert.equal(result.root, `sha256:${toHex(rootOf(records.map((r) => canonicalBytes(r))))}`);
    }),
  );
});

test('any change of any one member of any record is found', () => {
  const others = {
    v: 2,
    seq: 1000,
    ts: formatTime(START + 5000),
    ns: 'other',
    type: 'control.halted',
    principal: 'mallory',
    object: 'fact:1@1',
    evaluation: '018bcfe5-6800-7000-8000-000000000000',
    verdict: 'ALLOW',
    reason: 'other',
    policy: `sha256:${'0'.repeat(64)}`,
    engine: `sha256:${'0'.repeat(64)}`,
    state_hash: `sha256:${'0'.repeat(64)}`,
    commitment: `sha256:${'0'.repeat(64)}`,
    prev: `sha256:${'0'.repeat(64)}`,
  };
  fc.assert(
    fc.property(anyLog, fc.nat(), fc.constantFrom(...Object.keys(others)), (records, at, member) => {
      const seq = at % records.length;
      const record = records[seq] as Record<string, unknown> | undefined;
      fc.pre(record?.[member] !== others[member as keyof typeof others]);
      const tampered = changed(records, seq, { [member]: others[member as keyof typeof others] });
      const result = verifyLog({
        records: tampered,
        checkpoints: [note(records)],
        verifierKey,
        namespace: 'acme',
      });
      assert.equal(result.ok, false);
      assert.ok(codes(result).includes('root-mismatch'));
    }),
  );
});

test('taking out, putting in, swapping and cutting are found', () => {
  fc.assert(
    fc.property(anyLog, fc.nat(), fc.constantFrom('out', 'in', 'swap', 'cut'), (records, at, how) => {
      const seq = at % (records.length - 1);
      const [one, two] = records.slice(seq, seq + 2);
      assert.ok(one !== undefined && two !== undefined);
      const tampered = {
        out: records.toSpliced(seq, 1),
        in: records.toSpliced(seq, 0, one),
        swap: records.toSpliced(seq, 2, two, one),
        cut: records.slice(0, -1),
      }[how];
      const result = verifyLog({
        records: tampered,
        checkpoints: [note(records)],
        verifierKey,
        namespace: 'acme',
      });
      const expected: FindingCode = how === 'out' || how === 'cut' ? 'truncated' : 'root-mismatch';
      assert.ok(codes(result).includes(expected), codes(result).join());
      if (how === 'swap') assert.ok(codes(result).includes('sequence-gap'));
    }),
  );
});

test('a flipped verdict breaks the link of the next record and the root', () => {
  const records = logOf(
    (['BLOCK', 'ALLOW', 'ALLOW'] as const).map((verdict) => ({
      type: 'evaluation.recorded',
      verdict,
      reason: null,
    })),
  );
  const result = verifyLog({
    records: changed(records, 0, { verdict: 'ALLOW' }),
    checkpoints: [note(records.slice(0, 1)), note(records)],
    verifierKey,
  });
  assert.deepEqual(result.findings, [
    { code: 'chain-broken', message: 'Record 1 does not point to the record before it.', seq: 1 },
    {
      code: 'root-mismatch',
      message: 'The first 1 records are not those that were signed. The first 0 are.',
      seq: 0,
    },
  ]);
});

test('a log that was rewritten as a whole fits its links but no signature', () => {
  const records = plain(5);
  const rewritten = logOf(
    records.map(() => ({ type: 'requests.refused', verdict: null, reason: 'rewritten' })),
  );
  assert.deepEqual(codes(verifyLog({ records: rewritten, checkpoints: [note(records)], verifierKey })), [
    'root-mismatch',
  ]);
  const forger = noteSigner({ name: 'eaap.local', seed: new Uint8Array(32).fill(8) });
  const forged = verifyLog({ records: rewritten, checkpoints: [note(rewritten, forger)], verifierKey });
  assert.deepEqual(codes(forged), ['signature-invalid', 'checkpoint-missing']);
  assert.match(forged.findings[0]?.message ?? '', /^Checkpoint 1 of 1 is not signed by the verifier key/);
});

test('what a lone log cannot show an anchor does: an end cut off, and a rewriting with the key', () => {
  const records = plain(5);
  const short = records.slice(0, 3);
  assert.equal(verifyLog({ records: short, checkpoints: [note(short)], verifierKey }).ok, true);
  const cut = verifyLog({ records: short, checkpoints: [note(short)], verifierKey, anchor: note(records) });
  assert.deepEqual(codes(cut), ['truncated']);
  assert.match(cut.findings[0]?.message ?? '', /covers 5 records; 3 are there/);

  const rewritten = logOf(
    records.map(() => ({ type: 'requests.refused', verdict: null, reason: 'rewritten' })),
  );
  const alone = { records: rewritten, checkpoints: [note(rewritten)], verifierKey };
  assert.equal(verifyLog(alone).ok, true);
  assert.deepEqual(codes(verifyLog({ ...alone, anchor: [note(records)] })), ['checkpoint-fork']);
  assert.deepEqual(codes(verifyLog({ ...alone, checkpoints: [note(rewritten), note(records)] })), [
    'checkpoint-fork',
  ]);
});

test('a checkpoint of another log, a record without a checkpoint, a leaf that lies', () => {
  const records = plain(3);
  const elsewhere = note(records, signer, 'eaap.local/other');
  assert.deepEqual(codes(verifyLog({ records, checkpoints: [elsewhere], verifierKey })), [
    'signature-invalid',
    'checkpoint-missing',
  ]);
  const uncovered = verifyLog({ records, checkpoints: [note(records.slice(0, 2))], verifierKey });
  assert.deepEqual(uncovered.findings, [
    { code: 'checkpoint-missing', message: 'No signed checkpoint covers the records from 2 on.', seq: 2 },
  ]);
  const leaves = records.map(() => `sha256:${'0'.repeat(64)}`);
  assert.deepEqual(codes(verifyLog({ records, checkpoints: [note(records)], verifierKey, leaves })), [
    'leaf-mismatch',
    'leaf-mismatch',
    'leaf-mismatch',
  ]);
});

test('time goes back only where the log says that the clock was re-based', () => {
  const parts = (type: LogRecord['type']): Part[] => [
    { type: 'requests.refused', verdict: null, reason: null },
    { type, verdict: null, reason: null },
  ];
  const back = (type: LogRecord['type']) => changed(logOf(parts(type)), 1, { ts: formatTime(START - 1) });
  const rebased = back('clock.rebased');
  assert.equal(verifyLog({ records: rebased, checkpoints: [note(rebased)], verifierKey }).ok, true);
  const reversed = back('requests.refused');
  assert.deepEqual(codes(verifyLog({ records: reversed, checkpoints: [note(reversed)], verifierKey })), [
    'time-reversed',
  ]);
});

test('a record behind something that is none is not held to the times before it', () => {
  const records: unknown[] = plain(3);
  const late = { ...plain(3)[0], ts: formatTime(START + 9000) };
  records.splice(0, 2, late, 'record');
  const found = codes(verifyLog({ records, checkpoints: [], verifierKey }));
  assert.deepEqual(found, ['record-malformed', 'checkpoint-missing']);
});

test('more or fewer leaves than records are found', () => {
  const records = plain(3);
  const leaves = records.map((record) => `sha256:${toHex(leafHash(canonicalBytes(record)))}`);
  for (const given of [leaves.slice(0, 2), [...leaves, leaves[0] ?? ''], []]) {
    const found = codes(verifyLog({ records, checkpoints: [note(records)], verifierKey, leaves: given }));
    assert.deepEqual(found, ['leaf-mismatch']);
  }
});

test('nothing that stands in the place of a record makes the verifier throw', () => {
  const records = plain(3);
  fc.assert(
    fc.property(fc.anything(), (thing) => {
      const result = verifyLog({
        records: [records[0], thing, records[2]],
        checkpoints: [note(records)],
        verifierKey,
      });
      assert.ok(codes(result).includes('root-mismatch'));
    }),
  );
});

test('a flood of findings is counted, not listed', () => {
  const records = plain(200).map((record) => ({ ...record, prev: null }));
  const result = verifyLog({ records, checkpoints: [note(records)], verifierKey });
  assert.equal(codes(result).length, 50);
  assert.deepEqual(result.omitted, { 'chain-broken': 149 });
});

test('a verifier key that is none, and a log that does not say whose it is, are refused', () => {
  assert.throws(() => verifyLog({ records: plain(1), checkpoints: [], verifierKey: 'nonsense' }), {
    type: 'invalid-request',
    message: 'invalid-request: A verifier key is written name+id+base64.',
  });
  assert.throws(() => verifyLog({ records: [], checkpoints: [], verifierKey }), {
    type: 'invalid-request',
    message: /does not say whose it is/,
  });
});
