import { groupsOf, labelled, type Allowed, type Window } from './digits.ts';
import type { Match, Seen } from './match.ts';
import { data, pattern } from './table.ts';

const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u;

const CARD: Allowed = { least: 12, most: 19, groups: 19, separator: pattern(data.card.separator) };
const SSN: Allowed = { least: 9, most: 9, groups: 3, separator: /^[-. ]$/ };

/** Payment cards. */
export function cards({ quiet }: Seen): Match[] {
  const { groups, windows } = groupsOf(quiet);
  const found: Match[] = [];
  for (let at = 0; at < groups.length;) {
    const card = windows(at, CARD).find((window) => isCard(quiet, window));
    if (card !== undefined) found.push({ start: card.start, end: card.end, normalised: card.digits });
    at = card?.next ?? at + 1;
  }
  return found;
}

function isCard(text: string, window: Window): boolean {
  return hasLuhn(window.digits) && hasIssuer(window.digits) && isEven(window) && standsAlone(text, window);
}

function hasLuhn(digits: string): boolean {
  const weighed = [...digits].reverse().map((digit, i) => {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return doubled > 9 ? doubled - 9 : doubled;
  });
  return weighed.reduce((sum, one) => sum + one, 0) % 10 === 0;
}

function hasIssuer(digits: string): boolean {
  return data.card.issuers.some(
    ({ lengths, ranges }) =>
      lengths.includes(digits.length) &&
      ranges.some(([low, high]) => {
        const leading = Number(digits.slice(0, `${low}`.length));
        return low <= leading && leading <= high;
      }),
  );
}

function isEven({ sizes, layout, separators }: Window): boolean {
  const [first = 0] = sizes;
  if (first < 3 && new Set(separators).size > 1) return false;
  if (data.card.layouts.includes(layout)) return true;
  return sizes.every((size, i) => (i === sizes.length - 1 ? size <= first : size === first));
}

function standsAlone(text: string, { start, end, sizes }: Window): boolean {
  if (sizes.length === 1 && /[0-9][.,]$/.test(text.slice(0, start))) return false;
  const glued = (side: string, unit: string, shape: string): boolean =>
    !LETTER_OR_DIGIT.test(unit) || pattern(shape).test(side);
  return (
    glued(text.slice(Math.max(0, start - 13), start), text.charAt(start - 1), data.card.glued_before) &&
    glued(text.slice(end, end + 13), text.charAt(end), data.card.glued_after)
  );
}

/** US social security numbers. */
export function ssns({ quiet, label }: Seen): Match[] {
  const { groups, windows } = groupsOf(quiet);
  return groups.flatMap((_, at) => {
    const [window] = windows(at, SSN);
    if (window === undefined || !isIssued(window.digits)) return [];
    const { start, end, before, after, layout, separators, digits } = window;
    if (/[-.]/.test(before + after)) return [];
    if (LETTER_OR_DIGIT.test(quiet.charAt(start - 1)) || LETTER_OR_DIGIT.test(quiet.charAt(end))) return [];
    const spelled = layout === '3-2-4' && ['--', '  '].includes(separators.join(''));
    if (!spelled && labelled(quiet, start, label, data.ssn.words) !== 'ssn') return [];
    return [{ start, end, normalised: digits }];
  });
}

function isIssued(digits: string): boolean {
  const area = Number(digits.slice(0, 3));
  return (
    area >= 1 && area <= 899 && area !== 666 && !digits.startsWith('00', 3) && !digits.startsWith('0000', 5)
  );
}

/** IBANs. */
export function ibans({ quiet }: Seen): Match[] {
  const found: Match[] = [];
  for (const head of quiet.matchAll(pattern(data.iban.head, 'g'))) {
    const country = head[0].slice(0, 2).toUpperCase();
    if (!Object.hasOwn(data.iban.countries, country)) continue;
    const { length = 0, account = '' } = data.iban.countries[country] ?? {};
    const end = endOfIban(quiet, head.index, length);
    if (end === undefined) continue;
    const iban = quiet
      .slice(head.index, end)
      .replace(/[^A-Za-z0-9]/g, '')
      .toUpperCase();
    if (!new RegExp(account).test(iban.slice(4)) || remainder(iban) !== 1n) continue;
    found.push({ start: head.index, end, normalised: iban });
  }
  return found;
}

function endOfIban(text: string, start: number, length: number): number | undefined {
  const isAlnum = (at: number): boolean => /^[A-Za-z0-9]$/.test(text.charAt(at));
  let at = start;
  for (let taken = 1; taken < length; taken += 1) {
    at += 1;
    if (isAlnum(at)) continue;
    if (!pattern(data.iban.separator).test(text.charAt(at))) return undefined;
    at += 1;
    if (!isAlnum(at)) return undefined;
  }
  return isAlnum(at + 1) ? undefined : at + 1;
}

function remainder(iban: string): bigint {
  const moved = iban.slice(4) + iban.slice(0, 4);
  const digits = [...moved].map((char) => (/[A-Z]/.test(char) ? String(char.charCodeAt(0) - 55) : char));
  return BigInt(digits.join('')) % 97n;
}
