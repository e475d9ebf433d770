import type { Extractor } from '@eaap/protocol';
import { loadGrammar, reading } from '../lib/grammar.ts';
import { Env } from './env.ts';
import { NOTHING } from './output.ts';
import { Shell, type CodeReaders } from './shell.ts';

/** The version of this extractor: its tables and the grammar it parses by. */
export const SHELL_VERSION = '2+ts0.25';

/** Loads the extractor of `shell.bash`. */
export async function loadShell(readers: CodeReaders = new Map()): Promise<Extractor> {
  const grammar = await loadGrammar('tree-sitter-bash/tree-sitter-bash.wasm');
  return {
    dialect: 'shell.bash',
    version: SHELL_VERSION,
    read: (text) =>
      reading(text, (findings) => {
        new Shell(findings, grammar, readers).script(text, new Env(), NOTHING);
      }),
  };
}
