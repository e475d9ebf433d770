import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { getConflict, getFact, loadConflicts, loadFacts, storeFact, toWireFact } from '../../src/index.ts';
import { human, occurs, rawBytes, RECORDER, refuses, vault, type Vault } from './support.ts';

/** Changes the storage behind the ledger's back. */
function edit(v: Vault, sql: string, ...values: (string | number)[]): void {
  const database = new DatabaseSync(v.path);
  assert.ok(database.prepare(sql).run(...values).changes > 0, sql);
  database.close();
}

const load = (v: Vault) => v.ledger.read('acme', (view) => loadFacts(view, v.ledger.sealer, {}));

test('nothing of a fact lies in clear in the files', async (t) => {
  const v = await vault(t);
  const secret = {
    subject: 'subject-quetzal-9',
    attribute: 'attribute-okapi',
    value: { word: 'value-axolotl-9', list: ['inner-narwhal-9'] },
    statement: 'statement-pangolin-9 holds.',
    about: ['about-tapir-9'],
    source: { kind: 'human', id: 'source-ibis-9' },
  } as const;
  await v.store(null, { ...secret, about: [...secret.about] });
  await v.refused(null, { ...secret, value: 'value-marmot-9', about: [] });
  await v.close();
  const raw = rawBytes(v);
  for (const word of ['quetzal', 'okapi', 'axolotl', 'narwhal', 'pangolin', 'tapir', 'ibis', 'marmot']) {
    assert.ok(!occurs(raw, word), word);
  }
  // The scan would find them: the control is written beside the rest, in clear.
  const database = new DatabaseSync(v.path);
  database.exec("CREATE TABLE control AS SELECT 'quetzal-in-clear' AS word");
  database.close();
  assert.ok(occurs(rawBytes(v), 'quetzal-in-clear'));
});

test('facts about different subjects are under different keys, and the same subject has one', async (t) => {
  const v = await vault(t);
  await v.store(1);
  await v.store(2, { attribute: 'tax' });
  await v.store(3, { subject: 'order:8' });
  await v.store(4, { subject: 'order:9', about: ['order:8'] });
  const rows = await v.ledger.read('acme', (view) => view.tx.select('facts'));
  assert.equal(rows[0]?.kids, rows[1]?.kids);
  assert.notEqual(rows[0]?.kids, rows[2]?.kids);
  assert.equal(rows[3]?.kids.split(',').length, 2);
  assert.ok(rows[3]?.kids.includes((rows[2]?.kids ?? '').slice(2)));
});

test('a ciphertext of another namespace, moved here with the names of its keys, is no erased fact', async (t) => {
  const v = await vault(t);
  const ours = (await v.store(1)).body.fact;
  const source = { ...human, observed_at: '2026-01-01T00:00:00.000Z' };
  const theirs = await storeFact(
    v.ledger,
    { ...RECORDER, namespace: 'umbra' },
    { subject: 'order:7', attribute: 'total', value: 2, source },
  );
  for (const column of ['sealed', 'kids'])
    edit(
      v,
      `UPDATE facts SET ${column} = (SELECT ${column} FROM facts WHERE id = ?) WHERE id = ?`,
      theirs.body.fact.id,
      ours.id,
    );
  const corrupt = /under keys that are not its subject's: it was changed in the storage/;
  await refuses(getFact(v.ledger, RECORDER, ours.id), 'storage-corrupt', corrupt);
  await refuses(load(v), 'storage-corrupt', corrupt);
});

for (const [what, sql] of [
  ['trust', `UPDATE facts SET trust = 'authoritative'`],
  ['confidence', 'UPDATE facts SET confidence = 10000'],
  ['half-life', 'UPDATE facts SET half_life_ms = 1'],
  ['lock', 'UPDATE facts SET locked = 1'],
  ['status', `UPDATE facts SET status = 'retracted'`],
  ['time of observation', 'UPDATE facts SET observed_at = observed_at + 1'],
  ['validity', 'UPDATE facts SET valid_until = 1'],
  ['time of writing', 'UPDATE facts SET created_at = created_at - 1'],
  ['kind of source', `UPDATE facts SET source_kind = 'human'`],
  ['value index', `UPDATE facts SET value_index = 'x'`],
  ['commitment', `UPDATE facts SET commitment = 'sha256:' || substr(commitment, 9) || '0'`],
  ['ciphertext', 'UPDATE facts SET sealed = zeroblob(length(sealed))'],
] as const) {
  test(`a fact whose ${what} was edited in the storage is not answered`, async (t) => {
    const v = await vault(t);
    const { id } = (await v.store(12)).body.fact;
    edit(v, sql);
    await refuses(getFact(v.ledger, RECORDER, id), 'storage-corrupt', /was changed/);
    await refuses(load(v), 'storage-corrupt', /was changed/);
  });
}

