import { runsOf, windowsAt, type Window, type WindowShape } from '../lib/groups.ts';
import type { Detector } from '../types.ts';

/** Who issues cards, and how their numbers begin and how long they are. */
export interface Issuer {
  readonly name: string;
  /** Ranges of leading digits, inclusive; both ends have the same number of digits. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly lengths: readonly number[];
}

const FROM_16 = [16, 17, 18, 19];

/** Issuer identification numbers in use, the more specific first. Published as part of the table. */
export const ISSUERS: readonly Issuer[] = [
  {
    name: 'amex',
    ranges: [
      [34, 34],
      [37, 37],
    ],
    lengths: [15],
  },
  // JCB issues 3528 to 3589; test data and older tables use all of 35.
  { name: 'jcb', ranges: [[35, 35]], lengths: FROM_16 },
  {
    name: 'jcb',
    ranges: [
      [1800, 1800],
      [2131, 2131],
    ],
    lengths: [15],
  },
  {
    name: 'diners',
    ranges: [
      [300, 305],
      [3095, 3095],
      [36, 36],
      [38, 39],
    ],
    lengths: [14, 15, ...FROM_16],
  },
  { name: 'visa', ranges: [[4, 4]], lengths: [13, 16, 19] },
  {
    name: 'mastercard',
    ranges: [
      [51, 55],
      [2221, 2720],
    ],
    lengths: [16],
  },
  { name: 'mir', ranges: [[2200, 2204]], lengths: FROM_16 },
  { name: 'troy', ranges: [[9792, 9792]], lengths: [16] },
  {
    name: 'discover',
    ranges: [
      [6011, 6011],
      [644, 649],
      [65, 65],
    ],
    lengths: FROM_16,
  },
  {
    name: 'unionpay',
    ranges: [
      [62, 62],
      [81, 81],
    ],
    lengths: FROM_16,
  },
  {
    name: 'rupay',
    ranges: [
      [60, 60],
      [82, 82],
    ],
    lengths: [16],
  },
  {
    name: 'maestro',
    ranges: [
      [50, 50],
      [56, 58],
      [6304, 6304],
      [6390, 6390],
      [67, 67],
    ],
    lengths: [12, 13, 14, 15, ...FROM_16],
  },
];

/** What may stand between the groups of a number. */
export const CARD_SEPARATOR = /^(?:[ .\-_+]| [-.+] )$/;
const SHAPE: WindowShape = {
  least: 12,
  most: 19,
  groups: 19,
  separator: CARD_SEPARATOR,
  accepts: (digits) => luhn(digits) && issuerOf(digits) !== undefined,
};
/** Groups of digits that a number may be written in, besides even ones. */
export const CARD_LAYOUTS = ['4-6-5', '4-6-4', '4-4-5', '4-4-4-4-3', '6-13', '4-7-4'];
const ALNUM = /[\p{L}\p{Nd}]/u;
/** A word written onto the number. Letters a to f alone would be a hash. */
export const GLUED_BEFORE = /(?:^|[^A-Za-z0-9])(?=[A-Za-z]{0,11}[G-Zg-z])[A-Za-z]{1,12}$/;
export const GLUED_AFTER = /^(?=[A-Za-z]{0,11}[G-Zg-z])[A-Za-z]{1,12}(?![A-Za-z0-9])/;

/** Payment cards: a known issuer, the issuer's length, the Luhn checksum; written in one piece or in even groups. */
export const cardDetector: Detector = {
  type: 'card',
  *find(_text, { quiet }) {
    for (const run of runsOf(quiet)) {
      for (let i = 0; i < run.groups.length;) {
        const found = windowsAt(run, i, SHAPE).find((window) => isEven(window) && stands(quiet, window));
        if (found === undefined) {
          i += 1;
          continue;
        }
        const issuer = issuerOf(found.digits) ?? '';
        yield { start: found.start, end: found.end, normalised: found.digits, features: { issuer } };
        i = found.next;
      }
    }
  },
};

/** One piece, known groups, or groups of one size with a shorter last one: not a row of unrelated numbers. */
function isEven({ lengths, separators }: Window): boolean {
  const size = lengths[0] ?? 0;
  const last = lengths.at(-1) ?? 0;
  // Small numbers in a row are a card only when somebody spaced them all alike.
  if (size < 3 && separators.some((separator) => separator !== separators[0])) return false;
  return (
    CARD_LAYOUTS.includes(lengths.join('-')) ||
    (last <= size && lengths.slice(0, -1).every((length) => length === size))
  );
}

function stands(text: string, { start, end, lengths }: Window): boolean {
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  // The fraction of a decimal number has no checksum to speak of.
  if (lengths.length === 1 && /[.,]/.test(before) && /[0-9]/.test(text.charAt(start - 2))) return false;
  if (ALNUM.test(before) && !GLUED_BEFORE.test(text.slice(Math.max(0, start - 13), start))) return false;
  return !ALNUM.test(after) || GLUED_AFTER.test(text.slice(end, end + 13));
}

/** The issuer whose prefix and length a number has. */
export function issuerOf(digits: string): string | undefined {
  for (const { name, ranges, lengths } of ISSUERS) {
    if (!lengths.includes(digits.length)) continue;
    for (const [low, high] of ranges) {
      const prefix = Number(digits.slice(0, String(low).length));
      if (prefix >= low && prefix <= high) return name;
    }
  }
  return undefined;
}

/** The Luhn checksum (ISO/IEC 7812-1). */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
