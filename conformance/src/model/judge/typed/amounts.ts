import type { Money } from '../text.ts';
import { datesIn } from './dates.ts';
import { blanked, find, tokenless, type Piece } from './pieces.ts';

const W = 'A-Za-z0-9_\\u0080-\\uffff';
const SIGNS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };
const CODES =
  'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN NOK NZD PLN SAR SEK SGD THB TRY USD ZAR'.split(
    ' ',
  );
const WORDS: Readonly<Record<string, string>> = {
  dollar: 'USD',
  dollars: 'USD',
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
  yen: 'JPY',
  rupees: 'INR',
  francs: 'CHF',
};
const MEASURES =
  'percent pct min mins minute minutes h hr hrs hour hours s sec secs second seconds day days week weeks month months year years am pm AM PM km m cm mm mi mile miles kg g lb lbs kb mb gb KB MB GB TB'.split(
    ' ',
  );

const SIGN = `[${Object.keys(SIGNS).join('')}]`;
const ID = `(?<![${W}])(?:[Ii][Dd]s?|[Nn]umber|[Nn]o\\.|[Nn]r\\.|#)`;
const UNIT = `%|${SIGN}|(?:${[...CODES, ...MEASURES, ...Object.keys(WORDS)].join('|')})(?![${W}])`;
const AMOUNT = `(${ID}[ :=#]{0,3})?(?<![${W}.,:/#@+-])(${SIGN}|${CODES.join('|')})? ?(?<!\\d)(\\d{1,3}(?:,\\d{3})+|\\d{1,15})(\\.\\d{1,6})?(?: ?(${UNIT}))?(?![${W}]|[.,:/-]\\d|-[A-Za-z])`;

const unit = (sign: string): string =>
  ['%', 'percent', 'pct'].includes(sign) ? '%' : (SIGNS[sign] ?? WORDS[sign] ?? sign);

/** The one spelling of a decimal number that is not negative, or `null`. */
export function numberForm(text: string): string | null {
  const [whole = '', fraction, ...more] = text.split('.');
  if (more.length > 0 || !/^[0-9]{1,15}$/.test(whole)) return null;
  if (fraction !== undefined && !/^[0-9]{1,6}$/.test(fraction)) return null;
  const short = (fraction ?? '').replace(/0+$/, '');
  const plain = whole.replace(/^0+(?=[0-9])/, '');
  return short === '' ? plain : `${plain}.${short}`;
}

/** RFC-0005 section 14.3. */
export function amountsIn(text: string): Piece[] {
  const left = tokenless(blanked(text, datesIn(text)));
  return find(AMOUNT, '', left).flatMap((piece) => parsed(piece, left));
}

function parsed(piece: Piece, text: string): Piece[] {
  const expression = new RegExp(AMOUNT, 'y');
  expression.lastIndex = piece.from;
  const [, id, before, whole = '', fraction = '', behind] = expression.exec(text) ?? [];
  const number = numberForm(whole.split(',').join('') + fraction);
  if (id !== undefined || number === null) return [];
  const sign = before ?? behind;
  return [{ ...piece, form: sign === undefined ? number : `${number} ${unit(sign)}` }];
}

/** How many digits of the minor units of a currency stand behind the point. */
function minor(currency: string): number {
  if (['JPY', 'KRW', 'CLP', 'ISK', 'VND', 'XAF', 'XOF', 'XPF'].includes(currency)) return 0;
  return ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].includes(currency) ? 3 : 2;
}

/** The form of money. */
export function moneyForm({ amount, currency }: Money): string {
  const digits = minor(currency);
  const text = String(amount).padStart(digits + 1, '0');
  const at = text.length - digits;
  const fraction = text.slice(at).replace(/0+$/, '');
  return `${text.slice(0, at)}${fraction === '' ? '' : `.${fraction}`} ${currency}`;
}
