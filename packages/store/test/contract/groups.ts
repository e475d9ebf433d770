import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Store, Tx } from '../../src/index.ts';
import type { Subject } from '../contract.ts';
import { entry, problem, setting } from '../support.ts';

export function groups(subject: Subject): void {
  describe(`${subject.name}: transactions and groups`, () => {
    const opened = async (work: (store: Store) => Promise<void>, options = {}): Promise<void> => {
      const store = await subject.open(options);
      try {
        await work(store);
      } finally {
        await store.close();
      }
    };
    const seqs = async (store: Store, namespace = 'a'): Promise<number[]> =>
      (await store.read(namespace, (tx) => tx.select('log'))).map((row) => row.seq);

    test('what waits together shares a flush, and every member sees the ones before it', () =>
      opened(async (store) => {
        let flushes = 0;
        store.beforeFlush(async () => void flushes++);
        const seen = await Promise.all(
          Array.from({ length: 100 }, (_, seq) =>
            store.transaction('a', async (tx) => {
              const before = await tx.count('log');
              await tx.insert('log', entry(seq));
              return before;
            }),
          ),
        );
        assert.deepEqual(
          seen,
          Array.from({ length: 100 }, (_, n) => n),
        );
        assert.ok(flushes >= 2 && flushes <= 10, `${flushes} flushes`);
        assert.equal((await seqs(store)).length, 100);
      }));

    test('what arrives in the same turn of the event loop shares a flush, as requests from a network do', () =>
      opened(async (store) => {
        let flushes = 0;
        store.beforeFlush(async () => void flushes++);
        const arriving = Array.from({ length: 40 }, (_, seq) => {
          return new Promise<void>((resolve, reject) => {
            setTimeout(
              () => store.transaction('a', (tx) => tx.insert('log', entry(seq))).then(resolve, reject),
              1,
            );
          });
        });
        await Promise.all(arriving);
        assert.ok(flushes <= 20, `${flushes} flushes`);
      }));

    test('a member that throws is undone alone, and its error comes through as it is', () =>
      opened(async (store) => {
        const failure = new Error('mine');
        const results = await Promise.allSettled(
          [1, 2, 3].map((seq) =>
            store.transaction('a', async (tx) => {
              await tx.insert('log', entry(seq));
              await tx.insert('settings', setting(`s${seq}`));
              if (seq === 2) throw failure;
            }),
          ),
        );
        assert.deepEqual(
          results.map((result) => result.status),
          ['fulfilled', 'rejected', 'fulfilled'],
        );
        assert.equal((results[1] as PromiseRejectedResult).reason, failure);
        assert.deepEqual(await seqs(store), [1, 3]);
        assert.equal(await store.read('a', (tx) => tx.get('settings', { name: 's2' })), undefined);
      }));

    test('work that throws without being asynchronous is undone too', () =>
      opened(async (store) => {
        const thrower = (): Promise<never> => {
          throw new Error('at once');
        };
        await assert.rejects(store.transaction('a', thrower), /at once/);
        await assert.rejects(store.read('a', thrower), /at once/);
        await store.transaction('a', (tx) => tx.insert('log', entry(1)));
        assert.deepEqual(await seqs(store), [1]);
      }));

    test('the hook writes into the group, after its members', () =>
      opened(async (store) => {
        store.beforeFlush(async (tx) => {
          const size = await tx.count('log');
          await tx.insert('checkpoints', { size, note: tx.namespace, ts: 1 });
        });
        await Promise.all(
          [1, 2, 3].map((seq) => store.transaction('a', (tx) => tx.insert('log', entry(seq)))),
        );
        assert.deepEqual(await store.read('a', (tx) => tx.select('checkpoints')), [
          { size: 3, note: 'a', ts: 1 },
        ]);
      }));

    test('no hook runs for a group that wrote nothing', () =>
      opened(async (store) => {
        let flushes = 0;
        store.beforeFlush(async () => void flushes++);
        await store.transaction('a', (tx) => tx.count('log'));
        const undone = store.transaction('a', async (tx) => {
          await tx.insert('log', entry(1));
          throw new Error('undone');
        });
        await assert.rejects(undone, /undone/);
        assert.equal(flushes, 0);
      }));

    test('when the hook throws the whole group is undone and every member rejects, those that threw included', () =>
      opened(async (store) => {
        let broken = true;
        store.beforeFlush(async () => {
          if (broken) throw new Error('no signature');
        });
        const results = await Promise.allSettled(
          [1, 2, 3].map((seq) =>
            store.transaction('a', async (tx) => {
              await tx.insert('log', entry(seq));
              if (seq === 2) throw new Error('mine');
            }),
          ),
        );
        for (const result of results) {
          assert.equal(result.status, 'rejected');
          problem('internal', /Nothing was allowed/)((result as PromiseRejectedResult).reason);
        }
        assert.deepEqual(await seqs(store), []);
        broken = false;
        await store.transaction('a', (tx) => tx.insert('log', entry(4)));
        assert.deepEqual(await seqs(store), [4]);
      }));

    test('nothing is visible to a reader before the flush', () =>
      opened(async (store) => {
        let during: Promise<number> | undefined;
        await store
          .transaction('a', async (tx) => {
            await tx.insert('log', entry(1));
            during = new Promise((resolve, reject) => {
              // Started outside the work: a read from inside it is refused.
              outside(() => void store.read('a', (r) => r.count('log')).then(resolve, reject));
            });
            await Promise.resolve();
            throw new Error('undone');
          })
          .catch(() => undefined);
        assert.equal(await during, 0);
      }));

    test('a snapshot does not move while it is read', () =>
      opened(async (store) => {
        await store.transaction('a', (tx) => tx.insert('log', entry(1)));
        let written: Promise<void> | undefined;
        const counts = await store.read('a', async (tx) => {
          const before = await tx.count('log');
          outside(() => (written = store.transaction('a', (w) => w.insert('log', entry(2)))));
          await new Promise((resolve) => setTimeout(resolve, 20));
          return [before, await tx.count('log')];
        });
        await written;
        assert.deepEqual(counts, [1, 1]);
        assert.deepEqual(await seqs(store), [1, 2]);
      }));

    test('namespaces take turns', () =>
      opened(async (store) => {
        const order: string[] = [];
        const work = (namespace: string, seq: number): Promise<void> =>
          store.transaction(namespace, async (tx) => {
            await tx.insert('log', entry(seq));
            order.push(namespace);
          });
        const flood = Array.from({ length: 500 }, (_, seq) => work('flood', seq));
        const other = work('other', 1);
        await Promise.all([...flood, other]);
        assert.ok(order.indexOf('other') <= 64, `the other waited for ${order.indexOf('other')}`);
      }));

    test('work over its bound is undone, the others go on, and its late calls are refused', () =>
      opened(
        async (store) => {
          let wake: () => void = () => undefined;
          let late: Promise<unknown> | undefined;
          const slow = store.transaction('a', async (tx) => {
            await tx.insert('log', entry(1));
            await new Promise<void>((resolve) => (wake = resolve));
            late = tx.insert('log', entry(2));
            await late;
          });
          const next = store.transaction('a', (tx) => tx.insert('log', entry(3)));
          await assert.rejects(slow, problem('storage-unavailable', /did not end within 50 ms/));
          await next;
          wake();
          await new Promise((resolve) => setImmediate(resolve));
          await assert.rejects(late ?? Promise.resolve(), problem('internal', /after its work had ended/));
          assert.deepEqual(await seqs(store), [3]);

          const stuck = store.read('a', () => new Promise(() => undefined));
          await assert.rejects(stuck, problem('storage-unavailable', /did not end within 50 ms/));
          assert.deepEqual(await seqs(store), [3]);
        },
        { workLimitMs: 50 },
      ));

    test('a transaction kept after its work has ended is refused', () =>
      opened(async (store) => {
        const kept = await store.transaction('a', async (tx): Promise<{ tx: Tx }> => ({ tx }));
        await assert.rejects(
          kept.tx.insert('log', entry(1)),
          problem('internal', /after its work had ended/),
        );
        const read = await store.read('a', async (tx) => ({ tx }));
        await assert.rejects(read.tx.get('log', { seq: 1 }), problem('internal', /after its work had ended/));
        await assert.rejects(
          read.tx.system().select('controls'),
          problem('internal', /after its work had ended/),
        );
      }));

    test('a transaction inside another is refused instead of waiting for itself', () =>
      opened(async (store) => {
        const nested = problem('internal', /opens no other/);
        await assert.rejects(
          store.transaction('a', () => store.transaction('a', async () => 1)),
          nested,
        );
        await assert.rejects(
          store.transaction('a', () => store.read('a', async () => 1)),
          nested,
        );
        await assert.rejects(
          store.read('a', () => store.namespaces()),
          nested,
        );
        await assert.rejects(
          store.read('a', () => store.compact()),
          nested,
        );
        assert.equal(await store.transaction('a', async () => 1), 1);
      }));
  });
}

/** Runs a step outside the asynchronous context of the work it is called from, as another request would. */
const queue: (() => void)[] = [];
const pump = setInterval(() => {
  for (const step of queue.splice(0)) step();
}, 1);
pump.unref();
function outside(step: () => void): void {
  queue.push(step);
}
