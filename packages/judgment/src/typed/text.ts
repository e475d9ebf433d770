import { lowerAscii } from '../lib/text.ts';

/** A piece of a text that was read as a value of some kind. */
export interface Found {
  /** The one form that all spellings of the value have. */
  readonly form: string;
  readonly start: number;
  readonly end: number;
}

/** Signs that are written for others: quotation marks, dashes, spaces, full stops. Each is one unit, as what replaces it. */
const FOLDED: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/[\u2018\u2019\u201b]/g, "'"],
  [/[\u201c\u201d\u201f]/g, '"'],
  [/[\u2010-\u2015]/g, '-'],
  [/[\t\n\r\u00a0\u2007\u202f]/g, ' '],
  [/[\u3002\uff0e\uff61]/g, '.'],
];

/** A text with its typography made plain; positions stay. */
export const fold = (text: string): string =>
  FOLDED.reduce((folded, [pattern, by]) => folded.replace(pattern, by), text);

/** All matches of a global pattern, by its first group or the whole of it. */
export function matches(
  pattern: RegExp,
  text: string,
  form: (match: RegExpExecArray) => string | null,
): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const value = form(match);
    if (value !== null) found.push({ form: value, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** A text with what was found in it blanked out; positions stay. */
export function blank(text: string, found: readonly Found[]): string {
  let out = '';
  let at = 0;
  for (const { start, end } of [...found].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    out += text.slice(at, from) + '_'.repeat(end - from);
    at = end;
  }
  return out + text.slice(at);
}

/** A text without some signs at its end. A pattern of them would be tried at each of many that stand elsewhere. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The words of a text, in small letters: runs of letters, digits and underscores; what is not ASCII counts as a letter. */
export const wordsOf = (text: string): string[] =>
  lowerAscii(fold(text)).match(/[a-z0-9_\u0080-\uffff]+/g) ?? [];

/** Of each beginning of some words, how many of its last ones are a beginning of them too. */
function overlaps(words: readonly string[]): number[] {
  const known = [0];
  for (let at = 1, fits = 0; at < words.length; at++) {
    while (fits > 0 && words[at] !== words[fits]) fits = known[fits - 1] ?? 0;
    if (words[at] === words[fits]) fits++;
    known.push(fits);
  }
  return known;
}

/**
 * Whether some words stand in a text one after the other. No word of the text is looked at twice (Knuth, Morris, Pratt):
 * a name of a thousand times the same word would else be compared with each place of a text of that word.
 */
export function hasWords(text: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const known = overlaps(words);
  let fits = 0;
  for (const word of text) {
    while (fits > 0 && word !== words[fits]) fits = known[fits - 1] ?? 0;
    if (word === words[fits]) fits++;
    if (fits === words.length) return true;
  }
  return false;
}
