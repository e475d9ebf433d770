import { SyntaxFault } from './syntax.ts';

/** A piece of the text: a name, a constant, or a sign. */
export type Token =
  | { readonly is: 'name'; readonly text: string }
  | { readonly is: 'constant'; readonly value: bigint | number | string; readonly at: number }
  | { readonly is: 'sign'; readonly text: string; readonly at: number };

const SPACE = '\t\n\f\r ';
const SIGNS = ['&&', '||', '==', '!=', '<=', '>=', ...'<>+-*/%!?:.,()[]'];
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};
const LARGEST = 2n ** 63n;

/** Takes a text apart, the longest piece first, from left to right. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    if (SPACE.includes(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const quoted = /^([rR]?)("""|'''|"|')/.exec(rest);
    if (quoted !== null) {
      const read = readText(rest, quoted[1] !== '', quoted[2] ?? '');
      found.push({ is: 'constant', value: read.value, at });
      at += read.length;
      continue;
    }
    const name = /^[_a-zA-Z][_a-zA-Z0-9]*/.exec(rest)?.[0];
    const number = /^(?:0x[0-9a-fA-F]+|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|[0-9]+)/.exec(
      rest,
    )?.[0];
    const sign = SIGNS.find((one) => rest.startsWith(one));
    if (name !== undefined) found.push({ is: 'name', text: name });
    else if (number !== undefined) found.push({ is: 'constant', value: numberOf(number), at });
    else if (sign !== undefined) found.push({ is: 'sign', text: sign, at });
    else throw new SyntaxFault(`nothing begins with ${rest[0] ?? ''}`);
    at += (name ?? number ?? sign ?? '').length;
  }
  return found;
}

function numberOf(digits: string): bigint | number {
  if (/^(0x[0-9a-fA-F]+|[0-9]+)$/.test(digits)) return BigInt(digits);
  const value = Number(digits);
  if (!Number.isFinite(value)) throw new SyntaxFault('a number is not finite');
  return value;
}

/** Whether a whole number is one of 64 bits with a sign. */
export const fits = (value: bigint): boolean => value >= -LARGEST && value < LARGEST;

function readText(rest: string, raw: boolean, quote: string): { value: string; length: number } {
  let at = (raw ? 1 : 0) + quote.length;
  let value = '';
  while (!rest.startsWith(quote, at)) {
    const char = rest[at];
    if (char === undefined) throw new SyntaxFault('a text does not end');
    if (quote.length === 1 && (char === '\n' || char === '\r')) throw new SyntaxFault('a text has two lines');
    if (raw || char !== '\\') {
      value += char;
      at += 1;
      continue;
    }
    const [read, length] = readEscape(rest.slice(at + 1));
    value += read;
    at += 1 + length;
  }
  return { value, length: at + quote.length };
}

function readEscape(rest: string): [read: string, length: number] {
  const plain = ESCAPES[rest[0] ?? ''];
  if (plain !== undefined) return [plain, 1];
  const coded =
    /^[xX]([0-9a-fA-F]{2})/.exec(rest) ?? /^u([0-9a-fA-F]{4})/.exec(rest) ?? /^U([0-9a-fA-F]{8})/.exec(rest);
  const octal = /^([0-3][0-7][0-7])/.exec(rest);
  const [written, digits] = coded ?? octal ?? [];
  if (written === undefined || digits === undefined) throw new SyntaxFault('a \\ that escapes nothing');
  const code = parseInt(digits, coded === null ? 8 : 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new SyntaxFault('no character');
  return [String.fromCodePoint(code), written.length];
}
