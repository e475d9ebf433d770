import type { Json } from '@eaap/protocol';
import { readMoney } from '../lib/value.ts';
import { scaled } from '../typed/decimal.ts';
import { CURRENCIES, minorDigits } from '../typed/units.ts';
import { NUMBER_IN, readNumber } from './number.ts';

/** Signs that stand for one currency alone: a dollar is one of many. */
const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '₹': 'INR' };
const CURRENCY = `(${[...CURRENCIES, ...Object.keys(SIGNS)].join('|')})`;
const BEFORE = new RegExp(`^${CURRENCY} ?${NUMBER_IN}$`);
const BEHIND = new RegExp(`^${NUMBER_IN} ?${CURRENCY}$`);

function readText(text: string): string | null {
  const [, first = '', last = ''] = BEFORE.exec(text) ?? BEHIND.exec(text) ?? [];
  const [sign, digits] = /^\d/.test(first) ? [last, first] : [first, last];
  const number = readNumber(digits);
  if (number === null) return null;
  const currency = SIGNS[sign] ?? sign;
  const minor = scaled(number, minorDigits(currency));
  return minor === null ? null : `${minor} ${currency}`;
}

/** Money in minor units and its currency, as in `7500 EUR`, or `null`. */
export function readAmount(value: Json, text: string | null): string | null {
  if (text !== null) return readText(text);
  const money = readMoney(value);
  return money === null ? null : `${money.amount} ${money.currency}`;
}
