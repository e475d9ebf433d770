import type { Extractor } from '@eaap/protocol';
import { loadGrammar, reading, type Grammar } from '../lib/grammar.ts';
import type { Findings } from '../lib/findings.ts';
import { Effects } from '../shell/effects.ts';
import { Env } from '../shell/env.ts';
import { NOTHING } from '../shell/output.ts';
import { placeOf, WORKDIR } from '../shell/place.ts';
import { Shell, type CodeHost, type CodeReaders } from '../shell/shell.ts';
import { loadSql } from '../sql/load.ts';
import { JAVASCRIPT } from './javascript.ts';
import type { Language } from './language.ts';
import { Program } from './program.ts';
import { PYTHON } from './python.ts';

/** The version of both extractors: their tables and the grammars they parse by. */
export const CODE_VERSION = '2+ts0.25';

const GRAMMARS = {
  python: 'tree-sitter-python/tree-sitter-python.wasm',
  javascript: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
  bash: 'tree-sitter-bash/tree-sitter-bash.wasm',
} as const;

const readerOf =
  (language: Language, grammar: Grammar) =>
  (text: string, host: CodeHost): void => {
    new Program(language, grammar, host).read(text);
  };

/** Readers of what a shell gives to an interpreter or a database. */
export async function loadCode(): Promise<CodeReaders> {
  const [python, javascript, sql] = [
    await loadGrammar(GRAMMARS.python),
    await loadGrammar(GRAMMARS.javascript),
    await loadSql(),
  ];
  return new Map([
    ['python', readerOf(PYTHON, python)],
    ['javascript', readerOf(JAVASCRIPT, javascript)],
    [
      'postgresql',
      (text: string, { effects }: CodeHost): void => {
        const read = sql.read(text);
        for (const { effect, target, detail, risk, reversibility } of read.effects) {
          effects.add(effect, target, detail, {
            ...(risk === undefined ? {} : { risk }),
            ...(reversibility === undefined ? {} : { reversibility }),
          });
        }
        for (const { detail } of read.unread) effects.note(detail);
      },
    ],
  ]);
}

async function loadLanguage(dialect: string, name: 'python' | 'javascript'): Promise<Extractor> {
  const readers = await loadCode();
  const bash = await loadGrammar(GRAMMARS.bash);
  const reader = readers.get(name);
  const read = (text: string, findings: Findings): void => {
    const shell = new Shell(findings, bash, readers);
    reader?.(text, {
      effects: new Effects(findings),
      places: (word) => [placeOf(word, WORKDIR)],
      script: (script) => {
        shell.text(script, new Env(), NOTHING);
      },
      run: (words) => {
        shell.run(words, new Env(), NOTHING);
      },
    });
  };
  return {
    dialect,
    version: CODE_VERSION,
    read: (text) =>
      reading(text, (findings) => {
        read(text, findings);
      }),
  };
}

/** Loads the extractor of `code.python`. */
export const loadPython = (): Promise<Extractor> => loadLanguage('code.python', 'python');

/** Loads the extractor of `code.javascript`. */
export const loadJavaScript = (): Promise<Extractor> => loadLanguage('code.javascript', 'javascript');
