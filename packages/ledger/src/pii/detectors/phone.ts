import { runsOf, windowsAt, type Run, type Window, type WindowShape } from '../lib/groups.ts';
import { labelled } from '../lib/labels.ts';
import { byLayout, dialledAnywhere, fromAbroad, type PhoneNumber } from '../lib/phone-plans.ts';
import { EXTENSION, MONEY_BEFORE, PHONE_AFTER, PHONE_WORDS, UNIT_AFTER } from '../lib/phone-words.ts';
import type { Detector, DetectorMatch } from '../types.ts';

/** What may stand between the groups of a number. */
export const PHONE_SEPARATOR = /^(?:[ .\-/()]|\) |\)-| \(|\)\.| - |-\(|\.\()$/;
const SHAPE: WindowShape = {
  least: 7,
  most: 17,
  groups: 8,
  separator: PHONE_SEPARATOR,
  accepts: () => true,
};
/** `+44 (0)20 …`: the zero is not dialled from abroad. */
const TRUNK_ZERO = /^ ?\($/;
/** Whose number it is, and of nothing else: "my number is". */
export const OWN_NUMBER =
  /(?<!\p{L})(?:my|his|her|their|our|your) (?:new |old |other |direct |private )?numbers?(?: is| was| are)?[ :=]{1,3}$/iu;
const ALNUM = /[\p{L}\p{Nd}]/u;
/** Digits in one piece behind a plus that are enough without a label. */
const TELLING = 10;

type Meaning = 'phone' | 'other' | undefined;

/**
 * Phone numbers. A run of digits is looked at in the order of what it says about itself: a country code, a label, the
 * layout of a stated region.
 */
export const phoneDetector: Detector = {
  type: 'phone',
  *find(_text, { quiet, label }) {
    for (const run of runsOf(quiet)) {
      for (let i = 0; i < run.groups.length;) {
        const found = findAt(quiet, run, i, label);
        if (found !== undefined) yield found.match;
        i = found?.next ?? i + 1;
      }
    }
  },
};

function findAt(
  text: string,
  run: Run,
  from: number,
  label: string,
): { match: DetectorMatch; next: number } | undefined {
  const windows = windowsAt(run, from, SHAPE).filter((window) => stands(text, window));
  const [widest] = windows;
  if (widest === undefined) return undefined;
  const meaning = meaningAt(text, beginning(text, widest), label);
  for (const window of windows) {
    const number = international(text, window, meaning) ?? national(text, window, meaning);
    if (number !== undefined) return { match: matchOf(text, window, number), next: window.next };
  }
  // Nobody's plan has it, but a label says what it is.
  const named = windows.find((window) => window.digits.length <= 15 && isNamed(text, window, meaning));
  if (named === undefined) return undefined;
  return { match: matchOf(text, named, { normalised: named.digits, country: 'ZZ' }), next: named.next };
}

function meaningAt(text: string, start: number, label: string): Meaning {
  const meaning = labelled(text, start, label, PHONE_WORDS);
  return meaning ?? (OWN_NUMBER.test(text.slice(Math.max(0, start - 40), start)) ? 'phone' : undefined);
}

function isNamed(text: string, { end, lengths }: Window, meaning: Meaning): boolean {
  return meaning === 'phone' || (lengths.length > 1 && PHONE_AFTER.test(text.slice(end, end + 24)));
}

function stands(text: string, { start, end, separators, after }: Window): boolean {
  const before = text.charAt(start - 1);
  if (ALNUM.test(before) || (/[.,:]/.test(before) && /[0-9]/.test(text.charAt(start - 2)))) return false;
  // What follows makes it a time or a decimal number.
  if (/^[:,][0-9]/.test(text.slice(end, end + 2)) || (after === '.' && !separators.includes('.')))
    return false;
  return !ALNUM.test(text.charAt(end)) || EXTENSION.test(text.slice(end, end + 20));
}

function international(text: string, window: Window, meaning: Meaning): PhoneNumber | undefined {
  const { digits, lengths } = window;
  const plus = text.charAt(beginning(text, window)) === '+';
  const prefix = plus ? '' : /^(?:011|00)(?=[1-9])/.exec(digits)?.[0];
  if (prefix === undefined || prefix.length > (lengths[0] ?? 0)) return undefined;
  if (!plus && meaning !== 'phone' && (lengths.length === 1 || !isWhole(window))) return undefined;
  const number = withoutTrunkZero(window).slice(prefix.length);
  // With a plus alone, fewer digits are too likely to be a sum or a difference.
  if (plus && meaning !== 'phone' && lengths.length === 1 && number.length < TELLING) return undefined;
  return fromAbroad(number);
}

function withoutTrunkZero({ digits, lengths, separators }: Window): string {
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    const opened = i > 0 && TRUNK_ZERO.test(separators[i - 1] ?? '');
    if (opened && digits[at] === '0') return digits.slice(0, at) + digits.slice(at + 1);
    at += length;
  }
  return digits;
}

/** A layout goes before a label: a number has one canonical form with and without one. */
function national(text: string, window: Window, meaning: Meaning): PhoneNumber | undefined {
  if (meaning === 'other') return undefined;
  const { start, end } = window;
  const measured =
    MONEY_BEFORE.test(text.slice(Math.max(0, start - 5), start)) || UNIT_AFTER.test(text.slice(end, end + 8));
  const laidOut = isWhole(window) && !measured ? byLayout(window, text.charAt(start - 1) === '(') : undefined;
  return laidOut ?? (isNamed(text, window, meaning) ? dialledAnywhere(window) : undefined);
}

/** Not a piece of a longer row that is separated in the same way. */
function isWhole({ separators, before, after }: Window): boolean {
  return !separators.includes(before) && !separators.includes(after);
}

/** Where the number begins when the plus and the parenthesis before its first digit are counted in. */
function beginning(text: string, { start, separators }: Window): number {
  let at = start;
  if (text.charAt(at - 1) === '(' && separators[0]?.includes(')') === true) at -= 1;
  if (text.charAt(at - 1) === '+') at -= 1;
  return at;
}

function matchOf(text: string, window: Window, number: PhoneNumber): DetectorMatch {
  const extension = EXTENSION.exec(text.slice(window.end, window.end + 20));
  return {
    start: beginning(text, window),
    end: window.end + (extension?.[0].length ?? 0),
    normalised: number.normalised,
    features: { country: number.country },
  };
}
