import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import {
  canonicalBytes,
  canonicalize,
  commit,
  createTree,
  digest,
  leafHash,
  type Digest,
  type JsonObject,
} from '@eaap/protocol';
import {
  createKey,
  DEFAULT_POLICY,
  latestCheckpoint,
  revokeKey,
  setPolicy,
  verifyDatabase,
  type DatabaseVerification,
  type FindingCode,
} from '../../src/index.ts';
import { gateway, type TestGateway } from '../support/gateway.ts';

const SALT = new Uint8Array(32).fill(3);
const value = (n: number): Digest => commit(SALT, { n });

/** Ids of what stands in the database that is tampered with. */
interface Filled {
  readonly gateway: TestGateway;
  readonly fact: string;
  readonly conflict: string;
  readonly evaluation: string;
  readonly escalation: string;
  readonly agent: string;
  readonly revoked: string;
}

const factRow = (id: string, version: number, current: number) => ({
  ...{ id, version, current, status: 'active', subject_index: 's', attribute_index: 'a', value_index: 'v' },
  ...{
    locked: 0,
    trust: 'verified',
    source_kind: 'tool',
    confidence: 9000,
    half_life_ms: 1000,
    observed_at: 1,
  },
  ...{ created_at: 1, kids: '', commitment: value(version) },
});

/** A namespace with a row of every kind, each made as the gateway makes it: with its record in the same unit. */
async function filled(t: TestContext): Promise<Filled> {
  const g = await gateway(t);
  const { ledger } = g;
  const made = await ledger.write('acme', 'root', async (unit) => {
    const [fact, conflict, evaluation, escalation, jti] = [1, 2, 3, 4, 5].map(() => unit.ids());
    assert.ok(fact && conflict && evaluation && escalation && jti);
    const { tx, now } = unit;
    for (const version of [1, 2]) {
      await tx.insert('facts', factRow(fact, version, version - 1));
      await unit.append({
        type: version === 1 ? 'fact.stored' : 'fact.reinforced',
        object: `fact:${fact}@${version}`,
        commitment: value(version),
      });
    }
    const sealed = { kids: '', sealed: null };
    await tx.insert('conflicts', {
      ...{ id: conflict, version: 1, status: 'open', subject_index: 's', attribute_index: 'a' },
      ...{ incumbent: fact, challenger: fact, opened_at: now, commitment: value(3), ...sealed },
    });
    await unit.append({ type: 'conflict.opened', object: `conflict:${conflict}@1`, commitment: value(3) });
    const decided = { policy: value(4), engine: value(5), state_hash: value(6), commitment: value(7) };
    await tx.insert('evaluations', {
      ...{ id: evaluation, principal: 'bot', owner: 'ada', executor: 'executor', verdict: 'ALLOW' },
      ...{ status: 'executed', action_key: 'k', loop_key: 'l', window: 0, created_at: now, expires_at: now },
      ...{ committed_at: now, ...decided, ...sealed },
    });
    await unit.append({
      ...{ type: 'evaluation.recorded', object: `evaluation:${evaluation}`, evaluation, verdict: 'ALLOW' },
      ...{ principal: 'bot', ...decided },
    });
    const escalated = {
      id: escalation,
      evaluation,
      proposer: 'bot',
      proposer_owner: 'ada',
      target: 'approvers',
    };
    await tx.insert('escalations', {
      ...{ ...escalated, status: 'approved', version: 2, opened_at: now, expires_at: now, action_key: 'k' },
      ...{ reasons_digest: value(8), challenge: 'x', commitment: value(9), ...sealed },
    });
    const object = `escalation:${escalation}`;
    await unit.append({ type: 'escalation.opened', object: `${object}@1`, evaluation, commitment: value(8) });
    await unit.append({
      type: 'escalation.approved',
      object: `${object}@2`,
      evaluation,
      commitment: value(9),
    });
    const { seq } = await unit.append({
      type: 'commit.accepted',
      evaluation,
      principal: 'executor',
      commitment: value(10),
    });
    await tx.insert('commits', {
      ...{
        evaluation,
        jti,
        executor: 'executor',
        audience: 'a',
        seq,
        committed_at: now,
        expires_at: now,
        ...sealed,
      },
    });
    const reported = await unit.append({
      type: 'outcome.reported',
      evaluation,
      principal: 'executor',
      reason: 'executed',
    });
    await tx.insert('outcomes', {
      ...{
        evaluation,
        status: 'executed',
        principal: 'executor',
        reported_at: now,
        seq: reported.seq,
        ...sealed,
      },
    });
    await tx.insert('controls', {
      ...{ scope: 'agent', name: 'bot', state: 'halted', reason: 'x', principal: 'root', since: now },
    });
    await unit.append({ type: 'control.halted', object: 'control:agent.bot' });
    const agent = await createKey(ledger, unit, { principal: 'bot', owner: 'ada', roles: ['agent'] });
    const revoked = await createKey(ledger, unit, { principal: 'old', owner: 'ada', roles: ['auditor'] });
    await revokeKey(unit, revoked.credential.id);
    await setPolicy(unit, { ...DEFAULT_POLICY, version: '2' });
    return {
      fact,
      conflict,
      evaluation,
      escalation,
      agent: agent.credential.id,
      revoked: revoked.credential.id,
    };
  });
  return { gateway: g, ...made };
}

