// Writes pairs of rows for ever, and reports each pair once it was acknowledged. It is meant to be killed.
import { writeSync } from 'node:fs';
import { openSqlite } from '../../src/index.ts';

const store = await openSqlite({ path: process.argv[2] ?? '' });
store.beforeFlush(async (tx) => {
  const size = await tx.count('log');
  if ((await tx.get('checkpoints', { size })) === undefined)
    await tx.insert('checkpoints', { size, note: 'n', ts: size });
});
let next = await store.read('a', (tx) => tx.count('telemetry'));

async function writer(): Promise<never> {
  for (;;) {
    const seq = next++;
    await store.transaction('a', async (tx) => {
      await tx.insert('log', { seq, record: 'r'.repeat(500), leaf: Uint8Array.of(1), type: 't', ts: seq });
      // Half of the work done, and the event loop given a turn: a place to die.
      if (seq % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
      await tx.insert('telemetry', { seq });
    });
    writeSync(1, `${seq}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, writer));
