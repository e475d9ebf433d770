import { asScript, asText, isVague, MANY, type Value } from './value.ts';

/** What a command writes, as far as it is known. */
export interface Output {
  /** Its lines; `null` when nobody can say. */
  readonly lines: readonly Value[] | null;
  /** Whether the lines are exactly these, to the letter, or words for what each line is like. */
  readonly exact: boolean;
  /** Where it comes from, for people. */
  readonly from: string;
  /** Whether it came over the network. */
  readonly remote: boolean;
  /** The file it is the content of, as a target. */
  readonly place?: string | null;
}

/** Nothing at all. */
export const NOTHING: Output = { lines: [], exact: true, from: 'nothing', remote: false };

/** What nobody can say. */
export const unknownOutput = (from: string, remote = false): Output => ({
  lines: null,
  exact: false,
  from,
  remote,
});

/** A text that is known. One with unknown parts is known as far as it is. */
export function textOutput(text: Value, from: string): Output {
  return {
    lines: text.replace(/\n+$/, '').split('\n').slice(0, 4096),
    exact: asScript(text) !== null,
    from,
    remote: false,
  };
}

/** Lines that are each like one of these words. */
export const likeOutput = (lines: readonly Value[], from: string): Output => ({
  lines,
  exact: false,
  from,
  remote: false,
});

/** The text a shell would read from it, or `null`. */
export const scriptOf = ({ lines, exact }: Output): string | null =>
  lines !== null && exact ? asScript(lines.join('\n')) : null;

/** What it is in the place of `$(…)`: trailing newlines gone. */
export function substituted(output: Output): Value {
  if (output.lines === null) return MANY;
  if (output.exact) return asText(output.lines.join('\n'));
  return output.lines.length === 1 && !isVague(output.lines[0] ?? MANY) ? (output.lines[0] ?? MANY) : MANY;
}

/** What two commands write, one behind the other. */
export function combined(a: Output, b: Output): Output {
  if (a.lines?.length === 0) return b;
  if (b.lines?.length === 0) return a;
  if (a.lines === null || b.lines === null || a.lines.length + b.lines.length > 4096) {
    return unknownOutput(`${a.from} and ${b.from}`, a.remote || b.remote);
  }
  return {
    lines: [...a.lines, ...b.lines],
    exact: a.exact && b.exact,
    from: a.from,
    remote: a.remote || b.remote,
  };
}
