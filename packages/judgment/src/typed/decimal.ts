/** A decimal number as a whole number and how many of its digits stand behind the point. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PLAIN = /^(\d{1,15})(?:\.(\d{1,6}))?$/;

/** A plain decimal number that is not negative, or `null`. */
export function readDecimal(text: string): Decimal | null {
  const [, whole, fraction = ''] = PLAIN.exec(text) ?? [];
  return whole === undefined ? null : reduce({ units: BigInt(whole + fraction), scale: fraction.length });
}

function reduce({ units, scale }: Decimal): Decimal {
  let [left, digits] = [units, scale];
  while (digits > 0 && left % 10n === 0n) [left, digits] = [left / 10n, digits - 1];
  return { units: left, scale: digits };
}

const raised = ({ units, scale }: Decimal, to: number): bigint => units * 10n ** BigInt(to - scale);

/** The one spelling of a number that is not negative: no leading zero, no zero at the end behind the point. */
export function writeDecimal(value: Decimal): string {
  const { units, scale } = reduce(value);
  const digits = units.toString().padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The number times so many powers of ten, or `null` when that is not whole. */
export function scaled(value: Decimal, digits: number): bigint | null {
  const least = reduce(value);
  return least.scale > digits ? null : raised(least, digits);
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return reduce({ units: raised(a, scale) + raised(b, scale), scale });
}

/** The difference, or `null` when it would be negative. */
export function subtract(a: Decimal, b: Decimal): Decimal | null {
  const scale = Math.max(a.scale, b.scale);
  const units = raised(a, scale) - raised(b, scale);
  return units < 0n ? null : reduce({ units, scale });
}

export const multiply = (a: Decimal, b: Decimal): Decimal =>
  reduce({ units: a.units * b.units, scale: a.scale + b.scale });

/** Below zero when the first is less, above when it is greater. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [raised(a, scale), raised(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** So many per cent of a number, to the hundredth, half of one rounded up. */
export function percentOf(a: Decimal, percent: Decimal): Decimal {
  const scale = a.scale + percent.scale + 2;
  const units = a.units * percent.units;
  if (scale <= 2) return reduce({ units: units * 10n ** BigInt(2 - scale), scale: 2 });
  const by = 10n ** BigInt(scale - 2);
  return reduce({ units: (units * 2n + by) / (by * 2n), scale: 2 });
}
