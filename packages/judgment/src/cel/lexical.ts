import { CelFault } from './fault.ts';

const SPACE = /[\t\n\f\r ]+/y;
const TEXT = /([rR]?)("""|'''|"|')/y;
const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const NUMBER = /0x[0-9a-fA-F]+|\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+/y;
const ESCAPE = /\\(?:[abfnrtv\\?"'`]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7][0-7])/y;
const RESERVED = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The end of the text constant that begins at `at`. One that does not end is left to the parser. */
function endOfText(text: string, at: number, [whole, raw, quote = '']: RegExpExecArray): number {
  let here = at + whole.length;
  while (here < text.length && !text.startsWith(quote, here)) {
    if (raw !== '' || text[here] !== '\\') here += 1;
    else {
      const escape = take(ESCAPE, text, here);
      if (escape === null) throw new CelFault('syntax', 'it does not parse: a \\ escapes nothing');
      here += escape[0].length;
    }
  }
  return here + quote.length;
}

/**
 * Refuses what the library's parser takes and the language does not have: an `in` without an end (`x inlist`), escapes
 * that are none, reserved words, names with a dot before them, comments. A value never follows a value.
 *
 * @returns the condition as that parser reads it: it does not know space between the brackets of a call without
 * arguments, which the language has.
 */
export function checkTokens(text: string): string {
  let afterValue = false;
  let afterDot = false;
  let readable = '';
  let kept = 0;
  let opened = -1;
  for (let at = 0; at < text.length;) {
    const space = take(SPACE, text, at);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const quoted = take(TEXT, text, at);
    const name = quoted === null ? take(NAME, text, at)?.[0] : undefined;
    const number = take(NUMBER, text, at)?.[0];
    const isOperator: boolean = name === 'in' && !afterDot;
    if (quoted !== null || number !== undefined || (name !== undefined && !isOperator)) {
      if (afterValue) throw new CelFault('syntax', 'it does not parse: a value follows a value');
      if (name !== undefined && !afterDot && RESERVED.has(name)) {
        throw new CelFault('syntax', `it does not parse: ${name} is a reserved word`);
      }
      at = quoted !== null ? endOfText(text, at, quoted) : at + (number ?? name ?? '').length;
      [afterValue, afterDot] = [true, false];
      opened = -1;
      continue;
    }
    const sign: string = isOperator ? 'in' : (text[at] ?? '');
    if (sign === '.' && !afterValue) throw new CelFault('syntax', 'it does not parse: nothing before a dot');
    if (text.startsWith('//', at)) throw new CelFault('syntax', 'it does not parse: a rule has no comments');
    at += sign.length;
    afterValue = [')', ']', '}'].includes(sign);
    afterDot = sign === '.';
    if (sign === ')' && opened !== -1 && text.slice(opened, at - 1).trim() === '') {
      readable += text.slice(kept, opened);
      kept = at - 1;
    }
    opened = sign === '(' ? at : -1;
  }
  return readable + text.slice(kept);
}
