import { drawJson } from './json.ts';
import { Random } from './random.ts';
import { shrink } from './shrink.ts';
import { drawText } from './text.ts';
import type { Failure, Fault, Made, Target, Took } from './types.ts';

/** An input, and whom it is for. Both follow from the seed and the number alone. */
export function inputAt(
  targets: readonly Target[],
  seed: string,
  at: number,
): { target: Target; input: string } {
  const random = new Random(`${seed}/${at}`);
  let ticket = random.below(targets.reduce((sum, { share }) => sum + share, 0));
  const target = targets.find(({ share }) => (ticket -= share) < 0);
  if (target === undefined) throw new Error('There are no targets.');
  const input =
    target.isJson === true
      ? drawJson(target.seeds, target.focus ?? [], random)
      : drawText(target.seeds, random);
  return { target, input };
}

/** What is wrong with how an input is taken: read twice, it must say the same twice and throw never. */
function faultOf(target: Target, input: string): { fault: Fault; detail: string } | null {
  try {
    const [first, second] = [target.run(input), target.run(input)];
    if (first.bytes === second.bytes && first.outcome === second.outcome) return null;
    return {
      fault: 'differs',
      detail: `${first.bytes.slice(0, 200)} and then ${second.bytes.slice(0, 200)}`,
    };
  } catch (error) {
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { fault: 'thrown', detail: detail.slice(0, 400) };
  }
}

/** Has the target take an input, and says how long that took, or what went wrong with the smallest input like it. */
export function play(targets: readonly Target[], seed: string, at: number): Took | Failure {
  const { target, input } = inputAt(targets, seed, at);
  const [first, second] = [timed(target, input), timed(target, input)];
  if (first !== null && second !== null && first.bytes === second.bytes && first.outcome === second.outcome)
    return { target: target.name, at, ms: Math.min(first.ms, second.ms), outcome: first.outcome };
  const found = faultOf(target, input) ?? {
    fault: 'differs' as const,
    detail: 'Its first answer was another one than those that came after it.',
  };
  const isSuch = (smaller: string): boolean => faultOf(target, smaller)?.fault === found.fault;
  const least = shrink(input, target.isJson === true, isSuch);
  return { target: target.name, at, input: least, ...found, ...faultOf(target, least) };
}

function timed(target: Target, input: string): (Made & { readonly ms: number }) | null {
  const begun = performance.now();
  try {
    const made = target.run(input);
    return { ...made, ms: performance.now() - begun };
  } catch {
    // It is run again, and said there.
    return null;
  }
}
