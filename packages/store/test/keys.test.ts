import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test, type TestContext } from 'node:test';
import { isUuidV7, manualClock, seededEntropy, systemEntropy } from '@eaap/protocol';
import {
  initKeyEncryptionKey,
  loadKeyEncryptionKey,
  memoryKeyStore,
  openFileKeyStore,
  type KeyStore,
} from '../src/index.ts';
import { folder, problem } from './support.ts';

const KEK = new Uint8Array(32).fill(7);
const clock = manualClock(1_800_000_000_000);

function fileStore(path: string, more: { kek?: Uint8Array; mustExist?: boolean } = {}): Promise<KeyStore> {
  return openFileKeyStore({ path, kek: KEK, entropy: systemEntropy(), clock, ...more });
}

const ENGINES: [string, (t: TestContext) => Promise<KeyStore>][] = [
  ['file', (t) => fileStore(join(folder(t), 'keys.db'))],
  ['memory', async () => memoryKeyStore({ entropy: systemEntropy(), clock })],
];

for (const [name, open] of ENGINES) {
  describe(`key store in ${name}`, () => {
    test('a key is made once and found by name and by id', async (t) => {
      const keys = await open(t);
      t.after(() => keys.close());
      assert.equal(await keys.find('a', 'subject', 's'), undefined);
      const [one, two] = await Promise.all([
        keys.ensure('a', 'subject', 's'),
        keys.ensure('a', 'subject', 's'),
      ]);
      assert.deepEqual(one, two);
      assert.ok(isUuidV7(one.kid));
      assert.equal(one.key.length, 32);
      assert.deepEqual(await keys.find('a', 'subject', 's'), one);
      assert.deepEqual(await keys.get('a', one.kid), one.key);
    });

    test('keys differ by namespace, purpose and name, and none opens in another namespace', async (t) => {
      const keys = await open(t);
      t.after(() => keys.close());
      const made = [
        await keys.ensure('a', 'subject', 's'),
        await keys.ensure('a', 'root', 's'),
        await keys.ensure('a', 'subject', 't'),
        await keys.ensure('b', 'subject', 's'),
      ];
      assert.equal(new Set(made.map((one) => Buffer.from(one.key).toString('hex'))).size, 4);
      assert.equal(new Set(made.map((one) => one.kid)).size, 4);
      assert.equal(await keys.get('b', made[0]?.kid ?? ''), undefined);
      await keys.destroy('b', [made[0]?.kid ?? '']);
      assert.deepEqual(await keys.get('a', made[0]?.kid ?? ''), made[0]?.key);
      assert.deepEqual(await keys.list('a'), [
        { kid: made[0]?.kid, purpose: 'subject', name: 's' },
        { kid: made[1]?.kid, purpose: 'root', name: 's' },
        { kid: made[2]?.kid, purpose: 'subject', name: 't' },
      ]);
    });

    test('a destroyed key is gone by name and by id, others stay, and a new one is another', async (t) => {
      const keys = await open(t);
      t.after(() => keys.close());
      const gone = await keys.ensure('a', 'subject', 's');
      const kept = await keys.ensure('a', 'subject', 't');
      await keys.destroy('a', [gone.kid, gone.kid, '018bcfe5-6800-7000-8000-000000000000']);
      await keys.destroy('a', [gone.kid]);
      assert.equal(await keys.get('a', gone.kid), undefined);
      assert.equal(await keys.find('a', 'subject', 's'), undefined);
      assert.deepEqual(await keys.get('a', kept.kid), kept.key);
      const again = await keys.ensure('a', 'subject', 's');
      assert.notEqual(again.kid, gone.kid);
      assert.notDeepEqual(again.key, gone.key);
    });

    test('what a caller does to its copy changes nothing', async (t) => {
      const keys = await open(t);
      t.after(() => keys.close());
      const { kid, key } = await keys.ensure('a', 'root', 'r');
      const copy = Uint8Array.from(key);
      key.fill(0);
      (await keys.get('a', kid))?.fill(0);
      (await keys.find('a', 'root', 'r'))?.key.fill(0);
      assert.deepEqual(await keys.get('a', kid), copy);
    });

    test('wrong use and a closed store are refused', async (t) => {
      const keys = await open(t);
      await assert.rejects(
        keys.ensure('a', 'other' as 'root', 'r'),
        problem('internal', /one of root, subject, signing/),
      );
      await assert.rejects(keys.ensure('a', 'root', ''), problem('internal', /name of a key/));
      await assert.rejects(keys.ensure('', 'root', 'r'), problem('internal', /namespace/));
      await keys.close();
      await keys.close();
      await assert.rejects(keys.get('a', 'x'), problem('key-store-unavailable', /closed/));
    });
  });
}

