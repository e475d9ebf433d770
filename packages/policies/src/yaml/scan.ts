import { CST, Lexer } from 'yaml';
import type { DocumentFaultCode } from './fault.ts';

/** What was found before anything was built, and at which character. */
export interface Scanned {
  readonly code: DocumentFaultCode;
  readonly at: number;
  readonly reason: string;
}

/** How deep a document may nest. */
export const MAX_DEPTH = 64;

const NEVER: Readonly<Record<string, readonly [DocumentFaultCode, string]>> = {
  anchor: ['anchor', 'Anchors (&name) are not read: write the value out where it stands.'],
  alias: [
    'alias',
    'Aliases (*name) are not read: write the value out. A text that begins with * needs quotes.',
  ],
  tag: [
    'tag',
    'Tags (!name) are not read: a value is what it is written as. A text that begins with ! needs quotes.',
  ],
  'directive-line': ['directive', 'Directives (%NAME) are not read.'],
  'explicit-key-ind': ['name', 'Names behind a question mark are not read: write name: value.'],
};

/**
 * Looks at the tokens of a YAML text for what is refused whatever it means: what could make it grow (aliases), mean
 * something else (tags, directives), or nest so deep that building it would not end well. In one pass, before a single
 * node is made.
 */
export function scan(text: string): Scanned | undefined {
  let [at, flow, line, indicators, content] = [0, 0, 0, 0, false];
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (content) {
      // What follows the mark of a scalar is its content, whatever it looks like.
      content = false;
      at += token.length;
      continue;
    }
    // Marks of the lexer take no character of the text.
    if (type === 'scalar') content = true;
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') continue;
    const never = type === null ? undefined : NEVER[type];
    if (never !== undefined) return { code: never[0], at, reason: never[1] };
    if (type === 'flow-map-start' || type === 'flow-seq-start') flow += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') flow -= 1;
    if (flow < 0) return { code: 'syntax', at, reason: 'A bracket closes that was never opened.' };
    if (type === 'newline') [line, indicators] = [at + token.length, 0];
    if (type === 'seq-item-ind') indicators += 1;
    // A block collection inside another one is indented further, by a character at least.
    const indented = type === 'space' && at === line && token.length > 4 * MAX_DEPTH;
    if (flow + indicators > MAX_DEPTH || indented) {
      return { code: 'depth', at, reason: `It nests deeper than ${MAX_DEPTH}.` };
    }
    at += token.length;
  }
  return undefined;
}
