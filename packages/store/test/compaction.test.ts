import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqlite, type Store } from '../src/index.ts';
import { entry, folder } from './support.ts';

/** The files in which the bytes stand in clear. */
function holding(store: Store, needle: string): string[] {
  return store.files().filter((file) => existsSync(file) && readFileSync(file).includes(needle));
}

test('after compact no file holds a byte of a deleted row', async (t) => {
  const store = await openSqlite({ path: join(folder(t), 'eaap.db') });
  t.after(() => store.close());
  const text = 'CANARY-IN-TEXT-7f3a';
  const bytes = 'CANARY-IN-BYTES-91c2';
  await store.transaction('a', async (tx) => {
    for (let seq = 0; seq < 300; seq++) {
      const canary = seq % 3 === 0;
      // Some rows long enough to spill into overflow pages.
      const record = (canary ? text : 'other').padEnd(seq % 2 === 0 ? 9_000 : 200, '.');
      await tx.insert(
        'log',
        entry(seq, { record, type: canary ? text : 'other', leaf: Buffer.from(canary ? bytes : 'x') }),
      );
    }
  });
  await store.transaction('a', async (tx) => {
    await tx.update('log', { seq: 1 }, { object: text });
    await tx.update('log', { seq: 1 }, { object: null });
  });

  // The scan finds what is there: otherwise that it finds nothing later would mean nothing.
  assert.notDeepEqual(holding(store, text), []);
  assert.notDeepEqual(holding(store, bytes), []);
  await store.transaction('a', (tx) => tx.delete('log', { type: text }));
  assert.notDeepEqual(holding(store, text), [], 'the journal still holds it before compact');

  await store.compact();
  assert.deepEqual(holding(store, text), []);
  assert.deepEqual(holding(store, bytes), []);
  assert.equal(await store.read('a', (tx) => tx.count('log')), 200);
  assert.notDeepEqual(holding(store, 'other'), []);
});

test('not even what moving rows about leaves behind in the slack of pages survives', async (t) => {
  // Overwriting on deletion is not enough: a page that is rebuilt keeps old copies in the space between its cells.
  const store = await openSqlite({ path: join(folder(t), 'eaap.db') });
  t.after(() => store.close());
  const next = lottery(11);
  const there: string[] = [];
  const gone: string[] = [];
  await store.transaction('a', async (tx) => {
    for (let n = 0; n < 4_000; n++) {
      if (next(10) < 6 || there.length < 5) {
        const name = `ROW-${next(1_000_000_000)}-${n}`;
        const id = `${name}${'#'.repeat(1 + next(next(5) === 0 ? 900 : 120))}`;
        await tx.insert('mentions', { subject_index: name, type: 'fact', id });
        there.push(name);
      } else {
        const [name = ''] = there.splice(next(there.length), 1);
        await tx.delete('mentions', { subject_index: name });
        gone.push(`${name}#`);
      }
    }
  });
  await store.compact();
  assert.ok(gone.length > 1_000);
  assert.deepEqual(
    gone.filter((needle) => holding(store, needle).length > 0),
    [],
  );
  assert.equal(there.filter((name) => holding(store, name).length === 1).length, there.length);
});

/** A small seeded generator, so that the same pages are split and merged on every run. */
function lottery(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
