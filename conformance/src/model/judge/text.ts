import { canonical, type Json, type JsonObject } from '../json.ts';

/** Order by UTF-16 code unit (RFC-0006 section 2). */
export const inOrder = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Whether a value is an object. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is a whole number from -(2^53-1) to 2^53-1. */
export const isWhole = (value: Json): value is number =>
  typeof value === 'number' && Math.floor(value) === value && Math.abs(value) <= 2 ** 53 - 1;

/** Whether two values have one canonical form. */
export const equal = (a: Json, b: Json): boolean => canonical(a) === canonical(b);

const HIDDEN: readonly (readonly [from: number, to: number])[] = [
  [0x0000, 0x001f],
  [0x007f, 0x009f],
  [0x00ad, 0x00ad],
  [0x061c, 0x061c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
];

/** Whether a text holds a hidden character (RFC-0006 section 2). */
export function hasHidden(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (HIDDEN.some(([from, to]) => unit >= from && unit <= to)) return true;
  }
  return false;
}

/** Whether a text holds personal data that is not written as itself (RFC-0006 section 2). */
export function isDisguised(text: string): boolean {
  return text.split('[written:').some((rest, index) => {
    if (index === 0) return false;
    const end = rest.indexOf(']');
    return end === 32 && isOf('0123456789abcdef', rest.slice(0, 32));
  });
}

/** Whether a text consists of some characters. */
export const isOf = (characters: string, text: string): boolean =>
  [...text].every((character) => characters.includes(character));

/** `A` to `Z` made small. */
export const lower = (text: string): string =>
  [...text].map((one) => (one >= 'A' && one <= 'Z' ? one.toLowerCase() : one)).join('');

/** Money as read: minor units and currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

const DIGITS = '0123456789';

/** Money, or `null` (RFC-0006 section 4.2). */
export function readMoney(value: Json): Money | null {
  if (!isObject(value) || Object.keys(value).sort().join() !== 'amount,currency') return null;
  const { amount, currency } = value;
  if (typeof amount !== 'string' || typeof currency !== 'string') return null;
  if (amount.length < 1 || amount.length > 16 || !isOf(DIGITS, amount)) return null;
  if (amount.startsWith('0') && amount !== '0') return null;
  if (BigInt(amount) > 9007199254740991n) return null;
  if (currency.length !== 3 || !isOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ', currency)) return null;
  return { amount: Number(amount), currency };
}

/** The risks, reversibilities, environments and trusts, rising. */
export const RISKS = ['low', 'medium', 'high', 'critical'];
export const HARMS = ['reversible', 'recoverable', 'irreversible'];
export const ENVIRONMENTS = ['none', 'sandbox', 'staging', 'production'];
export const TRUSTS = ['untrusted', 'verified', 'authoritative'];

/** The higher of two steps of a scale. */
export const higher = (scale: readonly string[], a: string, b: string): string =>
  scale.indexOf(a) >= scale.indexOf(b) ? a : b;

/** Whether one step of a scale is below another. */
export const isBelow = (scale: readonly string[], a: string, b: string): boolean =>
  scale.indexOf(a) < scale.indexOf(b);
