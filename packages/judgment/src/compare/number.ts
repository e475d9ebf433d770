import type { Json } from '@eaap/protocol';
import { readDecimal, type Decimal } from '../typed/decimal.ts';

const NUMBER = /^(?:(0|[1-9]\d{0,14})|([1-9]\d{0,2}(?:,\d{3})+))(?:\.(\d{1,6}))?$/;

/** How a number stands in a text of a declared form; what it reads is for {@link readNumber} to say. */
export const NUMBER_IN = '(\\d[\\d,]*(?:\\.\\d+)?)';

/**
 * A number as it is written, or `null`: `1,234` and `1.234` are twelve hundred to one reader and one and a quarter to
 * another, so that nobody here takes them for either. A comma twice, or before a point, divides thousands.
 */
export function readNumber(text: string): Decimal | null {
  const [, plain, grouped, fraction] = NUMBER.exec(text) ?? [];
  if (grouped === undefined) {
    if (plain === undefined) return null;
    if (fraction?.length === 3 && plain !== '0' && plain.length <= 3) return null;
  } else if (fraction === undefined && grouped.indexOf(',') === grouped.lastIndexOf(',')) return null;
  return readDecimal(text.replaceAll(',', ''));
}

/** A number that is one already, or is written as one. */
export const numberOf = (value: Json | undefined): Decimal | null =>
  typeof value === 'number'
    ? readDecimal(String(value))
    : typeof value === 'string'
      ? readNumber(value)
      : null;
