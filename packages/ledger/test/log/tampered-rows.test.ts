import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { verifyDatabase, type FindingCode } from '../../src/index.ts';
import { after, codesOf, filled, run, value, type Filled } from '../support/tamper.ts';

/** Rows edited behind the log's back, each with its code and the words that name it. */
const ROW_TAMPERS: readonly [name: string, (db: DatabaseSync, f: Filled) => void, FindingCode, RegExp][] = [
  [
    'the commitment of a fact',
    (db, f) => run(db, `UPDATE facts SET commitment = ? WHERE id = ? AND version = 2`, value(99), f.fact),
    'commitment-mismatch',
    /^fact:.*@2: its commitment is not the one record \d+ was made with/,
  ],
  [
    'a fact put in',
    (db, f) => run(db, `UPDATE facts SET version = 3 WHERE id = ? AND version = 2`, f.fact),
    'row-without-record',
    /^fact:.*@3 is in no record/,
  ],
  [
    'a fact taken out',
    (db, f) => run(db, `DELETE FROM facts WHERE id = ?`, f.fact),
    'record-without-row',
    /^fact:.*@1 is gone, and nothing was erased since/,
  ],
  [
    'an older version of a fact made to count',
    (db, f) => run(db, `UPDATE facts SET current = 2 - version WHERE id = ?`, f.fact),
    'row-mismatch',
    /version 1 counts, though there is a newer one/,
  ],
  [
    'two versions of a fact made to count',
    (db, f) => run(db, `UPDATE facts SET current = 1 WHERE id = ?`, f.fact),
    'row-mismatch',
    /two versions count at once/,
  ],
  [
    'a conflict closed',
    (db, f) => run(db, `UPDATE conflicts SET status = 'resolved' WHERE id = ?`, f.conflict),
    'row-mismatch',
    /^conflict:.*: its status/,
  ],
  [
    'a conflict taken out',
    (db, f) => run(db, `DELETE FROM conflicts WHERE id = ?`, f.conflict),
    'record-without-row',
    /^conflict:.* is gone/,
  ],
  [
    'the verdict of an evaluation',
    (db, f) => run(db, `UPDATE evaluations SET verdict = 'BLOCK' WHERE id = ?`, f.evaluation),
    'row-mismatch',
    /^evaluation:.*: its verdict/,
  ],
  [
    'the state an evaluation relied on',
    (db, f) => run(db, `UPDATE evaluations SET state_hash = ? WHERE id = ?`, value(99), f.evaluation),
    'row-mismatch',
    /its state_hash/,
  ],
  [
    'an evaluation opened again after its commit',
    (db, f) =>
      run(db, `UPDATE evaluations SET status = 'open', committed_at = NULL WHERE id = ?`, f.evaluation),
    'row-mismatch',
    /hides that it was committed/,
  ],
  [
    'an evaluation passed off as erased',
    (db, f) => run(db, `UPDATE evaluations SET status = 'erased' WHERE id = ?`, f.evaluation),
    'row-mismatch',
    /it says that it was erased, and nothing was erased since/,
  ],
  [
    'an evaluation taken out',
    (db, f) => run(db, `DELETE FROM evaluations WHERE id = ?`, f.evaluation),
    'record-without-row',
    /^evaluation:.* is gone/,
  ],
  [
    'the executor of a commit',
    (db) => run(db, `UPDATE commits SET executor = 'mallory'`),
    'row-mismatch',
    /^The commit of .*: its executor/,
  ],
  [
    'a commit taken out',
    (db) => run(db, `DELETE FROM commits`),
    'record-without-row',
    /^The commit of evaluation:.* is gone/,
  ],
  [
    'an outcome',
    (db) => run(db, `UPDATE outcomes SET status = 'failed'`),
    'row-mismatch',
    /^The outcome of .*: its status/,
  ],
  [
    'an outcome taken out',
    (db) => run(db, `DELETE FROM outcomes`),
    'record-without-row',
    /^The outcome of .* is gone/,
  ],
  [
    'an escalation used that no commit used',
    (db) => run(db, `UPDATE escalations SET status = 'consumed'`),
    'row-mismatch',
    /^escalation:.*: its status/,
  ],
  [
    'an approval for other reasons',
    (db) => run(db, `UPDATE escalations SET commitment = ?`, value(99)),
    'commitment-mismatch',
    /^escalation:.*: its commitment/,
  ],
  [
    'a halt lifted',
    (db) => run(db, `DELETE FROM controls`),
    'record-without-row',
    /control:agent\.bot was halted/,
  ],
  [
    'a halt nobody ordered',
    (db) => run(db, `UPDATE controls SET name = 'other'`),
    'row-without-record',
    /control:agent\.other is in no record/,
  ],
  [
    'a role',
    (db, f) => run(db, `UPDATE credentials SET roles = '["admin"]' WHERE id = ?`, f.agent),
    'commitment-mismatch',
    /^key:.*: its commitment/,
  ],
  [
    'a revocation taken back',
    (db, f) => run(db, `UPDATE credentials SET revoked_at = NULL WHERE id = ?`, f.revoked),
    'row-mismatch',
    /whether it is revoked/,
  ],
  [
    'a credential put in',
    (db, f) => run(db, `UPDATE credentials SET id = ? WHERE id = ?`, f.fact, f.agent),
    'row-without-record',
    /^key:.* is in no record/,
  ],
  [
    'the policy in force',
    (db) =>
      run(
        db,
        `UPDATE settings SET value = replace(value, '"ttl_ms":60000', '"ttl_ms":61000') WHERE name = 'policy' AND ns = 'acme'`,
      ),
    'row-mismatch',
    /^The setting policy: its value/,
  ],
  [
    'the policy put back to what it was',
    (db) =>
      run(
        db,
        `UPDATE settings SET (value, digest) = (SELECT value, digest FROM settings WHERE name = 'policy' AND ns = 'system') WHERE name = 'policy' AND ns = 'acme'`,
      ),
    'commitment-mismatch',
    /^The setting policy: its commitment/,
  ],
  [
    'a setting taken out',
    (db) => run(db, `DELETE FROM settings WHERE name = 'trust' AND ns = 'acme'`),
    'record-without-row',
    /^The setting trust is gone/,
  ],
  [
    'a document that decisions were made by',
    (db) => run(db, `UPDATE documents SET content = '{}' WHERE kind = 'policy' AND ns = 'acme'`),
    'commitment-mismatch',
    /^A policy is kept under a digest that is not its own/,
  ],
];

