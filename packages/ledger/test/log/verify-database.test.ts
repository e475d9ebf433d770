import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { latestCheckpoint, verifyDatabase } from '../../src/index.ts';
import { gateway } from '../support/gateway.ts';
import { filled } from '../support/tamper.ts';

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
