import { ViewBuilder, type View } from './view.ts';

/**
 * Escapes that hide one character each: percent-encoding (a run of bytes is UTF-8), HTML references, and the
 * backslash escapes of JSON and its relatives. Linear: each alternative starts with its own character.
 */
export const ESCAPE =
  /(?:%[0-9A-Fa-f]{2})+|&#(?:[xX][0-9A-Fa-f]{1,6}|[0-9]{1,7});?|&[A-Za-z]{2,8};|\\(?:u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|["\\/nrt])/g;

/** HTML references by name that are resolved; all others stay. */
export const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  colon: ':',
  sol: '/',
  num: '#',
  plus: '+',
  hyphen: '-',
  dash: '-',
  lowbar: '_',
  lpar: '(',
  rpar: ')',
  shy: '',
  zwj: '',
  zwnj: '',
  Tab: '\t',
  NewLine: '\n',
};

export const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text with its escapes resolved once; `undefined` when there are none. */
export function unescape(view: View): View | undefined {
  const { text } = view;
  let builder: ViewBuilder | undefined;
  let at = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const escape = match[0];
    const decoded = decode(escape);
    if (decoded === undefined) continue;
    builder ??= new ViewBuilder(view);
    builder.copy(at, match.index);
    let from = match.index;
    for (const piece of decoded) {
      builder.add(piece.text, from, from + piece.length);
      from += piece.length;
    }
    at = match.index + escape.length;
  }
  if (builder === undefined) return undefined;
  builder.copy(at, text.length);
  return builder.build();
}

interface Piece {
  readonly text: string;
  /** How many code units of the escape it stands for. */
  readonly length: number;
}

function decode(escape: string): Piece[] | undefined {
  if (escape.startsWith('%')) return percent(escape);
  const text = escape.startsWith('&') ? reference(escape) : backslash(escape);
  return text === undefined ? undefined : [{ text, length: escape.length }];
}

/** Byte by byte, so that each character keeps its own place; what is no UTF-8 is read as Latin-1. */
function percent(run: string): Piece[] {
  const bytes = Uint8Array.from({ length: run.length / 3 }, (_, i) =>
    Number.parseInt(run.slice(i * 3 + 1, i * 3 + 3), 16),
  );
  const pieces: Piece[] = [];
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i] ?? 0;
    const width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    const char = width === 1 ? undefined : utf8(bytes.subarray(i, i + width));
    pieces.push({ text: char ?? String.fromCharCode(lead), length: char === undefined ? 3 : width * 3 });
    i += char === undefined ? 1 : width;
  }
  return pieces;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

function reference(escape: string): string | undefined {
  const body = escape.replace(/^&#?|;$/g, '');
  if (!escape.startsWith('&#')) return NAMED[body];
  return codePoint(/^[xX]/.test(body) ? Number.parseInt(body.slice(1), 16) : Number.parseInt(body, 10));
}

function backslash(escape: string): string | undefined {
  const kind = escape[1] ?? '';
  if (kind === 'u' || kind === 'x')
    return codePoint(Number.parseInt(escape.slice(2).replace(/[{}]/g, ''), 16));
  return CONTROL[kind] ?? kind;
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
