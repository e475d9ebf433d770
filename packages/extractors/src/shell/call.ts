import type { Effects } from './effects.ts';
import type { Env } from './env.ts';
import type { Output } from './output.ts';
import type { Place } from './place.ts';
import type { Value } from './value.ts';

/** A command that is run: its words, what it reads, and what a handler may ask of the shell. */
export interface Call {
  /** The name the command is known by, `rm` for `/bin/rm`. */
  readonly name: string;
  /** Its words without the name. */
  readonly args: readonly Value[];
  readonly env: Env;
  readonly stdin: Output;
  readonly effects: Effects;
  /** The places a word names: one for each directory this may be run in. */
  places(word: Value): readonly Place[];
  read(word: Value, how?: { tree?: boolean }): void;
  list(word: Value): void;
  write(word: Value, how?: { over?: boolean }): void;
  remove(word: Value, how?: { tree?: boolean }): void;
  /** A file is run as a program or script. */
  execute(word: Value, detail?: string): void;
  /** Other words are run as a command. */
  run(words: readonly Value[], how?: { env?: Env; stdin?: Output }): Output;
  /** A text is run as a script of a shell. */
  script(text: Value, how?: { env?: Env; stdin?: Output }): Output;
  /** A text is run as code of an interpreter (`python`, `javascript`, `postgresql`); false when nobody here reads it. */
  code(dialect: string, text: string): boolean;
  /** What stands behind `<(…)` when a word is that. */
  piped(word: Value): Output | null;
}

/** What a command does; it gives back what it writes, and nothing when that is not known. */
export type Command = (call: Call) => Output | undefined;
