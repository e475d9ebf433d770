import type { Json } from '../../json.ts';
import { isObject, readMoney } from '../text.ts';
import { numberForm } from '../typed/amounts.ts';
import { divided, numberIn, type Millionths } from './numbers.ts';

/** RFC-0005 section 15.4: dimension, factor, units. */
const UNITS: readonly (readonly [dimension: string, factor: string, units: string])[] = [
  ['length', '1', '\u00b5m \u03bcm'],
  ['length', '1000', 'mm millimetre millimetres millimeter millimeters'],
  ['length', '10000', 'cm centimetre centimetres centimeter centimeters'],
  ['length', '1000000', 'm metre metres meter meters'],
  ['length', '1000000000', 'km kilometre kilometres kilometer kilometers'],
  ['length', '25400', 'in inch inches'],
  ['length', '304800', 'ft foot feet'],
  ['length', '914400', 'yd yard yards'],
  ['length', '1609344000', 'mi mile miles'],
  ['mass', '1', '\u00b5g \u03bcg'],
  ['mass', '1000', 'mg milligram milligrams'],
  ['mass', '1000000', 'g gram grams'],
  ['mass', '1000000000', 'kg kilogram kilograms'],
  ['mass', '1000000000000', 't tonne tonnes'],
  ['mass', '453592370', 'lb lbs'],
  ['time', '1', 'ns'],
  ['time', '1000', '\u00b5s \u03bcs'],
  ['time', '1000000', 'ms millisecond milliseconds'],
  ['time', '1000000000', 's sec secs second seconds'],
  ['time', '60000000000', 'min mins minute minutes'],
  ['time', '3600000000000', 'h hr hrs hour hours'],
  ['time', '86400000000000', 'day days'],
  ['time', '604800000000000', 'week weeks'],
  ['data', '1', 'B byte bytes'],
  ['data', '1000', 'kB'],
  ['data', '1000000', 'MB'],
  ['data', '1000000000', 'GB'],
  ['data', '1000000000000', 'TB'],
  ['data', '1000000000000000', 'PB'],
  ['data', '1024', 'KiB'],
  ['data', '1048576', 'MiB'],
  ['data', '1073741824', 'GiB'],
  ['data', '1099511627776', 'TiB'],
  ['data', '1125899906842624', 'PiB'],
];

const CODES =
  'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN NOK NZD PLN SAR SEK SGD THB TRY USD ZAR'.split(
    ' ',
  );

/** Millionths in decimal, without zeros at the end behind the point. */
function decimal(millionths: Millionths): string {
  const fraction = String(millionths % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${millionths / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}`;
}

const spaceless = (text: string, end: 'before' | 'behind'): string =>
  end === 'before' ? text.replace(/ $/, '') : text.replace(/^ /, '');

function quantity(number: Millionths | null, name: string): string | null {
  const unit = UNITS.find(([, , names]) => names.split(' ').includes(name));
  if (number === null || unit === undefined) return null;
  return `${unit[0]} ${decimal(number * BigInt(unit[1]))}`;
}

/** RFC-0005 section 15.4; `text` is the value folded, if it is a text that can be read. */
export function quantityForm(value: Json, text: string | null): string | null {
  if (text !== null) {
    const [before, number, behind] = divided(text);
    return before === '' ? quantity(numberIn(number), spaceless(behind, 'behind')) : null;
  }
  if (!isObject(value) || Object.keys(value).sort().join() !== 'unit,value') return null;
  const { unit, value: own } = value;
  if (typeof unit !== 'string') return null;
  if (typeof own === 'string') return quantity(numberIn(own), unit);
  if (typeof own !== 'number') return null;
  const form = numberForm(String(own));
  return form === null ? null : quantity(exact(form), unit);
}

/** A decimal of at most six digits behind its point in millionths. */
function exact(form: string): Millionths {
  const [whole = '', fraction = ''] = form.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

/** How many millionths the least amount of a currency is. */
const leastOf = (currency: string): bigint => (['JPY', 'KRW'].includes(currency) ? 1_000_000n : 10_000n);

/** RFC-0005 section 15.3. */
export function amountForm(value: Json, text: string | null): string | null {
  if (text === null) {
    const money = readMoney(value);
    return money === null ? null : `${money.amount} ${money.currency}`;
  }
  const [before, number, behind] = divided(text);
  if ((before === '') === (behind === '')) return null;
  const sign = before === '' ? spaceless(behind, 'behind') : spaceless(before, 'before');
  const currency = sign === '€' ? 'EUR' : sign === '₹' ? 'INR' : sign;
  const own = numberIn(number);
  if (own === null || !CODES.includes(currency)) return null;
  return own % leastOf(currency) === 0n ? `${own / leastOf(currency)} ${currency}` : null;
}
