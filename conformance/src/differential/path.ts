import { drawSequence } from './draw.ts';
import { simpler } from './simplify.ts';
import type { Numbered } from './steps.ts';

/** A step of a sequence that is cut down, and by which choices it was made simpler. */
export interface Chosen extends Numbered {
  readonly choices: readonly number[];
}

/** A sequence as it was drawn. */
export const whole = (seed: string, run: number, length: number): Chosen[] =>
  drawSequence(seed, run, length).map((one) => ({ ...one, choices: [] }));

/** A sequence in one word: its run, and of that the steps that are left, each with its choices: `17/0-3,7:2:0`. */
export function pathOf(run: number, steps: readonly Chosen[]): string {
  const parts: string[] = [];
  for (let at = 0; at < steps.length; at += 1) {
    const from = steps[at] as Chosen;
    let end = at;
    const isNext = (one: Chosen | undefined, after: number): boolean =>
      one !== undefined && one.choices.length === 0 && one.number === from.number + after;
    while (from.choices.length === 0 && isNext(steps[end + 1], end + 1 - at)) end += 1;
    parts.push(
      end > at ? `${from.number}-${from.number + end - at}` : [from.number, ...from.choices].join(':'),
    );
    at = end;
  }
  return `${run}/${parts.join(',')}`;
}

const PART = /^(\d{1,6})(?:-(\d{1,6})|((?::\d{1,3})*))$/;

/** The sequence that a path stands for. @throws RangeError for what is no path of this seed */
export function follow(seed: string, path: string): { readonly run: number; readonly steps: Chosen[] } {
  const [, run, list] = /^(\d{1,9})\/([\d:,-]*)$/.exec(path) ?? [];
  if (run === undefined || list === undefined) throw new RangeError(`${path} is no path, as in 17/0-3,7:2.`);
  const parts = list === '' ? [] : list.split(',').map((part) => PART.exec(part));
  const numbers = parts.flatMap((part) => {
    if (part === null) throw new RangeError(`${path} is no path, as in 17/0-3,7:2.`);
    const [, from = '', to = from, choices = ''] = part;
    const picked = choices.split(':').slice(1).map(Number);
    return Array.from(
      { length: Math.max(0, Number(to) - Number(from) + 1) },
      (_, n) => [Number(from) + n, picked] as const,
    );
  });
  const drawn = drawSequence(seed, Number(run), Math.max(0, ...numbers.map(([number]) => number + 1)));
  const steps = numbers.map(([number, choices]): Chosen => {
    const start = drawn[number]?.step;
    const step = choices.reduce((at, choice) => (at === undefined ? at : simpler(at)[choice]), start);
    if (step === undefined) throw new RangeError(`${path} makes a choice at ${number} that there is not.`);
    return { number, step, choices };
  });
  return { run: Number(run), steps };
}
