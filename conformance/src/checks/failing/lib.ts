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

/** Kills the gateway at the first write of a request, at the second write of another, and so on until one is answered. */
export async function killedAt(
  t: CheckContext,
  prepare: (at: number) => Promise<{ readonly ask: Ask; readonly left: () => Promise<void> }>,
): Promise<number> {
  for (let at = 1; at <= MOST; at += 1) {
    const { ask, left } = await prepare(at);
    await t.control.step({ do: 'kill', at });
    const isAnswered = await answers(ask);
    if (isAnswered) {
      const { reached } = await t.control.step({ do: 'none' });
      t.require('a gateway that was killed answers nothing', !reached);
      return at - 1;
    }
    await t.control.kill();
    await t.control.start();
    await left();
  }
  return t.inconclusive(`A request did not end within ${MOST} writes.`);
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
