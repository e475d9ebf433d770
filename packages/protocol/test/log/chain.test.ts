import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { digest, linkOf, verifyChain, type LogRecord } from '../../src/index.ts';

function chainOf(length: number, ns = 'acme'): LogRecord[] {
  const records: LogRecord[] = [];
  for (let seq = 0; seq < length; seq++) {
    const last = records.at(-1);
    records.push({
      v: 1,
      seq,
      ts: '2026-01-31T09:30:00.000Z',
      ns,
      type: 'fact.stored',
      principal: 'recorder-1',
      object: `fact:${seq}@1`,
      evaluation: null,
      verdict: null,
      reason: null,
      policy: null,
      engine: null,
      state_hash: null,
      commitment: null,
      prev: last === undefined ? null : linkOf(last),
    });
  }
  return records;
}

const codes = (records: Iterable<LogRecord>): string[] =>
  verifyChain(records).findings.map(({ seq, code }) => `${seq} ${code}`);

describe('verifyChain', () => {
  it('finds nothing wrong in a sound chain, and gives its head', () => {
    assert.deepEqual(verifyChain([]), { ok: true, size: 0, head: null, findings: [] });
    const records = chainOf(5);
    const head = digest('EAAP-RECORD-v1', records[4] ?? assert.fail());
    assert.deepEqual(verifyChain(records), { ok: true, size: 5, head, findings: [] });
  });

  it('finds any altered record but the last, whose digest is the head', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (length, random) => {
        const records = chainOf(length);
        const at = random % length;
        records[at] = { ...(records[at] ?? assert.fail()), principal: 'mallory' };
        const { head } = verifyChain(chainOf(length));
        const result = verifyChain(records);
        if (at < length - 1) assert.deepEqual(codes(records), [`${at + 1} chain-broken`]);
        else assert.notEqual(result.head, head);
      }),
    );
  });

  it('finds a record removed, doubled, moved or put in', () => {
    const [a, b, c, d] = chainOf(4) as [LogRecord, LogRecord, LogRecord, LogRecord];
    assert.deepEqual(codes([a, c, d]), ['1 sequence-gap', '1 chain-broken', '2 sequence-gap']);
    assert.deepEqual(codes([a, a]), ['1 sequence-gap', '1 chain-broken']);
    assert.deepEqual(codes([a, b, b]), ['2 sequence-gap', '2 chain-broken']);
    assert.ok(codes([a, c, b, d]).includes('1 chain-broken'));
    assert.deepEqual(codes([b, c]), ['0 sequence-gap', '0 chain-broken', '1 sequence-gap']);
  });

  it('finds a record of another namespace', () => {
    const [first] = chainOf(1) as [LogRecord];
    const other = { ...(chainOf(2, 'other')[1] ?? assert.fail()), prev: linkOf(first) };
    assert.deepEqual(codes([first, other]), ['1 namespace-mixed']);
  });

  it('finds a record that is no JSON object, and goes on', () => {
    const [a, b, c] = chainOf(3) as [LogRecord, LogRecord, LogRecord];
    for (const wrong of [null, 'text', [], { ...b, ts: NaN }, new Date(0)]) {
      assert.deepEqual(codes([a, wrong as unknown as LogRecord, c]), [
        '1 record-malformed',
        '2 chain-broken',
      ]);
    }
  });

  it('says in words what is wrong', () => {
    const [a, b] = chainOf(2) as [LogRecord, LogRecord];
    assert.deepEqual(verifyChain([a, { ...b, seq: 7, prev: null }]).findings, [
      { seq: 1, code: 'sequence-gap', message: 'The record in place 1 claims another place.' },
      { seq: 1, code: 'chain-broken', message: 'The record does not point to the one before it.' },
    ]);
  });
});
