import type { Mutant } from '../types.ts';
import { asked, said } from './lib/answering.ts';

const textOf = (input: { readonly [name: string]: unknown }): string => String(input['text']);

/** What stands before the first semicolon that is plainly one: not where quotes, comments or escapes are about. */
const firstStatement = (text: string): string => /^([^;'"$\\/-]*);/.exec(text)?.[1] ?? text;

/** Broken in what is read of code: by trusting what stands in front, and by searching for words. */
export const VECTORS_OF_DIALECTS: readonly Mutant[] = [
  {
    id: 'reads-the-first-statement',
    breaks: ['EAAP-0006-024'],
    invariant: [8],
    description: 'Reads SQL up to its first semicolon.',
    expected: ['vectors.extraction-sql.0006-024'],
    compute: asked('extraction-sql', (input) => ({ ...input, text: firstStatement(textOf(input)) })),
  },
  {
    id: 'searches-sql-for-words',
    breaks: ['EAAP-0006-025'],
    invariant: [8],
    description: 'Stops every statement in which a word stands that deletes.',
    expected: ['vectors.extraction-sql.0006-025'],
    compute: said('extraction-sql', (answer, input) =>
      /\b(?:drop|delete|truncate)\b/i.test(textOf(input)) ? { refused: 'stopped' } : answer,
    ),
  },
  {
    id: 'reads-wrappers-alone',
    breaks: ['EAAP-0006-024'],
    invariant: [8],
    description: 'Takes what runs a command for one that prints it.',
    expected: ['vectors.extraction-shell.0006-024'],
    compute: asked('extraction-shell', (input) => ({
      ...input,
      text: textOf(input).replace(/^(?:sudo|env|timeout|bash|eval)\b/, 'echo'),
    })),
  },
  {
    id: 'searches-lines-for-words',
    breaks: ['EAAP-0006-025'],
    invariant: [8],
    description: 'Stops every line in which a word stands that deletes.',
    expected: ['vectors.extraction-shell.0006-025'],
    compute: said('extraction-shell', (answer, input) =>
      /\b(?:rm|drop)\b/.test(textOf(input)) ? { refused: 'stopped' } : answer,
    ),
  },
];
