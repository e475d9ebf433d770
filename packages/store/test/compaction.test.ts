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
