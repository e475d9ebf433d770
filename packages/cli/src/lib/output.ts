import type { Io } from './io.ts';
import { jsonText, visibleAll } from './clean.ts';
import { coloursOf, pairs, type Colours } from './text.ts';

/** How a command answers: as lines for a person, or as one JSON document for a program. */
export interface Output {
  readonly json: boolean;
  readonly colours: Colours;
  readonly columns: number;
  /** The answer. `human` gets it with nothing in it that could act on a terminal. */
  answer<T>(value: T, human: (value: T) => readonly string[]): void;
  /** What is not the answer, for a person only. */
  note(...lines: string[]): void;
  /** The same, in fewer columns. */
  within(columns: number): Output;
  /** Names and values in two columns. */
  pairs(entries: readonly (readonly [string, string] | undefined)[], indent?: number): string[];
}

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** The output of a command. */
export function outputOf(io: Io, json: boolean, width: number = io.columns): Output {
  const colours = coloursOf(io.colour && !json);
  const columns = Math.max(40, Math.min(width, 100));
  return {
    json,
    colours,
    columns,
    answer(value, human) {
      io.stdout(json ? `${jsonText(value)}\n` : joined(human(visibleAll(value))));
    },
    note(...lines) {
      if (!json) io.stderr(joined(lines));
    },
    within: (fewer) => outputOf(io, json, fewer),
    pairs: (entries, indent = 2) => pairs(entries, { columns, indent, colours }),
  };
}
