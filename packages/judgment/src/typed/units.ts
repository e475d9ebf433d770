/** Signs, codes and words of currencies, and the code each stands for. */
const CURRENCY_OF: Readonly<Record<string, string>> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
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

export const CURRENCIES =
  'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN NOK NZD PLN SAR SEK SGD THB TRY USD ZAR'.split(
    ' ',
  );

/** Words behind a number that make it a measure and not an amount of money. */
export const MEASURES =
  'percent pct min mins minute minutes h hr hrs hour hours s sec secs second seconds day days week weeks month months year years am pm AM PM km m cm mm mi mile miles kg g lb lbs kb mb gb KB MB GB TB'.split(
    ' ',
  );

/** How many digits behind the point money of a currency has, where it is not two. */
const MINOR: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  CLP: 0,
  ISK: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

export const minorDigits = (currency: string): number => MINOR[currency] ?? 2;

/** The unit that a sign, code or word stands for: a currency, `%`, a measure, or none. */
export function unitOf(sign: string | undefined): string {
  if (sign === undefined || sign === '') return '';
  if (sign === '%' || sign === 'percent' || sign === 'pct') return '%';
  if (CURRENCIES.includes(sign)) return sign;
  return CURRENCY_OF[sign] ?? sign;
}
