import { Worker } from 'node:worker_threads';
import { inputAt } from './play.ts';
import type { Failure, Fault, Target } from './types.ts';
import type { Done, Order } from './worker.ts';

/** How inputs are played beside a watchdog. */
export interface Watched {
  /** The module whose `targets` are played, as a URL. */
  readonly targets: string;
  readonly seed: string;
  readonly from: number;
  readonly to: number;
  /** An input that takes the processor longer than so many ms ends its worker, and is told. */
  readonly patience: number;
  onDone(done: Done): void;
  isStopped(): boolean;
}

/** Plays all inputs in a worker. One that an input hangs or ends is replaced, and that input is told and left out. */
export async function watch(asked: Watched): Promise<void> {
  const { targets } = (await import(asked.targets)) as { targets: () => Promise<Target[]> };
  const known = await targets();
  const without: number[] = [];
  for (let next = asked.from; next < asked.to && !asked.isStopped();) {
    const ended = await one(asked, next, without, (done) => {
      next = done.next;
      asked.onDone(done);
    });
    if (ended === null) continue;
    without.push(ended.at);
    const { target, input } = inputAt(known, asked.seed, ended.at);
    const failure: Failure = { target: target.name, input, ...ended };
    asked.onDone({ next, took: [], failures: [failure] });
  }
}

/** One worker, until all is done, it is to stop, or an input ended it: that one is returned. */
async function one(
  { targets, seed, to, patience, isStopped }: Watched,
  from: number,
  without: readonly number[],
  onDone: (done: Done) => void,
): Promise<{ at: number; fault: Fault; detail: string } | null> {
  const at = new SharedArrayBuffer(4);
  const counter = new Int32Array(at);
  // Until the first input it loads grammars, and is not watched.
  Atomics.store(counter, 0, -1);
  const workerData: Order = { targets, seed, from, to, without, at };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    // The processor's time: on a busy machine an input waits, and does not hang.
    const spent = (): number => process.cpuUsage().user / 1000;
    let [last, since] = [-1, spent()];
    let isOver = false;
    const end = (result: { at: number; fault: Fault; detail: string } | null): void => {
      if (isOver) return;
      isOver = true;
      clearInterval(timer);
      void worker.terminate().then(() => resolve(result));
    };
    const timer = setInterval(
      () => {
        const now = Atomics.load(counter, 0);
        if (now !== last) [last, since] = [now, spent()];
        else if (now >= 0 && spent() - since > patience)
          end({ at: now, fault: 'hangs', detail: `It was not done after ${patience / 1000} s.` });
      },
      Math.min(500, patience / 4),
    );
    worker.on('message', (done: Done) => {
      onDone(done);
      if (done.next >= to || isStopped()) end(null);
    });
    worker.on('exit', (code) => {
      const now = Atomics.load(counter, 0);
      end(now < 0 || isOver ? null : { at: now, fault: 'crashed', detail: `It ended with ${code}.` });
    });
    worker.on('error', (error: Error) => {
      const now = Atomics.load(counter, 0);
      if (now < 0) reject(error);
      end(
        now < 0
          ? null
          : { at: now, fault: 'crashed', detail: `${error.name}: ${error.message}`.slice(0, 400) },
      );
    });
  });
}
