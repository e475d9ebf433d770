import pc from 'picocolors';
import type { Colors } from '../report/console.ts';

/** Where a command writes, and how. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly colors: Colors;
  /** Whether somebody watches standard error, so that progress is worth showing. */
  readonly watched: boolean;
}

/** The process's own streams; NO_COLOR and FORCE_COLOR are heeded. */
export function processIo(): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colors: pc,
    watched: process.stderr.isTTY === true,
  };
}
