import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  canonicalBytes,
  canonicalize,
  createTree,
  digest,
  leafHash,
  type Digest,
  type JsonObject,
} from '@eaap/protocol';
import { latestCheckpoint, verifyDatabase, type FindingCode } from '../../src/index.ts';
import { gateway } from '../support/gateway.ts';
import { after, codesOf, filled, run } from '../support/tamper.ts';

const recordAt = (db: DatabaseSync, seq: number): JsonObject => {
  const row = db.prepare(`SELECT record FROM log WHERE ns = 'acme' AND seq = ?`).get(seq);
  return JSON.parse(String(row?.['record'])) as JsonObject;
};
const seqOf = (db: DatabaseSync, type: string): number =>
  Number(db.prepare(`SELECT min(seq) AS seq FROM log WHERE ns = 'acme' AND type = ?`).get(type)?.['seq']);

/** The ways in which a log is tampered with, each with everything that must be found, and nothing else. */
const LOG_TAMPERS: readonly [
  name: string,
  change: (db: DatabaseSync) => void,
  codes: readonly FindingCode[],
][] = [
  [
    'a byte of a record flipped',
    (db) =>
      run(db, `UPDATE log SET record = replace(record, '"v":1', '"v":2') WHERE ns = 'acme' AND seq = 3`),
    ['leaf-mismatch', 'record-malformed', 'node-mismatch', 'root-mismatch', 'row-without-record'],
  ],
  [
    'a record that is no JSON any more',
    (db) => run(db, `UPDATE log SET record = substr(record, 2) WHERE ns = 'acme' AND seq = 3`),
    ['leaf-mismatch', 'record-malformed', 'node-mismatch', 'root-mismatch', 'row-without-record'],
  ],
  [
    'a record in another text of the same JSON',
    (db) => run(db, `UPDATE log SET record = record || ' ' WHERE ns = 'acme' AND seq = 3`),
    ['leaf-mismatch', 'record-malformed', 'node-mismatch', 'root-mismatch', 'row-without-record'],
  ],
  [
    'a flipped verdict',
    (db) =>
      run(
        db,
        `UPDATE log SET record = replace(record, '"verdict":"ALLOW"', '"verdict":"BLOCK"') WHERE ns = 'acme' AND type = 'evaluation.recorded'`,
      ),
    ['leaf-mismatch', 'chain-broken', 'node-mismatch', 'root-mismatch', 'row-mismatch'],
  ],
  [
    'a byte of a leaf flipped',
    (db) => run(db, `UPDATE log SET leaf = zeroblob(32) WHERE ns = 'acme' AND seq = 3`),
    ['leaf-mismatch'],
  ],
  [
    'a node of the tree changed',
    (db) =>
      run(db, `UPDATE log_nodes SET hash = zeroblob(32) WHERE ns = 'acme' AND level = 1 AND position = 0`),
    ['node-mismatch'],
  ],
  [
    'a node of the tree taken out',
    (db) => run(db, `DELETE FROM log_nodes WHERE ns = 'acme' AND level = 2 AND position = 0`),
    ['node-mismatch'],
  ],
  [
    'a column that records are found by',
    (db) => run(db, `UPDATE log SET type = 'fact.stored' WHERE ns = 'acme' AND type = 'control.halted'`),
    ['row-mismatch'],
  ],
  [
    'the signature of a checkpoint',
    (db) =>
      run(
        db,
        `UPDATE checkpoints SET note = replace(note, '— eaap.local ', '— eaap.local A') WHERE ns = 'acme' AND size = 4`,
      ),
    ['signature-invalid'],
  ],
  [
    'a checkpoint kept for another size',
    (db) =>
      run(
        db,
        `UPDATE checkpoints SET size = 3 WHERE ns = 'acme' AND size = (SELECT min(size) FROM checkpoints WHERE ns = 'acme')`,
      ),
    ['row-mismatch'],
  ],
  [
    'all checkpoints taken away',
    (db) => run(db, `DELETE FROM checkpoints WHERE ns = 'acme'`),
    ['checkpoint-missing'],
  ],
];

for (const [name, change, codes] of LOG_TAMPERS) {
  test(`tampering with the log: ${name}`, async (t) => {
    const result = after(await filled(t), change);
    assert.equal(result.ok, false);
    const found = codesOf(result);
    assert.deepEqual(found.toSorted(), codes.toSorted());
    assert.deepEqual(codesOf(result, 'system'), []);
  });
}

test('a record taken out leaves a gap, breaks the chain, and is missed by the checkpoint and by its row', async (t) => {
  const f = await filled(t);
  const result = after(f, (db) => run(db, `DELETE FROM log WHERE ns = 'acme' AND type = 'fact.reinforced'`));
  assert.deepEqual(codesOf(result).toSorted(), [
    'chain-broken',
    'node-mismatch',
    'row-without-record',
    'sequence-gap',
    'truncated',
  ]);
  assert.match(result.namespaces[0]?.findings[0]?.message ?? '', /^Record \d+ is missing\.$/);
});