/** What the verifier says of the database after somebody had their way with it. */
function after(f: Filled, change: (db: DatabaseSync) => void): DatabaseVerification {
  const db = new DatabaseSync(f.gateway.path);
  change(db);
  db.close();
  return verifyDatabase(f.gateway.path, f.gateway.ledger);
}
const run = (db: DatabaseSync, sql: string, ...values: (string | number | Uint8Array)[]) => {
  assert.ok(db.prepare(sql).run(...values).changes > 0, `nothing was tampered with: ${sql}`);
};
const codesOf = (result: DatabaseVerification, namespace = 'acme'): FindingCode[] => [
  ...new Set(result.namespaces.find((one) => one.namespace === namespace)?.findings.map(({ code }) => code)),
];
const recordAt = (db: DatabaseSync, seq: number): JsonObject => {
  const row = db.prepare(`SELECT record FROM log WHERE ns = 'acme' AND seq = ?`).get(seq);
  return JSON.parse(String(row?.['record'])) as JsonObject;
};
const seqOf = (db: DatabaseSync, type: string): number =>
  Number(db.prepare(`SELECT min(seq) AS seq FROM log WHERE ns = 'acme' AND type = ?`).get(type)?.['seq']);

test('what the gateway made verifies, also while it runs, and nothing is changed by looking', async (t) => {
  const f = await filled(t);
  const result = verifyDatabase(f.gateway.path, f.gateway.ledger);
  assert.deepEqual(
    result.namespaces.map(({ namespace, ok, findings }) => [namespace, ok, findings]),
    [
      ['acme', true, []],
      ['system', true, []],
    ],
  );
  assert.equal(result.ok, true);
  await f.gateway.close();
  assert.deepEqual(verifyDatabase(f.gateway.path, f.gateway.ledger), result);
});

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

test('a file that is no database of a gateway is said to be none', async (t) => {
  const { path, ledger } = await gateway(t);
  const dir = join(path, '..');
  assert.throws(() => verifyDatabase(join(dir, 'nowhere.db'), ledger), {
    type: 'storage-unavailable',
    message: /no database file at this path/,
  });
  writeFileSync(join(dir, 'text.db'), 'This is a text and not a database at all, however long it may be.');
  assert.throws(() => verifyDatabase(join(dir, 'text.db'), ledger), {
    type: 'storage-corrupt',
    message: /not a readable database|not the database of a gateway/,
  });
  const strange = new DatabaseSync(join(dir, 'strange.db'));
  strange.exec('CREATE TABLE log (ns TEXT)');
  strange.close();
  assert.throws(() => verifyDatabase(join(dir, 'strange.db'), ledger), {
    type: 'storage-corrupt',
    message: /not the database of a gateway/,
  });
  await ledger.parts.store.close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  assert.throws(() => verifyDatabase(path, ledger), { type: 'storage-version', message: /version 99/ });
});

test('a view in the place of a table is not believed', async (t) => {
  const { path, ledger } = await gateway(t);
  await ledger.parts.store.close();
  const db = new DatabaseSync(path);
  db.exec(`ALTER TABLE facts RENAME TO hidden; CREATE VIEW facts AS SELECT * FROM hidden WHERE locked = 0`);
  db.close();
  assert.throws(() => verifyDatabase(path, ledger), {
    type: 'storage-corrupt',
    message: /has no table facts/,
  });
});

test('a copy that may only be read verifies, from a folder that cannot be written', async (t) => {
  const { path, ledger } = await gateway(t);
  await ledger.parts.store.close();
  const dir = join(path, '..', 'evidence');
  mkdirSync(dir);
  const copy = join(dir, 'copy.db');
  copyFileSync(path, copy);
  chmodSync(copy, 0o400);
  chmodSync(dir, 0o500);
  try {
    assert.equal(verifyDatabase(copy, ledger).ok, true);
  } finally {
    chmodSync(dir, 0o700);
  }
});

test('an anchor of another gateway is refused rather than passed over', async (t) => {
  const { path, ledger } = await gateway(t);
  const anchor =
    (await ledger.read('acme', latestCheckpoint))?.note.replaceAll('eaap.local', 'elsewhere') ?? '';
  assert.throws(() => verifyDatabase(path, { verifierKey: ledger.verifierKey, anchor }), {
    type: 'invalid-request',
    message: /of another gateway/,
  });
});
