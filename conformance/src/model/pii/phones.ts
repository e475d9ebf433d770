import { groupsOf, labelled, type Allowed, type Window } from './digits.ts';
import type { Match, Seen } from './match.ts';
import { data, pattern } from './table.ts';

const PHONE: Allowed = { least: 7, most: 17, groups: 8, separator: pattern(data.phone.separator) };
const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u;

/** A window with all that is asked of it. */
interface Asked {
  readonly text: string;
  readonly window: Window;
  readonly meaning: string | undefined;
  readonly named: boolean;
  readonly whole: boolean;
  readonly beginning: number;
}

/** Phone numbers. */
export function phones({ quiet, label }: Seen): Match[] {
  const { groups, windows } = groupsOf(quiet);
  const found: Match[] = [];
  for (let at = 0; at < groups.length;) {
    const standing = windows(at, PHONE).filter((window) => stands(quiet, window));
    const [longest] = standing;
    at += 1;
    if (longest === undefined) continue;
    const meaning = meaningOf(quiet, beginningOf(quiet, longest), label);
    const asked = standing.map((window) => askedOf(quiet, window, meaning));
    const hits = [
      ...asked.map((one) => ({ one, normalised: international(one) ?? national(one) })),
      ...asked
        .filter(({ named, window }) => named && window.digits.length <= 15)
        .map((one) => ({ one, normalised: one.window.digits })),
    ];
    const hit = hits.find(({ normalised }) => normalised !== undefined);
    if (hit?.normalised === undefined) continue;
    const { beginning, window } = hit.one;
    const extension = pattern(data.phone.extension).exec(quiet.slice(window.end, window.end + 20))?.[0] ?? '';
    found.push({ start: beginning, end: window.end + extension.length, normalised: hit.normalised });
    at = window.next;
  }
  return found;
}

function stands(text: string, { start, end, after, separators }: Window): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  if (LETTER_OR_DIGIT.test(before.slice(-1)) || /^[0-9][.,:]$/.test(before)) return false;
  if (/^[:,][0-9]/.test(text.slice(end)) || (after === '.' && !separators.includes('.'))) return false;
  return (
    !LETTER_OR_DIGIT.test(text.charAt(end)) || pattern(data.phone.extension).test(text.slice(end, end + 20))
  );
}

function beginningOf(text: string, { start, separators }: Window): number {
  const opened = text[start - 1] === '(' && (separators[0] ?? '').includes(')') ? start - 1 : start;
  return text[opened - 1] === '+' ? opened - 1 : opened;
}

function meaningOf(text: string, beginning: number, label: string): string | undefined {
  const own = pattern(data.phone.own_number).test(text.slice(Math.max(0, beginning - 40), beginning));
  return labelled(text, beginning, label, data.phone.words) ?? (own ? 'phone' : undefined);
}

function askedOf(text: string, window: Window, meaning: string | undefined): Asked {
  const { end, sizes, separators, before, after } = window;
  const labelAfter = sizes.length > 1 && pattern(data.phone.after).test(text.slice(end, end + 24));
  return {
    text,
    window,
    meaning,
    named: meaning === 'phone' || labelAfter,
    whole: !separators.includes(before) && !separators.includes(after),
    beginning: beginningOf(text, window),
  };
}

function international({ text, window, meaning, whole, beginning }: Asked): string | undefined {
  const { digits, sizes } = window;
  const plus = text[beginning] === '+';
  const prefix = plus ? '' : /^(?:011|00)(?=[1-9])/.exec(digits)?.[0];
  if (prefix === undefined || prefix.length > (sizes[0] ?? 0)) return undefined;
  if (!plus && meaning !== 'phone' && (sizes.length === 1 || !whole)) return undefined;
  const number = withoutZero(window).slice(prefix.length);
  if (plus && sizes.length === 1 && meaning !== 'phone' && number.length < 10) return undefined;
  const known = data.phone.calling_codes.some(
    ({ code, lengths }) => number.startsWith(code) && lengths.includes(number.length - code.length),
  );
  return known ? `+${number}` : undefined;
}

function withoutZero({ digits, sizes, separators }: Window): string {
  let at = sizes[0] ?? 0;
  for (const [i, separator] of separators.entries()) {
    if ((separator === '(' || separator === ' (') && digits[at] === '0')
      return digits.slice(0, at) + digits.slice(at + 1);
    at += sizes[i + 1] ?? 0;
  }
  return digits;
}

