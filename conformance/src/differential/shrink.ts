import type { Chosen } from './path.ts';
import type { Difference } from './play.ts';
import { simpler } from './simplify.ts';

/** A sequence that shows a difference. */
export interface Failing {
  readonly steps: readonly Chosen[];
  readonly difference: Difference;
}

/** What is left of a failing sequence, and how many others were tried. */
export interface Shrunk extends Failing {
  readonly tried: number;
}

/**
 * Cuts a failing sequence down: ever smaller pieces are left out as long as a difference remains, then single steps are
 * made simpler. Any difference counts, so that what is left may show another one than the sequence it began with.
 *
 * @param fails - Plays a sequence in a fresh namespace; its difference, or nothing.
 * @param most - How many sequences are tried at most.
 */
export async function shrink(
  failing: Failing,
  fails: (steps: readonly Chosen[]) => Promise<Difference | undefined>,
  most = 500,
): Promise<Shrunk> {
  let best = ending(failing);
  let tried = 0;
  const isBetter = async (steps: readonly Chosen[]): Promise<boolean> => {
    if (tried >= most) return false;
    tried += 1;
    const difference = await fails(steps);
    if (difference !== undefined) best = ending({ steps, difference });
    return difference !== undefined;
  };
  for (let before = -1; before !== tried && tried < most;) {
    before = tried;
    const size = best.steps.length;
    for (let piece = Math.ceil(size / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2))
      for (let at = best.steps.length - piece; at >= 0; at = Math.min(at, best.steps.length) - piece)
        await isBetter([...best.steps.slice(0, at), ...best.steps.slice(at + piece)]);
    let changed = best.steps.length < size;
    for (let at = 0; at < best.steps.length; at += 1) changed = (await simplifyAt(at)) || changed;
    if (!changed) break;
  }
  return { ...best, tried };

  /** Makes one step simpler as often as that can be done. */
  async function simplifyAt(at: number): Promise<boolean> {
    const chosen = best.steps[at];
    if (chosen === undefined) return false;
    for (const [choice, step] of simpler(chosen.step).entries()) {
      const made = { ...chosen, step, choices: [...chosen.choices, choice] };
      if (!(await isBetter(best.steps.map((one, n) => (n === at ? made : one))))) continue;
      await simplifyAt(at);
      return true;
    }
    return false;
  }
}

/** Without what comes after the step that shows the difference. */
function ending({ steps, difference }: Failing): Failing {
  const { at } = difference;
  if (typeof at !== 'number') return { steps, difference };
  return { steps: steps.slice(0, steps.findIndex(({ number }) => number === at) + 1), difference };
}
