import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
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
 * Runs mutants, named by their ids, in worker processes, each worker one after another. The answers are in the order of
 * the ids. Threads would not do: what a process opens is watched, and the gateway of one worker would be accused of what
 * that of another does.
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
      const worker = fork(fileURLToPath(url));
      try {
        for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
          const caught = await ask(worker, { id, scope, sparing });
          results.set(id, caught);
          onCaught(caught, results.size);
        }
      } finally {
        worker.kill();
      }
    }),
  );
  return ids.flatMap((id) => results.get(id) ?? []);
}

function ask(worker: ChildProcess, asked: Asked): Promise<Caught> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null): void =>
      reject(new Error(`The worker ended (${code ?? signal}) while it ran ${asked.id}.`));
    const answered = (message: unknown): void => {
      worker.off('error', reject);
      worker.off('exit', ended);
      const { caught, error } = message as Answer;
      if (caught === undefined) reject(new Error(`${asked.id}: ${error ?? 'no answer'}`));
      else resolve(caught);
    };
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.once('message', answered);
    if (!worker.connected) ended(worker.exitCode, worker.signalCode);
    else worker.send(asked);
  });
}
