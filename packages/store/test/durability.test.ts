import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqlite } from '../src/index.ts';
import { entry, folder } from './support.ts';

test('what was acknowledged is there after closing and opening again', async (t) => {
  const path = join(folder(t), 'eaap.db');
  const store = await openSqlite({ path });
  await Promise.all([1, 2, 3].map((seq) => store.transaction('a', (tx) => tx.insert('log', entry(seq)))));
  await store.close();
  const again = await openSqlite({ path });
  assert.deepEqual(
    await again.read('a', (tx) => tx.select('log')),
    [1, 2, 3].map((seq) => ({ ...entry(seq), evaluation: null, object: null })),
  );
  await again.close();
});

test('a process killed while it writes leaves each transaction whole or absent, and all it acknowledged', async (t) => {
  const path = join(folder(t), 'eaap.db');
  let acknowledged = -1;
  for (let round = 1; round <= 4; round++) {
    const child = spawn(
      process.execPath,
      [...process.execArgv, join(import.meta.dirname, 'child/write.ts'), path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let text = '';
    let lines = 0;
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      text += chunk;
      lines += chunk.split('\n').length - 1;
      if (lines > 60 * round) child.kill('SIGKILL');
    });
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
    // The last line may have been cut; only whole ones were acknowledged.
    const seqs = text.split('\n').slice(0, -1).map(Number);
    assert.ok(seqs.length > 60 * round);
    acknowledged = Math.max(acknowledged, ...seqs);

    const store = await openSqlite({ path });
    const found = await store.read('a', async (tx) => ({
      log: (await tx.select('log')).map((row) => row.seq),
      telemetry: (await tx.select('telemetry')).map((row) => row.seq),
      last: (await tx.select('checkpoints', { order: [['size', 'desc']], limit: 1 }))[0]?.size,
    }));
    await store.close();
    assert.deepEqual(found.log, found.telemetry, 'a transaction was kept in part');
    assert.deepEqual(
      seqs.filter((seq) => !found.log.includes(seq)),
      [],
      'an acknowledged transaction was lost',
    );
    assert.ok(found.log.length > acknowledged, 'rows before the last acknowledged one are missing');
    assert.equal(found.last, found.log.length, 'a group was kept without what its hook wrote');
  }
});