test('a ciphertext or a row moved to another place is not answered', async (t) => {
  const v = await vault(t);
  const a = (await v.store(1)).body.fact;
  const b = (await v.store(2, { subject: 'order:8' })).body.fact;
  const take = (column: string) =>
    `UPDATE facts SET ${column} = (SELECT ${column} FROM facts WHERE id = ?) WHERE id = ?`;
  edit(v, take('subject_index'), a.id, b.id);
  await refuses(getFact(v.ledger, RECORDER, b.id), 'storage-corrupt', /was changed in the storage/);
  edit(v, take('sealed'), a.id, b.id);
  edit(v, take('kids'), a.id, b.id);
  await refuses(getFact(v.ledger, RECORDER, b.id), 'storage-corrupt', /does not decrypt/);
  assert.deepEqual(await getFact(v.ledger, RECORDER, a.id), a);
});

test('a fact of another namespace, put into the rows of this one, does not open', async (t) => {
  const v = await vault(t);
  const theirs = await storeFact(
    v.ledger,
    { ...RECORDER, namespace: 'umbra' },
    {
      subject: 'order:7',
      attribute: 'total',
      value: 1,
      source: { ...human, observed_at: '2026-01-01T00:00:00.000Z' },
    },
  );
  edit(v, `UPDATE facts SET ns = 'acme' WHERE id = ?`, theirs.body.fact.id);
  await assert.rejects(
    getFact(v.ledger, RECORDER, theirs.body.fact.id),
    /key-store-unavailable|storage-corrupt|erased/,
  );
  await assert.rejects(load(v), /key-store-unavailable|storage-corrupt/);
});

for (const [what, sql] of [
  ['incumbent', 'UPDATE conflicts SET incumbent = challenger'],
  ['time of opening', 'UPDATE conflicts SET opened_at = opened_at - 1'],
  ['status', `UPDATE conflicts SET status = 'noted'`],
] as const) {
  test(`a conflict whose ${what} was edited in the storage is not answered`, async (t) => {
    const v = await vault(t);
    await v.store(1);
    const id = String((await v.refused(2)).extras['conflict_id']);
    edit(v, sql);
    await refuses(getConflict(v.ledger, RECORDER, id), 'storage-corrupt', /was changed in the storage/);
    if (what === 'status') return;
    const open = v.ledger.read('acme', (view) => loadConflicts(view, v.ledger.sealer, {}));
    await refuses(open, 'storage-corrupt', /was changed in the storage/);
  });
}

test('a record whose key is missing is a matter of the key store, not an erased person', async (t) => {
  const v = await vault(t);
  const { id } = (await v.store(1)).body.fact;
  const subject = (await v.keys.list('acme')).filter(({ purpose }) => purpose === 'subject');
  await v.keys.destroy(
    'acme',
    subject.map(({ kid }) => kid),
  );
  await refuses(load(v), 'key-store-unavailable', /key of record .* is not in the key store/);
  await refuses(getFact(v.ledger, RECORDER, id), 'erased', /key was destroyed/);
});

test('versions are kept, and each can still be opened', async (t) => {
  const v = await vault(t);
  const first = (await v.store(12)).body.fact;
  v.clock.advance(10);
  const second = (await v.store(12, { source: human })).body.fact;
  v.clock.advance(10);
  const at = (asOf: number) =>
    v.ledger.read('acme', async (view) => (await loadFacts(view, v.ledger.sealer, { asOf })).map(toWireFact));
  const start = v.clock.now() - 20;
  assert.deepEqual(await at(start - 1), []);
  assert.deepEqual(await at(start), [first]);
  assert.deepEqual(await at(start + 9), [first]);
  assert.deepEqual(await at(start + 10), [second]);
});
