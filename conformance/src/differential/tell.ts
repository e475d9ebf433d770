import { canonical, type Json } from '../model/json.ts';
import type { Found } from './explore.ts';
import type { Ref, Step } from './steps.ts';

/** A step in a line. */
export function line(step: Step): string {
  const { do: what, ...rest } = step;
  const said = Object.entries(rest).map(([name, value]) => {
    const text = typeof value === 'string' ? value : canonical(value as Json);
    return name === 'as' ? `as ${text}` : isRef(value) ? `${name}=${refLine(value)}` : `${name}=${text}`;
  });
  return [what, ...said].join(' ');
}

const isRef = (value: unknown): value is Ref =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  ['step', 'back', 'fit'].some((name) => name in value);

function refLine(ref: Ref): string {
  if ('step' in ref) return `of step ${ref.step}`;
  const which = (n: number): string => (n === 0 ? 'the newest' : `the newest but ${n}`);
  return 'fit' in ref ? `${which(ref.fit)} that fits` : which(ref.back);
}

/** A value in at most so many characters. */
const short = (value: Json): string => {
  const text = canonical(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
};

/** A difference for people: the sequence, what the model says, what the gateway says, the command that shows it again. */
export function tell({ run, steps, difference, drawn, tried }: Found, again: string): string {
  const { at, request, where, model, gateway } = difference;
  const cut = tried === 0 ? '' : ` (cut down from ${drawn} by ${tried} tries)`;
  const place = typeof at === 'number' ? `step ${at}` : at === 'setup' ? 'the beginning' : 'the end';
  return [
    `Sequence ${run}: model and gateway part after ${steps.length} steps${cut}.`,
    ...steps.map(({ number, step }) => `  ${String(number).padStart(3)}  ${line(step)}`),
    `At ${place}, ${request}, in ${where}:`,
    `  model    ${short(model)}`,
    `  gateway  ${short(gateway)}`,
    `Again:  ${again}`,
  ].join('\n');
}