test('two records that changed places are found', async (t) => {
  const f = await filled(t);
  const result = after(f, (db) => {
    const [one, two] = [recordAt(db, 4), recordAt(db, 5)];
    run(db, `UPDATE log SET record = ? WHERE ns = 'acme' AND seq = 4`, canonicalize(two));
    run(db, `UPDATE log SET record = ? WHERE ns = 'acme' AND seq = 5`, canonicalize(one));
  });
  for (const code of ['sequence-gap', 'chain-broken', 'leaf-mismatch', 'root-mismatch'] as const) {
    assert.ok(codesOf(result).includes(code), code);
  }
});

/** Writes the whole log anew from a record on, links, leaves, nodes and all: everything that needs no key. */
function rehash(db: DatabaseSync, from: number, change: (record: JsonObject) => JsonObject): void {
  const rows = db.prepare(`SELECT record FROM log WHERE ns = 'acme' ORDER BY seq`).all();
  const tree = createTree();
  db.exec(`DELETE FROM log_nodes WHERE ns = 'acme'`);
  let prev: Digest | null = null;
  for (const [seq, row] of rows.entries()) {
    const before = JSON.parse(String(row['record'])) as JsonObject;
    const record: JsonObject = { ...(seq === from ? change(before) : before), prev };
    const bytes = canonicalBytes(record);
    tree.append(bytes);
    run(
      db,
      `UPDATE log SET record = ?, leaf = ? WHERE ns = 'acme' AND seq = ?`,
      canonicalize(record),
      leafHash(bytes),
      seq,
    );
    prev = digest('EAAP-RECORD-v1', record);
  }
  for (let level = 0; 2 ** level <= tree.size; level++) {
    for (let position = 0; (position + 1) * 2 ** level <= tree.size; position++) {
      const hash = tree.nodeAt(level, position) ?? new Uint8Array();
      run(
        db,
        `INSERT INTO log_nodes (ns, level, position, hash) VALUES ('acme', ?, ?, ?)`,
        level,
        position,
        hash,
      );
    }
  }
}

test('a whole log written anew without the key fits everything but the signatures', async (t) => {
  const f = await filled(t);
  const result = after(f, (db) => {
    const seq = seqOf(db, 'key.revoked');
    rehash(db, seq, (record) => ({ ...record, principal: 'mallory' }));
  });
  assert.deepEqual(codesOf(result), ['root-mismatch']);
  const [finding] = result.namespaces[0]?.findings ?? [];
  // Up to the last checkpoint before it, everything is as it was signed.
  assert.match(finding?.message ?? '', /The first 4 are\.$/);
  assert.equal(finding?.seq, 4);
});

test('rehashing an untouched log changes nothing: the tamper itself is sound', async (t) => {
  const f = await filled(t);
  assert.equal(after(f, (db) => rehash(db, -1, (record) => record)).ok, true);
});

test('an end that was cut off with its checkpoints and rows is found by an anchor alone', async (t) => {
  const { path, ledger } = await gateway(t);
  const append = () => ledger.write('acme', 'root', (unit) => unit.append({ type: 'requests.refused' }));
  const { seq } = await append();
  await append();
  const anchor = (await ledger.read('acme', latestCheckpoint))?.note ?? '';
  await ledger.parts.store.close();
  const db = new DatabaseSync(path);
  const from = seq + 1;
  run(db, `DELETE FROM log WHERE ns = 'acme' AND seq >= ?`, from);
  run(db, `DELETE FROM checkpoints WHERE ns = 'acme' AND size > ?`, from);
  run(db, `DELETE FROM log_nodes WHERE ns = 'acme' AND (position + 1) * (1 << level) > ?`, from);
  db.close();
  assert.equal(verifyDatabase(path, ledger).ok, true);
  const result = verifyDatabase(path, { verifierKey: ledger.verifierKey, anchor });
  assert.deepEqual(codesOf(result), ['truncated']);
  assert.deepEqual(codesOf(result, 'system'), []);
});

test('a namespace that was taken out whole is found by its anchor', async (t) => {
  const { path, ledger } = await gateway(t);
  const anchor = (await ledger.read('acme', latestCheckpoint))?.note ?? '';
  await ledger.parts.store.close();
  const db = new DatabaseSync(path);
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  for (const { name } of tables) db.exec(`DELETE FROM "${String(name)}" WHERE ns = 'acme'`);
  db.close();
  assert.equal(verifyDatabase(path, ledger).ok, true);
  assert.deepEqual(codesOf(verifyDatabase(path, { verifierKey: ledger.verifierKey, anchor })), ['truncated']);
});
