import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Subject } from '../contract.ts';
import { entry, problem } from '../support.ts';

export function lifetime(subject: Subject): void {
  describe(`${subject.name}: lifetime`, () => {
    test('close waits for what is queued, then refuses, and can be called again', async () => {
      const store = await subject.open();
      const queued = Array.from({ length: 150 }, (_, seq) =>
        store.transaction('a', async (tx) => {
          await tx.insert('log', entry(seq));
          return seq;
        }),
      );
      const reading = store.read('a', (tx) => tx.count('log'));
      const closing = store.close();
      await assert.rejects(
        store.transaction('a', async () => 1),
        problem('draining', /takes no new work/),
      );
      await assert.rejects(
        store.read('a', async () => 1),
        problem('draining', /takes no new work/),
      );
      assert.deepEqual(
        await Promise.all(queued),
        Array.from({ length: 150 }, (_, n) => n),
      );
      await reading;
      await closing;
      await store.close();
    });

    test('compact keeps every row and lets work before and after it through', async () => {
      const store = await subject.open();
      const write = (seq: number): Promise<void> =>
        store.transaction('a', (tx) => tx.insert('log', entry(seq)));
      await Promise.all([
        write(1),
        store.compact(),
        write(2),
        store.read('a', (tx) => tx.count('log')),
        write(3),
      ]);
      assert.equal(await store.read('a', (tx) => tx.count('log')), 3);
      await store.close();
    });
  });
}
