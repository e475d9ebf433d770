/** What was found in a text, and where. */
export interface Piece {
  readonly form: string;
  readonly from: number;
  readonly to: number;
}

const FOLDED: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201b': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201f': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\t': ' ',
  '\n': ' ',
  '\r': ' ',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u202f': ' ',
  '\u3002': '.',
  '\uff0e': '.',
  '\uff61': '.',
};

/** A text folded (RFC-0005 section 14.2). */
export const fold = (text: string): string =>
  text
    .split('')
    .map((unit) => FOLDED[unit] ?? unit)
    .join('');

/** What a pattern finds, from the left, without overlaps; the form is the whole or a group. */
export function find(pattern: string, flags: string, text: string, group = 0): Piece[] {
  const pieces: Piece[] = [];
  const expression = new RegExp(pattern, `g${flags}`);
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    pieces.push({ form: match[group] ?? '', from: match.index, to: match.index + match[0].length });
    if (match[0] === '') expression.lastIndex++;
  }
  return pieces;
}

/** A text with what was found taken out: `_` for each unit. */
export const blanked = (text: string, pieces: readonly Piece[]): string =>
  text
    .split('')
    .map((unit, at) => (pieces.some(({ from, to }) => at >= from && at < to) ? '_' : unit))
    .join('');

/** A text with what stands for personal data taken out. */
export const tokenless = (text: string): string =>
  blanked(text, find('\\[(?:PII:[a-z_0-9]+|written):[0-9a-f]{32}\\]', '', text));
