import type { JsonReason } from './fault.ts';

/** Sign aside, a decimal is `0.<digits> × 10^exponent` with no zero at either end of its digits. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/**
 * The exact decimal value of a number token. Zeros are cut by hand: a regular expression anchored at the end takes
 * quadratic time on a long run of zeros that does not end there.
 */
function decimalOf(token: string): Decimal {
  const unsigned = token.startsWith('-') ? token.slice(1) : token;
  const mark = unsigned.search(/[eE]/);
  const mantissa = mark === -1 ? unsigned : unsigned.slice(0, mark);
  const power = mark === -1 ? 0 : Number(unsigned.slice(mark + 1));
  const point = mantissa.indexOf('.');
  const whole = point === -1 ? mantissa : mantissa.slice(0, point);
  const all = point === -1 ? mantissa : whole + mantissa.slice(point + 1);
  let start = 0;
  let end = all.length;
  while (start < end && all.charCodeAt(start) === 0x30) start++;
  while (end > start && all.charCodeAt(end - 1) === 0x30) end--;
  if (start === end) return { digits: '', exponent: 0 };
  return { digits: all.slice(start, end), exponent: whole.length - start + power };
}

/**
 * Reads a token that matches the JSON grammar as a number, or says why it would not come back as the same value. Two
 * parties that read one text must not judge two numbers: whatever a double cannot carry exactly, as the shortest
 * decimal that ECMAScript prints, is refused.
 */
export function readNumber(token: string): number | JsonReason {
  const value = Number(token);
  if (token.length <= 15 && !/[.eE]/.test(token)) return Object.is(value, -0) ? 'negative-zero' : value;
  const decimal = decimalOf(token);
  if (decimal.digits === '') return token.startsWith('-') ? 'negative-zero' : 0;
  if (!Number.isFinite(value)) return 'number-range';
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return 'integer-range';
  const canonical = decimalOf(String(value));
  const same = canonical.digits === decimal.digits && canonical.exponent === decimal.exponent;
  return same ? value : 'number-precision';
}
