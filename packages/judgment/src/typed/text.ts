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

/** The words of a text, in small letters: runs of letters, digits and underscores; what is not ASCII counts as a letter. */
export const wordsOf = (text: string): string[] =>
  lowerAscii(fold(text)).match(/[a-z0-9_\u0080-\uffff]+/g) ?? [];

/** Whether some words stand in a text one after the other. */
export function hasWords(text: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return false;
  for (let at = 0; at + words.length <= text.length; at++) {
    if (words.every((word, index) => text[at + index] === word)) return true;
  }
  return false;
}