for (const [name, change, code, sentence] of ROW_TAMPERS) {
  test(`tampering with rows: ${name}`, async (t) => {
    const f = await filled(t);
    const result = after(f, (db) => change(db, f));
    assert.equal(result.ok, false);
    const [acme] = result.namespaces;
    const found = acme?.findings.find((finding) => finding.code === code && sentence.test(finding.message));
    assert.ok(found, JSON.stringify(acme?.findings));
    // Nothing but rows was touched, and nothing but rows is complained of.
    const rowCodes = ['row-without-record', 'record-without-row', 'commitment-mismatch', 'row-mismatch'];
    assert.deepEqual(
      codesOf(result).filter((other) => !rowCodes.includes(other)),
      [],
    );
  });
}

test('an approval that was used for a commit is in order, and what was erased is not missed', async (t) => {
  const f = await filled(t);
  const { ledger } = f.gateway;
  await ledger.write('acme', 'root', async (unit) => {
    await unit.tx.update('escalations', { id: f.escalation }, { status: 'consumed', version: 3 });
    await unit.tx.insert('consumptions', {
      escalation: f.escalation,
      evaluation: f.evaluation,
      ts: unit.now,
    });
    const id = unit.ids();
    await unit.tx.delete('facts', { id: f.fact });
    await unit.tx.delete('conflicts', { id: f.conflict });
    await unit.tx.insert('erasures', {
      id,
      status: 'done',
      kids: '',
      subject_index: '',
      requested_at: unit.now,
    });
    await unit.append({ type: 'subject.erased', object: `erasure:${id}` });
  });
  assert.deepEqual(verifyDatabase(f.gateway.path, ledger).namespaces[0]?.findings, []);
  const result = after(f, (db) => run(db, `DELETE FROM erasures`));
  assert.deepEqual(codesOf(result), ['record-without-row']);
});
