import { EaapError } from '../problem/error.ts';

/**
 * Why a JSON text or value was refused; carried as `reason` in the problem. Closed: a new reason is a new version.
 *
 * `not-json` and `cycle` can only be met by values built in a program, the others by texts as well.
 *
 * @see RFC-0001 section 4
 */
export const JSON_REASONS = [
  'syntax',
  'utf8',
  'duplicate-name',
  'lone-surrogate',
  'noncharacter',
  'negative-zero',
  'number-precision',
  'integer-range',
  'number-range',
  'depth',
  'size',
  'not-json',
  'cycle',
] as const;

/** One of the reasons for which JSON is refused. */
export type JsonReason = (typeof JSON_REASONS)[number];

/** A refusal; the sentence never repeats input, which may hold personal data or secrets. */
export function jsonFault(
  reason: JsonReason,
  detail: string,
  extras: Record<string, unknown> = {},
): EaapError {
  return new EaapError(reason === 'size' ? 'payload-too-large' : 'malformed-json', detail, {
    reason,
    ...extras,
  });
}

const SURROGATE_OR_NONCHARACTER = /[\p{Cs}\p{NChar}]/u;

/**
 * What makes a string unfit for I-JSON (RFC 7493 section 2.1), or `undefined`. A lone surrogate has no UTF-8 form, so
 * two encoders would hash different bytes; noncharacters are not for interchange and libraries disagree on them.
 */
export function textFault(text: string): 'lone-surrogate' | 'noncharacter' | undefined {
  const found = SURROGATE_OR_NONCHARACTER.exec(text);
  if (found === null) return undefined;
  return /\p{Cs}/u.test(found[0]) ? 'lone-surrogate' : 'noncharacter';
}

/** The sentence that belongs to a {@link textFault}. */
export const TEXT_FAULTS = {
  'lone-surrogate': 'has a surrogate without its other half',
  noncharacter: 'has a code point that Unicode reserves as a noncharacter',
} as const;
