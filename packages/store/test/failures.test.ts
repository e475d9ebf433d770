import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { EaapError } from '@eaap/protocol';
import { openSqlite, type FaultPoint, type SqliteOptions, type Store } from '../src/index.ts';
import { entry, folder, problem, setting } from './support.ts';

async function opened(
  t: TestContext,
  options: Partial<SqliteOptions> = {},
): Promise<{ store: Store; path: string }> {
  const path = options.path ?? join(folder(t), 'eaap.db');
  const store = await openSqlite({ ...options, path });
  t.after(() => store.close());
  return { store, path };
}

const add = (store: Store, seq: number): Promise<void> =>
  store.transaction('a', (tx) => tx.insert('log', entry(seq)));
const count = (store: Store): Promise<number> => store.read('a', (tx) => tx.count('log'));

/** A closed database with 200 rows in it. */
async function filled(t: TestContext): Promise<string> {
  const path = join(folder(t), 'eaap.db');
  const store = await openSqlite({ path });
  await store.transaction('a', async (tx) => {
    for (let seq = 1; seq <= 200; seq++) await tx.insert('log', entry(seq, { record: 'r'.repeat(400) }));
  });
  await store.close();
  return path;
}

test('the file, its journal and its lock are for their owner alone', async (t) => {
  const { store, path } = await opened(t);
  await add(store, 1);
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}.lock`]) {
    assert.equal(statSync(file).mode & 0o777, 0o600, file);
  }
  assert.deepEqual(store.files(), [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]);
});

test('a database in use is refused to a second opener, under any name, and free again after close', async (t) => {
  const { store, path } = await opened(t);
  const locked = problem('storage-locked', /Another gateway has the database .*eaap\.db open/);
  await assert.rejects(openSqlite({ path }), locked);
  const link = `${path}.link`;
  symlinkSync(path, link);
  await assert.rejects(openSqlite({ path: link }), locked);
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, join(import.meta.dirname, 'child/open.ts'), path],
    {
      encoding: 'utf8',
    },
  );
  assert.match(child.stdout, /^storage-locked: Another gateway/, child.stderr);
  await store.close();
  const again = await openSqlite({ path });
  await again.close();
});

test('while another program holds the write lock nothing is written, and afterwards it goes on', async (t) => {
  const { store, path } = await opened(t);
  await add(store, 1);
  const other = new DatabaseSync(path);
  t.after(() => other.isOpen && other.close());
  other.exec('BEGIN IMMEDIATE');
  await assert.rejects(add(store, 2), problem('storage-locked', /Another program holds the database/));
  assert.equal(await count(store), 1);
  other.exec('ROLLBACK');
  await add(store, 3);
  assert.equal(await count(store), 2);
});

test('compact says so when another program keeps the journal from being emptied', async (t) => {
  const { store, path } = await opened(t);
  await add(store, 1);
  const other = new DatabaseSync(path);
  t.after(() => other.isOpen && other.close());
  other.exec('BEGIN');
  other.prepare('SELECT COUNT(*) FROM log').get();
  await add(store, 2);
  await assert.rejects(store.compact(), problem('storage-locked', /Another program/));
  other.exec('ROLLBACK');
  await store.compact();
  assert.equal(await count(store), 2);
});

test('a full database refuses, keeps what it had, and a member that ignores the failure is not kept', async (t) => {
  const { store } = await opened(t, { maxBytes: 800_000 });
  await add(store, 1);
  const big = (seq: number): Promise<void> =>
    store.transaction('a', (tx) => tx.insert('log', entry(seq, { record: 'x'.repeat(2_000_000) })));
  const full = problem('storage-full', /free some space/);
  await assert.rejects(big(2), full);
  const ignoring = store.transaction('a', async (tx) => {
    await tx.insert('log', entry(3));
    await tx.insert('log', entry(4, { record: 'x'.repeat(2_000_000) })).catch(() => undefined);
    return 'done';
  });
  await assert.rejects(ignoring, full);
  assert.equal(await count(store), 1);
  await add(store, 5);
  assert.equal(await count(store), 2);
});

test('what cannot be written is refused by name', async (t) => {
  // Root may write anywhere, so the attempt is made by somebody who may not.
  const path = await filled(t);
  const place = join(path, '..');
  const attempt = (): string => {
    const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const args = [...process.execArgv, join(import.meta.dirname, 'child/open.ts'), path];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8', ...identity });
    return child.stdout + child.stderr;
  };
  chmodSync(path, 0o444);
  chmodSync(place, 0o777);
  assert.match(attempt(), /^storage-read-only: This process cannot write to .*eaap\.db/);
  chmodSync(path, 0o666);
  chmodSync(`${path}.lock`, 0o666);
  chmodSync(place, 0o555);
  assert.match(attempt(), /^storage-read-only: This process cannot write to /);
  chmodSync(place, 0o777);
  assert.match(attempt(), /^opened/);
});

test('a database that turns read-only while it is open refuses to write and still reads', async (t) => {
  let readOnly = false;
  const fault = (point: FaultPoint): void => {
    if (readOnly && point === 'insert') throw Object.assign(new Error('attempt to write'), { errcode: 8 });
  };
  const { store } = await opened(t, { fault });
  await add(store, 1);
  readOnly = true;
  await assert.rejects(add(store, 2), problem('storage-read-only', /write permission/));
  assert.equal(await count(store), 1);
});

test('a path that leads nowhere is refused by name', async (t) => {
  const place = folder(t);
  await assert.rejects(
    openSqlite({ path: join(place, 'none', 'eaap.db') }),
    problem('storage-unavailable', /no folder .*none/),
  );
  mkdirSync(join(place, 'folder.db'));
  await assert.rejects(
    openSqlite({ path: join(place, 'folder.db') }),
    problem('storage-unavailable', /folder\.db is not a file/),
  );
});

test('a file that is no database, or another program’s, is refused and left as it is', async (t) => {
  const place = folder(t);
  const text = join(place, 'notes.txt');
  writeFileSync(text, 'Dear diary, this is not a database. '.repeat(40));
  const before = readFileSync(text);
  await assert.rejects(openSqlite({ path: text }), problem('storage-corrupt', /damaged/));
  assert.deepEqual(readFileSync(text), before);

  const foreign = join(place, 'foreign.db');
  const other = new DatabaseSync(foreign);
  other.exec('CREATE TABLE contacts (name TEXT)');
  other.close();
  const bytes = readFileSync(foreign);
  await assert.rejects(openSqlite({ path: foreign }), problem('storage-corrupt', /another program/));
  assert.deepEqual(readFileSync(foreign), bytes);
});

test('a database of a later version is refused and says which', async (t) => {
  const path = await filled(t);
  const other = new DatabaseSync(path);
  other.exec('PRAGMA user_version = 7');
  other.close();
  await assert.rejects(
    openSqlite({ path }),
    problem('storage-version', /schema version 7; this gateway knows up to 1/),
  );
});

test('a trigger, an added column or a missing index is found before anything is served', async (t) => {
  const changes = [
    `CREATE TRIGGER t AFTER INSERT ON "controls" BEGIN DELETE FROM "controls"; END`,
    // A name that a careless pattern would take for one of SQLite's own.
    `CREATE TRIGGER "sqliteXstat1" AFTER INSERT ON "controls" BEGIN DELETE FROM "controls"; END`,
    'ALTER TABLE "settings" ADD COLUMN "extra" TEXT',
    'DROP INDEX "credentials_by_id"',
    'PRAGMA user_version = 0',
  ];
  for (const change of changes) {
    const path = await filled(t);
    const other = new DatabaseSync(path);
    other.exec(change);
    other.close();
    await assert.rejects(
      openSqlite({ path }),
      problem('storage-corrupt', /not those a gateway makes/),
      change,
    );
  }
});

test('ANALYZE leaves the database acceptable', async (t) => {
  const path = await filled(t);
  const other = new DatabaseSync(path);
  other.exec('ANALYZE');
  other.close();
  const { store } = await opened(t, { path });
  assert.equal(await count(store), 200);
});

/** Overwrites the last pages, where the rows lie. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, bytes.length - 10 * 4096);
  writeFileSync(path, bytes);
}

test('damage is found when the database is opened', async (t) => {
  const path = await filled(t);
  damage(path);
  await assert.rejects(openSqlite({ path }), problem('storage-corrupt', /damaged/));
});

test('damage found while serving ends all service, also of what is whole', async (t) => {
  const path = await filled(t);
  damage(path);
  const { store } = await opened(t, { path, check: false });
  const corrupt = problem('storage-corrupt', /Nothing is served/);
  await assert.rejects(
    store.read('a', (tx) => tx.select('log')),
    corrupt,
  );
  await assert.rejects(
    store.read('a', (tx) => tx.get('settings', { name: 's' })),
    corrupt,
  );
  await assert.rejects(add(store, 900), corrupt);
  await assert.rejects(store.namespaces(), corrupt);
  await assert.rejects(store.compact(), corrupt);
});

test('damage that one member comes upon takes its group with it, also when it looks away', async (t) => {
  let damaged = false;
  const fault = (point: FaultPoint, table?: string): void => {
    if (damaged && point === 'read' && table === 'log')
      throw Object.assign(new Error('malformed'), { errcode: 11 });
  };
  const path = join(folder(t), 'eaap.db');
  const { store } = await opened(t, { path, fault });
  damaged = true;
  const results = await Promise.allSettled([
    store.transaction('a', (tx) => tx.insert('settings', setting('s'))),
    store.transaction('a', async (tx) => void (await tx.select('log').catch(() => undefined))),
  ]);
  const corrupt = problem('storage-corrupt', /Nothing is served/);
  for (const result of results) corrupt((result as PromiseRejectedResult).reason);
  await store.close();
  const again = await openSqlite({ path });
  assert.equal(await again.read('a', (tx) => tx.count('settings')), 0);
  await again.close();
});

test('a failure that a member ignores fails it all the same, alone, and every later call of it', async (t) => {
  const fault = (point: FaultPoint, table?: string): void => {
    if (point === 'insert' && table === 'telemetry') throw new Error('one bad sector');
  };
  const { store } = await opened(t, { fault });
  const failed = problem('storage-unavailable', /does not answer/);
  const ignoring = store.transaction('a', async (tx) => {
    await tx.insert('log', entry(1));
    await tx.insert('telemetry', { seq: 1 }).catch(() => undefined);
    return 'done';
  });
  const later: PromiseSettledResult<unknown>[] = [];
  const persisting = store.transaction('a', async (tx) => {
    await tx.insert('telemetry', { seq: 1 }).catch(() => undefined);
    later.push(...(await Promise.allSettled([tx.insert('log', entry(2)), tx.count('log')])));
  });
  const other = add(store, 3);
  await assert.rejects(ignoring, failed);
  await assert.rejects(persisting, failed);
  for (const result of later) failed((result as PromiseRejectedResult).reason);
  assert.equal(later.length, 2);
  await other;
  assert.deepEqual(
    (await store.read('a', (tx) => tx.select('log'))).map((row) => row.seq),
    [3],
  );
});

test('a number no gateway writes is damage', async (t) => {
  const path = await filled(t);
  const other = new DatabaseSync(path);
  other.exec('UPDATE "log" SET "ts" = 9223372036854775807 WHERE "seq" = 3');
  other.close();
  const { store } = await opened(t, { path });
  await assert.rejects(
    store.read('a', (tx) => tx.get('log', { seq: 3 })),
    problem('storage-corrupt', /no gateway writes/),
  );
});

test('a database file that was replaced or removed under a running store takes no more writes', async (t) => {
  const { store, path } = await opened(t);
  await add(store, 1);
  renameSync(path, `${path}.moved`);
  await assert.rejects(add(store, 2), problem('storage-unavailable', /moved, deleted or replaced/));
  copyFileSync(`${path}.moved`, path);
  await assert.rejects(add(store, 2), problem('storage-unavailable', /moved, deleted or replaced/));
  renameSync(`${path}.moved`, path);
  await add(store, 3);
  assert.equal(await count(store), 2);
});

test('a failure at any step rejects, keeps nothing of it, and is over when it is over', async (t) => {
  const steps: [FaultPoint, string?][] = [
    ['begin'],
    ['read', 'settings'],
    ['insert', 'log'],
    ['update', 'log'],
    ['delete', 'log'],
    ['commit'],
  ];
  for (const path of [join(folder(t), 'eaap.db'), ':memory:']) {
    for (const thrown of [
      new Error('the disk is gone'),
      new EaapError('storage-full', 'Full.'),
      Object.assign(new Error(), { errcode: 10 }),
    ]) {
      let failing: [FaultPoint, string?] | undefined;
      const fault = (point: FaultPoint, table?: string): void => {
        if (failing?.[0] === point && (failing[1] === undefined || failing[1] === table)) throw thrown;
      };
      const store = await openSqlite({ path, fault });
      const before = await count(store);
      const work = (): Promise<void> =>
        store.transaction('a', async (tx) => {
          await tx.insert('log', entry(500));
          await tx.get('settings', { name: 'x' });
          await tx.update('log', { seq: 500 }, { record: 'y' });
          await tx.delete('log', { seq: 500 });
          await tx.insert('log', entry(before + 1));
        });
      for (const step of steps) {
        failing = step;
        const type = thrown instanceof EaapError ? 'storage-full' : 'storage-unavailable';
        await assert.rejects(work(), problem(type, /./), String(step));
        failing = undefined;
        assert.equal(await count(store), before, String(step));
      }
      await work();
      assert.equal(await count(store), before + 1);
      await store.close();
    }
  }
});

test('a failed commit rejects every member, those that threw included', async (t) => {
  let failing = true;
  const fault = (point: FaultPoint): void => {
    if (failing && point === 'commit') throw new Error('power');
  };
  const { store } = await opened(t, { fault });
  await assert.rejects(
    count(store).then(() => add(store, 1)),
    problem('storage-unavailable', /does not answer/),
  );
  const results = await Promise.allSettled([
    add(store, 1),
    // Refused because of a row that never came to be: to say so would be wrong.
    add(store, 1),
  ]);
  for (const result of results)
    problem('storage-unavailable', /does not answer/)((result as PromiseRejectedResult).reason);
  failing = false;
  await add(store, 1);
});