function dialled(digits: string, region: string | undefined): string | undefined {
  const plan = data.phone.plans.find((one) => one.region === region);
  if (plan === undefined) return undefined;
  const numbers = [plan.trunk, '', plan.code]
    .filter((prefix) => digits.startsWith(prefix))
    .map((prefix) => digits.slice(prefix.length));
  const number = numbers.find((one) => pattern(`/^(?:${plan.pattern})$/`).test(one));
  return number === undefined ? undefined : `+${plan.code}${number}`;
}

function national({ text, window, meaning, named, whole }: Asked): string | undefined {
  const { start, end, digits, layout } = window;
  if (meaning === 'other') return undefined;
  const number = measured(text, start, end) || !whole ? undefined : laidOut(window, text[start - 1] === '(');
  if (number !== undefined || !named) return number;
  const own = data.phone.layouts[layout];
  const all = data.phone.plans.map(({ region }) => region);
  return firstDialled(digits, digits.startsWith('0') && own !== undefined ? [own, ...all] : all);
}

function measured(text: string, start: number, end: number): boolean {
  const before = pattern(data.phone.money_before).test(text.slice(Math.max(0, start - 5), start));
  return before || pattern(data.phone.unit_after).test(text.slice(end, end + 8));
}

function laidOut(window: Window, opened: boolean): string | undefined {
  const regions = regionsOf(window, opened);
  if (regions.length === 0) return undefined;
  return (
    dialled(window.digits, regions[0]) ??
    unassigned(window, regions[0]) ??
    firstDialled(window.digits, regions.slice(1))
  );
}

function firstDialled(digits: string, regions: readonly string[]): string | undefined {
  for (const region of regions) {
    const number = dialled(digits, region);
    if (number !== undefined) return number;
  }
  return undefined;
}

const isAmerican = ({ digits, layout }: Window): boolean =>
  ['3-3-4', '1-3-3-4'].includes(layout) && pattern(data.phone.north_american).test(digits);

function unassigned(window: Window, first: string | undefined): string | undefined {
  const { digits, layout, sizes } = window;
  if (isAmerican(window)) return `+1${digits.slice(-10)}`;
  const region = sizes.length === 1 ? first : data.phone.layouts[layout];
  const whole = region === undefined ? undefined : data.phone.whole[region];
  if (whole === undefined || !pattern(whole).test(digits)) return undefined;
  return `+${data.phone.plans.find((plan) => plan.region === region)?.code ?? ''}${digits.slice(1)}`;
}

function regionsOf(window: Window, opened: boolean): readonly string[] {
  const { digits, sizes, layout, separators } = window;
  if (isAmerican(window)) return ['US', 'CA'];
  if (sizes.length === 1) return mobile(digits);
  if (/^0[1-9]/.test(digits)) {
    const likely =
      digits.length >= 9 &&
      digits.length <= 12 &&
      layout !== '3-2-4' &&
      (sizes.at(-1) ?? 0) >= 2 &&
      ((sizes[0] ?? 0) >= 2 || opened);
    const own = data.phone.layouts[layout];
    if (!likely) return [];
    return own === undefined
      ? data.phone.with_zero
      : [own, ...data.phone.with_zero.filter((one) => one !== own)];
  }
  if (separators.includes('.')) return [];
  const leads = (first: string, ...layouts: string[]): boolean =>
    first.includes(digits[0] ?? ' ') && layouts.includes(layout);
  if (leads('6789', '3-3-3', '3-2-2-2', '2-3-2-2', '3-6')) return ['ES'];
  if (leads('3', '3-7', '3-6', '3-3-4', '3-3-3')) return ['IT'];
  if (leads('6789', '5-5', '4-3-3', '3-3-4')) return ['IN'];
  return [];
}

function mobile(digits: string): readonly string[] {
  const leads = (starts: readonly string[], ...lengths: number[]): boolean =>
    lengths.includes(digits.length) && starts.some((start) => digits.startsWith(start));
  if (leads(['07'], 11)) return ['GB'];
  if (leads(['06', '07'], 10)) return ['FR', 'NL'];
  if (leads(['04'], 10)) return ['AU'];
  return leads(['015', '016', '017'], 11, 12) ? ['DE'] : [];
}
