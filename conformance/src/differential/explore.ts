import { SutUnreachable } from '../sut/types.ts';
import { NotReady } from './open.ts';
import { pathOf, whole, type Chosen } from './path.ts';
import { play, type Difference } from './play.ts';
import { shrink, type Shrunk } from './shrink.ts';
import type { Site } from './site.ts';

/** What is drawn and how much of it. */
export interface Plan {
  readonly seed: string;
  readonly runs: number;
  /** Steps a sequence. */
  readonly steps: number;
  /** The first run; 0 unless stated. */
  readonly from?: number;
  /** How many sequences are tried to cut a failing one down. */
  readonly most?: number;
}

/** A difference, with the shortest sequence found that shows it. */
export interface Found extends Shrunk {
  readonly run: number;
  /** How many steps it had as it was drawn. */
  readonly drawn: number;
  readonly path: string;
}

/** What came of an exploration. */
export interface Explored {
  readonly runs: number;
  readonly found?: Found;
}

/** Storage is begun anew after so many sequences, where that can be done. */
const FRESH_AFTER = 100;

/** Plays sequences until one shows a difference, and cuts that one down. */
export async function explore(
  site: Site,
  plan: Plan,
  onRun: (run: number) => void = () => {},
): Promise<Explored> {
  const { seed, runs, steps, from = 0 } = plan;
  const player = playerOf(site);
  for (let run = from; run < from + runs; run += 1) {
    onRun(run);
    const sequence = whole(seed, run, steps);
    const difference = await player(sequence);
    if (difference === undefined) continue;
    const shrunk = await shrink({ steps: sequence, difference }, surviving(site, player), plan.most);
    return { runs: run - from + 1, found: { ...shrunk, run, drawn: steps, path: pathOf(run, shrunk.steps) } };
  }
  return { runs };
}

/** Plays one sequence, as it is. */
export async function replay(site: Site, run: number, steps: readonly Chosen[]): Promise<Explored> {
  const difference = await play(site, steps);
  if (difference === undefined) return { runs: 1 };
  const found = { run, steps, difference, tried: 0, drawn: steps.length, path: pathOf(run, steps) };
  return { runs: 1, found };
}

function playerOf(site: Site): (steps: readonly Chosen[]) => Promise<Difference | undefined> {
  let played = 0;
  return async (steps) => {
    played += 1;
    if (played % FRESH_AFTER === 0) await site.reset?.();
    return play(site, steps);
  };
}

/** While a sequence is cut down, a gateway that is gone shows nothing more; it is begun anew where that can be done. */
function surviving(
  site: Site,
  player: (steps: readonly Chosen[]) => Promise<Difference | undefined>,
): (steps: readonly Chosen[]) => Promise<Difference | undefined> {
  let isGone = false;
  return async (steps) => {
    if (isGone) return undefined;
    try {
      return await player(steps);
    } catch (error) {
      if (!(error instanceof NotReady) && !(error instanceof SutUnreachable)) throw error;
      await site.reset?.().catch(() => {});
      isGone = site.reset === undefined;
      return undefined;
    }
  };
}
