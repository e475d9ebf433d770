/** Why a number token is refused. */
export type NumberFault = 'negative-zero' | 'number-range' | 'integer-range' | 'number-precision';

/** Whole digits times a power of ten: exactly what a token says, sign aside. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: bigint;
}

/** A machine number, `significand · 2^exponent`, sign aside. */
interface Double {
  readonly significand: bigint;
  readonly exponent: number;
}

const power = (base: bigint, exponent: bigint | number): bigint => base ** BigInt(exponent);

/** Where the decimal point of a decimal stands: it is less than 10^this and at least a tenth of it. */
const pointOf = ({ digits, exponent }: Decimal): bigint => BigInt(digits.toString().length) + exponent;

function exactly(unsigned: string): Decimal {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(unsigned) ?? [];
  const stated = BigInt(exponent.replace('+', ''));
  return { digits: BigInt(whole + fraction), exponent: stated - BigInt(fraction.length) };
}

/** A decimal as a fraction. Only for those whose point stands within some hundred places. */
function fractionOf({ digits, exponent }: Decimal): readonly [bigint, bigint] {
  return exponent >= 0n ? [digits * power(10n, exponent), 1n] : [digits, power(10n, -exponent)];
}

/** The machine number next to a fraction, ties to the even significand; `null` when it is beyond all of them. */
function nearest([numerator, denominator]: readonly [bigint, bigint]): Double | null {
  const bits = (value: bigint): number => value.toString(2).length;
  let exponent = Math.max(-1074, bits(numerator) - bits(denominator) - 54);
  let divisor = denominator * power(2n, exponent + 1074);
  const dividend = numerator * power(2n, 1074);
  while (dividend / divisor >= power(2n, 53)) {
    divisor *= 2n;
    exponent += 1;
  }
  let significand = dividend / divisor;
  const twice = 2n * (dividend % divisor);
  if (twice > divisor || (twice === divisor && significand % 2n === 1n)) significand += 1n;
  if (significand === power(2n, 53)) {
    significand /= 2n;
    exponent += 1;
  }
  return exponent > 971 ? null : { significand, exponent };
}

const same = (a: Double | null, b: Double): boolean =>
  a !== null && a.significand === b.significand && a.exponent === b.exponent;

/** The decimal with the fewest digits that is read as this machine number; of several the nearest, then the even one. */
function shortest(double: Double): Decimal {
  const { significand, exponent } = double;
  const [numerator, denominator] =
    exponent >= 0 ? [significand * power(2n, exponent), 1n] : [significand, power(2n, -exponent)];
  let point = 400;
  const below = (n: number): boolean =>
    n > 0 ? numerator < power(10n, n - 1) * denominator : numerator * power(10n, 1 - n) < denominator;
  while (below(point)) point -= 1;
  for (let count = 1; ; count += 1) {
    const scale = BigInt(point - count);
    const [top, bottom] =
      scale >= 0n
        ? [numerator, denominator * power(10n, scale)]
        : [numerator * power(10n, -scale), denominator];
    const down = top / bottom;
    const rest = 2n * (top % bottom);
    const first =
      rest < bottom || (rest === bottom && down % 2n === 0n) ? [down, down + 1n] : [down + 1n, down];
    for (const digits of first) {
      const decimal = { digits, exponent: scale };
      if (digits > 0n && same(nearest(fractionOf(decimal)), double)) return decimal;
    }
  }
}

/** As ECMAScript writes a number: `Number::toString`, which RFC 8785 takes over. */
function text({ digits: whole, exponent }: Decimal): string {
  const digits = whole.toString().replace(/0+$/, '');
  const point = whole.toString().length + Number(exponent);
  const count = digits.length;
  if (count <= point && point <= 21) return digits + '0'.repeat(point - count);
  if (point > 0 && point <= 21) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  if (point > -6 && point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  const shown = `${point > 0 ? '+' : '-'}${Math.abs(point - 1)}`;
  return `${digits.slice(0, 1)}${count > 1 ? `.${digits.slice(1)}` : ''}e${shown}`;
}

/**
 * Reads a token of the JSON grammar as a number: its canonical text, or why it has none. In whole numbers only, so that
 * no rounding of this machine's can agree by accident with the implementation under test.
 *
 * @see RFC-0002 section 3.4
 */
export function readNumberToken(token: string): { readonly text: string } | { readonly fault: NumberFault } {
  const negative = token.startsWith('-');
  const decimal = exactly(negative ? token.slice(1) : token);
  if (decimal.digits === 0n) return negative ? { fault: 'negative-zero' } : { text: '0' };
  const point = pointOf(decimal);
  if (point > 400n) return { fault: 'number-range' };
  // What is below every machine number is read as zero, and is not zero.
  if (point < -400n) return { fault: 'number-precision' };
  const double = nearest(fractionOf(decimal));
  if (double === null) return { fault: 'number-range' };
  if (double.significand === 0n) return { fault: 'number-precision' };
  const beyond = double.exponent > 0 || (double.exponent === 0 && double.significand > power(2n, 53) - 1n);
  if (beyond) return { fault: 'integer-range' };
  const canonical = shortest(double);
  const [a, b] = fractionOf(canonical);
  const [c, d] = fractionOf(decimal);
  if (a * d !== c * b) return { fault: 'number-precision' };
  return { text: `${negative ? '-' : ''}${text(canonical)}` };
}
