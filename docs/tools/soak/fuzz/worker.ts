/** Plays inputs, one after the other. Beside it, a watchdog reads by a shared number which one it is at. */
import { parentPort, workerData } from 'node:worker_threads';
import { play } from './play.ts';
import type { Failure, Target, Took } from './types.ts';

/** What a worker is to do. */
export interface Order {
  /** The module whose `targets` are played. */
  readonly targets: string;
  readonly seed: string;
  readonly from: number;
  readonly to: number;
  /** Inputs that ended a worker before. */
  readonly without: readonly number[];
  readonly at: SharedArrayBuffer;
}

/** What a worker says of inputs that it is done with: all below `next`. */
export interface Done {
  readonly next: number;
  readonly took: readonly Took[];
  readonly failures: readonly Failure[];
}

const SOME = 256;
const order = workerData as Order;
const { targets } = (await import(order.targets)) as { targets: () => Promise<Target[]> };
const all = await targets();
const counter = new Int32Array(order.at);
const without = new Set(order.without);
for (let from = order.from; from < order.to; from += SOME) {
  const next = Math.min(order.to, from + SOME);
  const played: (Took | Failure)[] = [];
  for (let at = from; at < next; at++) {
    Atomics.store(counter, 0, at);
    if (!without.has(at)) played.push(play(all, order.seed, at));
  }
  parentPort?.postMessage({
    next,
    took: played.filter((one): one is Took => 'ms' in one),
    failures: played.filter((one): one is Failure => 'fault' in one),
  } satisfies Done);
}
