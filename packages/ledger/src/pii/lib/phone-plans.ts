import type { Window } from './groups.ts';
import { CALLING_CODES, NATIONAL_PLANS } from './phone-table.ts';

/** Regions whose national numbers are known. Elsewhere a number counts with its country code or a label. */
export const PHONE_REGIONS = NATIONAL_PLANS.map(({ region }) => region);

const PLANS = new Map(
  NATIONAL_PLANS.map((plan) => [plan.region, { ...plan, pattern: new RegExp(`^(?:${plan.pattern})$`) }]),
);
const CODES = new Map(
  CALLING_CODES.map(([code, region, lengths]) => [code, { region, lengths: lengths.split(' ').map(Number) }]),
);

type Region = string;

/** Regions that write a zero before a national number; Italy's belongs to the number. Germany's plan fits nearly anything. */
export const WITH_ZERO: readonly Region[] = ['GB', 'FR', 'NL', 'AU', 'IT', 'IN', 'DE'];

/** How a region writes a number, when nobody else writes it so. */
export const PHONE_LAYOUTS: Readonly<Record<string, Region>> = {
  '5-6': 'GB',
  '5-3-3': 'GB',
  '4-3-4': 'GB',
  '3-4-4': 'GB',
  '2-2-2-2-2': 'FR',
  '2-8': 'NL',
  '3-7': 'NL',
  '4-3-3': 'AU',
  '2-4-4': 'AU',
};
/** Digits of a national number in the regions above, with its zero. */
export const WHOLE_NUMBERS: Readonly<Record<string, RegExp>> = {
  GB: /^0[1-37][0-9]{9}$/,
  FR: /^0[1-9][0-9]{8}$/,
  AU: /^0[2-478][0-9]{8}$/,
};
export const NANP = /^1?[2-9][0-9]{2}[2-9][0-9]{6}$/;

/** A phone number in its canonical form. */
export interface PhoneNumber {
  /** E.164, or bare digits where no plan is known. A national number is read by the first region it is valid in. */
  readonly normalised: string;
  /** ISO 3166-1 alpha-2, `ZZ` when unknown. */
  readonly country: string;
}

/**
 * A number with its country code, `digits` beginning with that: known when the code is in the table and may be followed
 * by so many digits.
 */
export function fromAbroad(digits: string): PhoneNumber | undefined {
  for (const size of [1, 2, 3]) {
    const plan = CODES.get(digits.slice(0, size));
    // No calling code begins with another one.
    if (plan !== undefined)
      return plan.lengths.includes(digits.length - size)
        ? { normalised: `+${digits}`, country: plan.region }
        : undefined;
  }
  return undefined;
}

/** The number as dialled within a region, when its plan has it: behind the trunk prefix, as it is, behind its own code. */
export function dialledIn(digits: string, region: Region): PhoneNumber | undefined {
  const plan = PLANS.get(region);
  if (plan === undefined) return undefined;
  for (const prefix of [plan.trunk, '', plan.code]) {
    if (!digits.startsWith(prefix)) continue;
    const rest = digits.slice(prefix.length);
    if (plan.pattern.test(rest)) return { normalised: `+${plan.code}${rest}`, country: region };
  }
  return undefined;
}

/** The first stated region a number is valid in, beginning with the one that writes it so. */
export function dialledAnywhere(window: Window): PhoneNumber | undefined {
  return firstOf(inOrder(window, PHONE_REGIONS), window.digits);
}

/** A national number that its layout alone gives away. `opened` says that a parenthesis stands before it. */
export function byLayout(window: Window, opened: boolean): PhoneNumber | undefined {
  const [first, ...others] = regionsByLayout(window, opened);
  if (first === undefined) return undefined;
  return dialledIn(window.digits, first) ?? unassigned(window) ?? firstOf(others, window.digits);
}

/**
 * Layouts that are enough although the plan has no such number: area codes are opened faster than tables are updated,
 * and numbers set aside for fiction are somebody's test of this table.
 */
function unassigned(window: Window): PhoneNumber | undefined {
  const { digits, lengths } = window;
  if (isNanp(window)) return { normalised: `+1${digits.slice(-10)}`, country: 'US' };
  const region = lengths.length === 1 ? mobileInOnePiece(digits)[0] : PHONE_LAYOUTS[lengths.join('-')];
  if (region === undefined || WHOLE_NUMBERS[region]?.test(digits) !== true) return undefined;
  return { normalised: `+${PLANS.get(region)?.code ?? ''}${digits.slice(1)}`, country: region };
}

function firstOf(regions: readonly Region[], digits: string): PhoneNumber | undefined {
  for (const region of regions) {
    const number = dialledIn(digits, region);
    if (number !== undefined) return number;
  }
  return undefined;
}

function inOrder(window: Window, regions: readonly Region[]): readonly Region[] {
  const own = PHONE_LAYOUTS[window.lengths.join('-')];
  return own === undefined || !window.digits.startsWith('0')
    ? regions
    : [own, ...regions.filter((region) => region !== own)];
}

/** Regions whose way of writing a number this is. */
function regionsByLayout(window: Window, opened: boolean): readonly Region[] {
  const { digits, lengths, separators } = window;
  const layout = lengths.join('-');
  if (isNanp(window)) return ['US', 'CA'];
  if (lengths.length === 1) return mobileInOnePiece(digits);
  if (/^0[1-9]/.test(digits)) {
    const apart = (lengths[0] ?? 0) >= 2 || opened;
    // 3-2-4 is how a social security number is written.
    const likely =
      apart && layout !== '3-2-4' && (lengths.at(-1) ?? 0) >= 2 && digits.length >= 9 && digits.length <= 12;
    return likely ? inOrder(window, WITH_ZERO) : [];
  }
  // With dots these are whole numbers in the writing of half of Europe.
  if (separators.includes('.')) return [];
  if (/^[6-9]/.test(digits) && ['3-3-3', '3-2-2-2', '2-3-2-2', '3-6'].includes(layout)) return ['ES'];
  if (/^3/.test(digits) && ['3-7', '3-6', '3-3-4', '3-3-3'].includes(layout)) return ['IT'];
  if (/^[6-9]/.test(digits) && ['5-5', '4-3-3', '3-3-4'].includes(layout)) return ['IN'];
  return [];
}

/** Mobile prefixes behind the national zero are telling enough without separators. */
function mobileInOnePiece(digits: string): readonly Region[] {
  if (/^07[0-9]{9}$/.test(digits)) return ['GB'];
  if (/^0[67][0-9]{8}$/.test(digits)) return ['FR', 'NL'];
  if (/^04[0-9]{8}$/.test(digits)) return ['AU'];
  return /^01[567][0-9]{8,9}$/.test(digits) ? ['DE'] : [];
}

function isNanp({ digits, lengths }: Window): boolean {
  const layout = lengths.join('-');
  return NANP.test(digits) && (layout === '3-3-4' || layout === '1-3-3-4');
}
