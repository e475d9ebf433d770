import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Scope } from './scope.ts';
import type { Caught } from './types.ts';
import type { Asked } from './worker.ts';

/** More workers than this gain nothing on the machines this is run on. */
const MAX_WORKERS = 2;

/** For fewer gateways it is quicker to show them everything than to write down what the right one is asked. */
const SPARING_FROM = 10;

interface Answer {
  readonly caught?: Caught;
  readonly error?: string;
}

/**
 * Runs mutants, named by their ids, in worker threads, each worker one after another. The answers are in the order of
 * the ids.
 *
 * @throws Error when a worker fails or ends.
 */
export async function runPool(
  ids: readonly string[],
  scope: Scope,
  onCaught: (caught: Caught, done: number) => void,
): Promise<Caught[]> {
  const results = new Map<string, Caught>();
  const sparing = ids.length >= SPARING_FROM && scope !== 'declared';
  const queue = [...ids];
  const count = Math.min(MAX_WORKERS, availableParallelism(), ids.length);
  const url = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
  await Promise.all(
    Array.from({ length: count }, async () => {
      const worker = new Worker(url);
      try {
        for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
          const caught = await ask(worker, { id, scope, sparing });
          results.set(id, caught);
          onCaught(caught, results.size);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return ids.flatMap((id) => results.get(id) ?? []);
}

function ask(worker: Worker, asked: Asked): Promise<Caught> {
  return new Promise((resolve, reject) => {
    const ended = (code: number): void =>
      reject(new Error(`The worker ended (${code}) while it ran ${asked.id}.`));
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.once('message', ({ caught, error }: Answer) => {
      worker.off('error', reject);
      worker.off('exit', ended);
      if (caught === undefined) reject(new Error(`${asked.id}: ${error ?? 'no answer'}`));
      else resolve(caught);
    });
    worker.postMessage(asked);
  });
}
