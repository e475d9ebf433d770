import { data, pattern, type Words } from './table.ts';
import { FILLER } from './view.ts';

/** A row of digits. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

/** Neighbouring groups of one run. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly sizes: readonly number[];
  readonly layout: string;
  readonly separators: readonly string[];
  readonly before: string;
  readonly after: string;
  /** The place, among all groups of the text, of the one behind it. */
  readonly next: number;
}

/** What a detector of digits allows. */
export interface Allowed {
  readonly least: number;
  readonly most: number;
  readonly groups: number;
  readonly separator: RegExp;
}

/** The text with what is inert overwritten. */
export function quiet(text: string): string {
  const inert = new RegExp(data.inert.map((one) => one.slice(1, -1)).join('|'), 'g');
  return text.replace(inert, (found) => FILLER.repeat(found.length));
}

/** All groups of a text; for each of them, its windows. */
export function groupsOf(text: string): {
  groups: readonly Group[];
  windows: (at: number, allowed: Allowed) => Window[];
} {
  const groups = [...text.matchAll(/[0-9]+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    digits: match[0],
  }));
  /** What stands between group `at` and the next, if they are in one run. */
  const between = (at: number): string => {
    const [one, other] = [groups[at], groups[at + 1]];
    if (one === undefined || other === undefined) return '';
    const gap = text.slice(one.end, other.start);
    return gap.length <= 3 && pattern(data.digits.separator).test(gap) ? gap : '';
  };
  const windows = (at: number, { least, most, groups: atMost, separator }: Allowed): Window[] => {
    const found: Window[] = [];
    for (let size = 1; size <= atMost && at + size <= groups.length; size += 1) {
      const row = groups.slice(at, at + size);
      const separators = row.slice(1).map((_, i) => between(at + i));
      if (!separators.every((one) => one !== '' && separator.test(one))) break;
      const digits = row.map((group) => group.digits).join('');
      if (digits.length > most) break;
      if (digits.length < least) continue;
      const sizes = row.map((group) => group.digits.length);
      found.unshift({
        start: row[0]?.start ?? 0,
        end: row.at(-1)?.end ?? 0,
        digits,
        sizes,
        layout: sizes.join('-'),
        separators,
        before: at === 0 ? '' : between(at - 1),
        after: between(at + size - 1),
        next: at + size,
      });
    }
    return found;
  };
  return { groups, windows };
}

/** A label as it is read: its words apart. */
export function labelWords(label: string): string {
  return label.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_.\-/]+/g, ' ');
}

const isLetter = (unit: string | undefined): boolean => unit !== undefined && /^[\p{L}\p{M}']$/u.test(unit);

/** What the words before `start` say about what stands there. */
export function labelled(text: string, start: number, label: string, words: Words): string | undefined {
  let tail = text.slice(Math.max(0, start - 64), start);
  if (start < 64 && label !== '') tail = `${label.slice(-64)}: ${tail}`;
  const between = words['between'] ?? [];
  for (let asked = 0; asked < 6; asked += 1) {
    let end = tail.length;
    while (end > 0 && !isLetter(tail[end - 1])) {
      if (/[0-9\uFFFC]/.test(tail[end - 1] ?? '') || tail.length - end === 9) break;
      end -= 1;
    }
    let begin = end;
    while (begin > 0 && isLetter(tail[begin - 1]) && end - begin < 25) begin -= 1;
    if (begin === end || end - begin === 25) return undefined;
    const word = tail.slice(begin, end).toLowerCase();
    for (const [meaning, list] of Object.entries(words))
      if (meaning !== 'between' && list.includes(word)) return meaning;
    if (!between.includes(word)) return undefined;
    tail = tail.slice(0, begin);
  }
  return undefined;
}
