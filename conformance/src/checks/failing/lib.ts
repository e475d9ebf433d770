import { SutUnreachable } from '../../sut/types.ts';
import type { Answer, CheckContext } from '../types.ts';

/** More writes than this a single request does not need. */
const MOST = 80;

type Ask = () => Promise<Answer<unknown>>;

/** Lets the first write of a request fail, then the second, and so on until it goes through; how often it failed, and what it answered then. */
export async function brokenAt(
  t: CheckContext,
  ask: Ask,
  then: (at: number, answer: Answer<unknown>) => Promise<void>,
): Promise<{ readonly steps: number; readonly last: Answer<unknown> }> {
  for (let at = 1; at <= MOST; at += 1) {
    await t.control.step({ do: 'fail', at });
    const answer = await ask();
    const { reached } = await t.control.step({ do: 'none' });
    if (!reached) return { steps: at - 1, last: answer };
    await then(at, answer);
  }
  return t.inconclusive(`A request did not end within ${MOST} writes.`);
}

/**
 * Kills the gateway at the first write of a request, at a later one of another, `stride` further on, and so on until one
 * is answered; and at the last write, the flush, whatever the stride. How many writes there are.
 */
export async function killedAt(
  t: CheckContext,
  stride: number,
  prepare: (at: number) => Promise<{ readonly ask: Ask; readonly left: () => Promise<void> }>,
): Promise<number> {
  let last = 0;
  let total: number | undefined;
  for (let at = 1; at <= MOST && at !== last; at = total ?? at + stride) {
    const { ask, left } = await prepare(at);
    await t.control.step({ do: 'kill', at });
    if (await answers(ask)) {
      const { reached, writes } = await t.control.step({ do: 'none' });
      t.require('a gateway that was killed answers nothing', !reached);
      if (total !== undefined || writes <= last) return writes;
      total = writes;
      continue;
    }
    last = at;
    await t.control.kill();
    await t.control.start();
    await left();
  }
  return total ?? t.inconclusive(`A request did not end within ${MOST} writes.`);
}

async function answers(ask: Ask): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof SutUnreachable) return false;
    throw error;
  }
}