describe('key store file', () => {
  test('keys are there after closing and opening again, and the file shows none of them', async (t) => {
    const path = join(folder(t), 'keys.db');
    const first = await fileStore(path);
    const { kid, key } = await first.ensure('a', 'subject', 's');
    await first.close();
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.ok(!readFileSync(path).includes(Buffer.from(key)));
    assert.ok(readFileSync(path).includes(kid), 'the scan finds what is there');
    const again = await fileStore(path, { mustExist: true });
    t.after(() => again.close());
    assert.deepEqual(await again.get('a', kid), key);
  });

  test('after destroy no file holds the wrapped key, its id or its name', async (t) => {
    const path = join(folder(t), 'keys.db');
    const keys = await fileStore(path);
    t.after(() => keys.close());
    for (let n = 0; n < 200; n++) await keys.ensure('a', 'subject', `other-${n}`);
    const { kid } = await keys.ensure('a', 'subject', 'canary-5b1e');
    const reader = new DatabaseSync(path, { readOnly: true });
    const row = reader.prepare('SELECT wrapped FROM keys WHERE kid = ?').get(kid) as { wrapped: Uint8Array };
    reader.close();
    const found = (needle: string | Buffer): string[] =>
      keys.files().filter((file) => existsSync(file) && readFileSync(file).includes(needle));
    for (const needle of [Buffer.from(row.wrapped), kid, 'canary-5b1e'])
      assert.deepEqual(found(needle), [path]);
    await keys.destroy('a', [kid]);
    for (const needle of [Buffer.from(row.wrapped), kid, 'canary-5b1e']) assert.deepEqual(found(needle), []);
    assert.deepEqual(found('other-199'), [path]);
    assert.equal((await keys.list('a')).length, 200);
  });

  test('destroying many keys at once leaves no trace of any', async (t) => {
    const path = join(folder(t), 'keys.db');
    const keys = await fileStore(path);
    t.after(() => keys.close());
    const kids: string[] = [];
    for (let n = 0; n < 400; n++) {
      const name = `${(n * 7_919) % 400}-${'n'.repeat((n * 37) % 150)}`;
      kids.push((await keys.ensure('a', 'subject', name)).kid);
    }
    const gone = kids.filter((_, n) => (n * 31) % 7 < 5);
    await keys.destroy('a', gone);
    const bytes = readFileSync(path);
    assert.deepEqual(
      gone.filter((kid) => bytes.includes(kid)),
      [],
    );
    assert.equal(kids.filter((kid) => bytes.includes(kid)).length, kids.length - gone.length);
  });

  test('a missing or empty file is refused when its database exists', async (t) => {
    const path = join(folder(t), 'keys.db');
    const missing = problem(
      'key-store-unavailable',
      /key store .*keys\.db is missing.*nothing can be decrypted/,
    );
    await assert.rejects(fileStore(path, { mustExist: true }), missing);
    assert.ok(!existsSync(path), 'none was made in its place');
    writeFileSync(path, '');
    await assert.rejects(fileStore(path, { mustExist: true }), missing);
  });

  test('another key-encryption key is refused and changes nothing', async (t) => {
    const path = join(folder(t), 'keys.db');
    const keys = await fileStore(path);
    const { kid, key } = await keys.ensure('a', 'root', 'r');
    await keys.close();
    const wrong = new Uint8Array(32).fill(8);
    await assert.rejects(
      fileStore(path, { kek: wrong }),
      problem('key-store-unavailable', /does not open the key store/),
    );
    await assert.rejects(
      fileStore(path, { kek: new Uint8Array(16) }),
      problem('key-store-unavailable', /32 bytes/),
    );
    const again = await fileStore(path);
    t.after(() => again.close());
    assert.deepEqual(await again.get('a', kid), key);
  });

  test('a wrapped key that was moved to another name or changed does not open', async (t) => {
    for (const change of [
      `UPDATE keys SET name = 'mallory'`,
      `UPDATE keys SET ns = 'b'`,
      'UPDATE keys SET wrapped = zeroblob(60)',
    ]) {
      const path = join(folder(t), 'keys.db');
      const keys = await fileStore(path);
      const { kid } = await keys.ensure('a', 'subject', 's');
      await keys.close();
      const other = new DatabaseSync(path);
      other.exec(change);
      other.close();
      const again = await fileStore(path);
      const namespace = change.includes('ns =') ? 'b' : 'a';
      await assert.rejects(
        again.get(namespace, kid),
        problem('key-store-unavailable', /does not open: it was changed or moved/),
        change,
      );
      await again.close();
    }
  });

  test('a file that is no key store, damaged, in use, or moved away is refused', async (t) => {
    const place = folder(t);
    const text = join(place, 'notes.txt');
    writeFileSync(text, 'not a key store '.repeat(100));
    await assert.rejects(
      fileStore(text),
      problem('key-store-unavailable', /damaged, or the file is not one/),
    );
    assert.equal(readFileSync(text, 'utf8'), 'not a key store '.repeat(100));

    const foreign = join(place, 'foreign.db');
    const other = new DatabaseSync(foreign);
    other.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)');
    other.close();
    const bytes = readFileSync(foreign);
    await assert.rejects(fileStore(foreign), problem('key-store-unavailable', /another program/));
    assert.deepEqual(readFileSync(foreign), bytes);

    const path = join(place, 'keys.db');
    const keys = await fileStore(path);
    t.after(() => keys.close());
    await assert.rejects(
      fileStore(path),
      problem('key-store-unavailable', /Another gateway has the key store/),
    );
    const { kid } = await keys.ensure('a', 'root', 'r');
    renameSync(path, `${path}.moved`);
    await assert.rejects(keys.get('a', kid), problem('key-store-unavailable', /moved, deleted or replaced/));
    await assert.rejects(
      fileStore(join(place, 'none', 'k.db')),
      problem('key-store-unavailable', /no folder/),
    );
  });

  test('while another program holds it no key is made', async (t) => {
    const path = join(folder(t), 'keys.db');
    const keys = await fileStore(path);
    t.after(() => keys.close());
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await assert.rejects(
      keys.ensure('a', 'root', 'r'),
      problem('key-store-unavailable', /Another program holds the key store/),
    );
    other.exec('ROLLBACK');
    other.close();
    assert.deepEqual(await keys.list('a'), []);
    await keys.ensure('a', 'root', 'r');
  });

  test('the same clock and entropy give the same keys', async () => {
    const make = async (): Promise<unknown> =>
      memoryKeyStore({ entropy: seededEntropy('s'), clock: manualClock(5) }).ensure('a', 'root', 'r');
    assert.deepEqual(await make(), await make());
  });
});

