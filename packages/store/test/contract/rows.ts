import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Row, Store } from '../../src/index.ts';
import type { Subject } from '../contract.ts';
import { entry, problem, setting, usage } from '../support.ts';

export function rows(subject: Subject): void {
  describe(`${subject.name}: rows`, () => {
    const opened = async (work: (store: Store) => Promise<void>): Promise<void> => {
      const store = await subject.open();
      try {
        await work(store);
      } finally {
        await store.close();
      }
    };

    test('a row comes back as it was written, what was left out as null, bytes as bytes', () =>
      opened(async (store) => {
        await store.transaction('a', (tx) => tx.insert('log', entry(5, { evaluation: 'e' })));
        const row = await store.read('a', (tx) => tx.get('log', { seq: 5 }));
        assert.deepEqual(row, { ...entry(5), evaluation: 'e', object: null });
        assert.equal(await store.read('a', (tx) => tx.get('log', { seq: 6 })), undefined);
      }));

    test('any text, integer and bytes that are accepted come back the same', () =>
      opened(async (store) => {
        let seq = 0;
        const text = fc.string({ unit: 'binary' }).filter((s) => !s.includes('\0'));
        const property = fc.asyncProperty(
          text,
          fc.maxSafeInteger(),
          fc.uint8Array(),
          async (record, ts, leaf) => {
            const row: Row<'log'> = {
              seq: ++seq,
              record,
              leaf,
              type: 't',
              ts: ts === 0 ? 0 : ts,
              evaluation: null,
              object: null,
            };
            await store.transaction('a', (tx) => tx.insert('log', row));
            assert.deepEqual(await store.read('a', (tx) => tx.get('log', { seq: row.seq })), row);
          },
        );
        await fc.assert(property, { numRuns: 60 });
      }));

    test('a taken key is refused, named by its table, and the row there stays', () =>
      opened(async (store) => {
        await store.transaction('a', (tx) => tx.insert('settings', setting('s', 'first')));
        await assert.rejects(
          store.transaction('a', (tx) => tx.insert('settings', setting('s', 'second'))),
          (error) => {
            problem('already-exists', /in settings already/)(error);
            assert.deepEqual((error as { extras: unknown }).extras, { table: 'settings' });
            return true;
          },
        );
        assert.equal((await store.read('a', (tx) => tx.get('settings', { name: 's' })))?.value, 'first');
      }));

    test('after a taken key was caught the transaction goes on', () =>
      opened(async (store) => {
        await store.transaction('a', (tx) => tx.insert('settings', setting('s')));
        await store.transaction('a', async (tx) => {
          await assert.rejects(tx.insert('settings', setting('s')), problem('already-exists', /settings/));
          await tx.insert('settings', setting('t'));
        });
        assert.equal(await store.read('a', (tx) => tx.count('settings')), 2);
      }));

    test('an update happens only where key and expectation match', () =>
      opened(async (store) => {
        await store.transaction('a', (tx) => tx.insert('settings', setting('s', 'one', 1)));
        await store.transaction('a', async (tx) => {
          assert.equal(await tx.update('settings', { name: 's' }, { value: 'x' }, { version: 2 }), false);
          assert.equal(await tx.update('settings', { name: 'other' }, { value: 'x' }), false);
          assert.equal((await tx.get('settings', { name: 's' }))?.value, 'one');
          assert.equal(
            await tx.update('settings', { name: 's' }, { value: 'two', version: 2 }, { version: 1 }),
            true,
          );
        });
        assert.deepEqual(
          await store.read('a', (tx) => tx.get('settings', { name: 's' })),
          setting('s', 'two', 2),
        );
      }));

    test('an update can set and expect null', () =>
      opened(async (store) => {
        await store.transaction('a', async (tx) => {
          await tx.insert('log', entry(1, { evaluation: 'e' }));
          assert.equal(await tx.update('log', { seq: 1 }, { evaluation: null }, { object: null }), true);
          assert.equal(await tx.update('log', { seq: 1 }, { object: 'o' }, { evaluation: 'e' }), false);
        });
        assert.deepEqual(await store.read('a', (tx) => tx.select('log', { where: { evaluation: null } })), [
          { ...entry(1), evaluation: null, object: null },
        ]);
      }));

    test('a selection is filtered, ranged, ordered and limited', () =>
      opened(async (store) => {
        await store.transaction('a', async (tx) => {
          for (let seq = 1; seq <= 9; seq++)
            await tx.insert('log', entry(seq, { type: seq % 2 === 0 ? 'even' : 'odd' }));
        });
        await store.read('a', async (tx) => {
          const seqs = async (query: Parameters<typeof tx.select<'log'>>[1]): Promise<number[]> =>
            (await tx.select('log', query)).map((row) => row.seq);
          assert.deepEqual(await seqs({}), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
          assert.deepEqual(await seqs({ where: { type: 'even' } }), [2, 4, 6, 8]);
          assert.deepEqual(await seqs({ range: { column: 'seq', from: 3, to: 6 } }), [3, 4, 5]);
          assert.deepEqual(await seqs({ range: { column: 'seq', after: 3 }, limit: 2 }), [4, 5]);
          assert.deepEqual(await seqs({ order: [['seq', 'desc']], limit: 3 }), [9, 8, 7]);
          assert.deepEqual(await seqs({ order: [['type', 'desc']], limit: 6 }), [1, 3, 5, 7, 9, 2]);
          assert.deepEqual(await seqs({ limit: 0 }), []);
          assert.equal(
            await tx.count('log', { where: { type: 'odd' }, range: { column: 'ts', from: 1_005 } }),
            3,
          );
        });
      }));

    test('text is ordered by code point', () =>
      opened(async (store) => {
        const names = ['b', 'a', 'B', 'é', 'ab', '\u{1F600}', '\uFFFD', 'z'];
        await store.transaction('a', async (tx) => {
          for (const name of names) await tx.insert('settings', setting(name));
        });
        const found = await store.read('a', (tx) => tx.select('settings', { order: [['name', 'asc']] }));
        assert.deepEqual(
          found.map((row) => row.name),
          ['B', 'a', 'ab', 'b', 'z', 'é', '\uFFFD', '\u{1F600}'],
        );
      }));

    test('a sum is exact to 2^53−1 and refused beyond', () =>
      opened(async (store) => {
        await store.transaction('a', async (tx) => {
          assert.equal(await tx.sum('usage', 'amount'), 0);
          await tx.insert('usage', usage('1', Number.MAX_SAFE_INTEGER - 1));
          await tx.insert('usage', usage('2', 1, 5));
          assert.equal(await tx.sum('usage', 'amount'), Number.MAX_SAFE_INTEGER);
          assert.equal(await tx.sum('usage', 'amount', { range: { column: 'ts', from: 5 } }), 1);
          await tx.insert('usage', usage('3', 1));
        });
        await assert.rejects(
          store.read('a', (tx) => tx.sum('usage', 'amount')),
          problem('internal', /usage\.amount is beyond 2\^53−1/),
        );
      }));

    test('a deletion says how many and takes no others', () =>
      opened(async (store) => {
        await store.transaction('a', async (tx) => {
          for (let seq = 1; seq <= 6; seq++)
            await tx.insert('log', entry(seq, { type: seq < 3 ? 'x' : 'y' }));
          assert.equal(await tx.delete('log', { type: 'x' }), 2);
          assert.equal(await tx.delete('log', { type: 'y' }, { column: 'seq', from: 5 }), 2);
          assert.equal(await tx.delete('log', {}, { column: 'seq', to: 4 }), 1);
          assert.equal(await tx.delete('log', { type: 'x' }), 0);
        });
        assert.deepEqual(
          (await store.read('a', (tx) => tx.select('log'))).map((row) => row.seq),
          [4],
        );
      }));

    test('what is not in the table definitions, or would be stored as something else, is refused and nothing is written', () =>
      opened(async (store) => {
        // Casts: the types forbid each of these, and a caller without types must be refused all the same.
        const refused: [string, RegExp, (tx: Loose) => Promise<unknown>][] = [
          ['table', /no table "nope"/, (tx) => tx.select('nope', {})],
          ['inherited name', /no table "constructor"/, (tx) => tx.select('constructor', {})],
          [
            'column',
            /settings has no column "x\\" OR 1=1"/,
            (tx) => tx.select('settings', { where: { 'x" OR 1=1': 1 } }),
          ],
          [
            'inserted column',
            /settings has no column "ns"/,
            (tx) => tx.insert('settings', { ...setting('s'), ns: 'b' }),
          ],
          ['missing column', /settings\.value cannot be null/, (tx) => tx.insert('settings', { name: 's' })],
          [
            'undefined',
            /settings\.value takes/,
            (tx) => tx.select('settings', { where: { value: undefined } }),
          ],
          ['float', /version takes an integer/, (tx) => tx.insert('settings', setting('s', 'v', 1.5))],
          [
            'unsafe integer',
            /version takes an integer/,
            (tx) => tx.insert('settings', setting('s', 'v', 2 ** 53)),
          ],
          ['negative zero', /version takes an integer/, (tx) => tx.insert('settings', setting('s', 'v', -0))],
          [
            'lone surrogate',
            /value takes well-formed text/,
            (tx) => tx.insert('settings', setting('s', '\uD800')),
          ],
          ['U+0000', /value takes well-formed text/, (tx) => tx.insert('settings', setting('s', 'a\0b'))],
          ['bytes', /log\.leaf takes bytes/, (tx) => tx.insert('log', { ...entry(1), leaf: 'text' })],
          [
            'partial key',
            /named by principal, route, key/,
            (tx) => tx.get('idempotency', { principal: 'p' }),
          ],
          ['key and more', /named by name/, (tx) => tx.get('settings', { name: 's', value: 'v' })],
          [
            'key change',
            /settings\.name is part of the key/,
            (tx) => tx.update('settings', { name: 's' }, { name: 't' }),
          ],
          ['no change', /at least one column/, (tx) => tx.update('settings', { name: 's' }, {})],
          ['delete all', /deletion from settings names/, (tx) => tx.delete('settings', {})],
          ['empty range', /needs a bound/, (tx) => tx.delete('log', {}, { column: 'seq' })],
          [
            'undefined bound',
            /log\.seq takes/,
            (tx) => tx.delete('log', {}, { column: 'seq', from: undefined }),
          ],
          ['limit', /limit on log/, (tx) => tx.select('log', { limit: -1 })],
          ['order', /asc or desc/, (tx) => tx.select('log', { order: [['seq', 'desc; --']] })],
          ['sum of text', /no integer column "record"/, (tx) => tx.sum('log', 'record', {})],
          ['system table', /only the controls/, (tx) => tx.system().select('settings', {})],
        ];
        for (const [name, detail, work] of refused) {
          const attempt = store.transaction('a', async (tx) => {
            await tx.insert('documents', { digest: name, kind: 'k', content: 'c', created_at: 1 });
            await work(tx as unknown as Loose);
          });
          await assert.rejects(attempt, problem('internal', detail), name);
        }
        assert.equal(await store.read('a', (tx) => tx.count('documents')), 0);
        await assert.rejects(
          store.transaction('', async () => 1),
          problem('internal', /name of its namespace/),
        );
      }));
  });
}

/** A transaction as a caller without types sees it. */
interface Loose {
  get(table: string, key: object): Promise<unknown>;
  select(table: string, query: object): Promise<unknown>;
  sum(table: string, column: string, filter: object): Promise<unknown>;
  insert(table: string, row: object): Promise<unknown>;
  update(table: string, key: object, changes: object): Promise<unknown>;
  delete(table: string, where: object, range?: object): Promise<unknown>;
  system(): { select(table: string, query: object): Promise<unknown> };
}