describe('key-encryption key', () => {
  test('it is made once, for its owner alone, and read again', (t) => {
    const path = join(folder(t), 'kek.key');
    const kek = initKeyEncryptionKey(path, systemEntropy());
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(loadKeyEncryptionKey(path), kek);
    assert.throws(
      () => initKeyEncryptionKey(path, systemEntropy()),
      problem('already-exists', /never overwritten/),
    );
    assert.deepEqual(loadKeyEncryptionKey(path), kek);
  });

  test('a file others can reach, a link, a missing or a wrong one is refused', (t) => {
    const place = folder(t);
    const path = join(place, 'kek.key');
    initKeyEncryptionKey(path, systemEntropy());
    symlinkSync(path, join(place, 'link.key'));
    assert.throws(
      () => loadKeyEncryptionKey(join(place, 'link.key')),
      problem('key-store-unavailable', /cannot be read/),
    );
    assert.throws(
      () => loadKeyEncryptionKey(join(place, 'none.key')),
      problem('key-store-unavailable', /none\.key cannot be read/),
    );
    assert.throws(() => loadKeyEncryptionKey(place), problem('key-store-unavailable', /is not a file/));
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(path, mode);
      assert.throws(
        () => loadKeyEncryptionKey(path),
        problem('key-store-unavailable', /has mode 06.*Set it to 0600/),
      );
    }
    chmodSync(path, 0o600);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -3));
    assert.throws(() => loadKeyEncryptionKey(path), problem('key-store-unavailable', /does not hold/));
    assert.throws(
      () => initKeyEncryptionKey(join(place, 'none', 'kek.key'), systemEntropy()),
      problem('key-store-unavailable', /cannot be written/),
    );
  });
});
