import type { Random } from '../types.ts';

/** A piece of personal data that a detector must know, drawn at random. */
export interface Datum {
  readonly type: 'card' | 'mail' | 'iban' | 'ssn';
  readonly text: string;
}

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String(random.int(10))).join('');

/** A Visa number of 16 digits whose check digit is right (Luhn). */
export function cardNumber(random: Random): string {
  const body = `4${digits(random, 14)}`;
  const sum = [...body].reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

/** A German IBAN whose check digits are right (ISO 7064, modulo 97). */
export function iban(random: Random): string {
  const account = digits(random, 18);
  // D is 13 and E is 14; the check digits stand as 00 while they are computed.
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}

/** A US social security number in a range that was issued before they were drawn at random. */
export function socialSecurityNumber(random: Random): string {
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${pad(100 + random.int(400), 3)}-${pad(10 + random.int(80), 2)}-${pad(1000 + random.int(9000), 4)}`;
}

export const mail = (random: Random): string => `${random.word(6)}.${random.word(7)}@${random.word(8)}.org`;

/** One of each. */
export const dataOf = (random: Random): readonly Datum[] => [
  { type: 'card', text: cardNumber(random) },
  { type: 'mail', text: mail(random) },
  { type: 'iban', text: iban(random) },
  { type: 'ssn', text: socialSecurityNumber(random) },
];

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0));
const separated = (by: string) => (text: string) => [...text].join(by);
const percent = (text: string): string =>
  [...text].map((c) => `%${(c.codePointAt(0) ?? 0).toString(16).toUpperCase()}`).join('');
/** With words before it, so that every text has 12 bytes and its encoding 16 characters. */
const encoded = (text: string): string => Buffer.from(`the datum ${text}`, 'utf8').toString('base64');

/** The forms of EAAP-0001-028. */
export const FORMS: Readonly<Record<string, (text: string) => string>> = {
  'full-width': fullWidth,
  'with zero-width spaces': separated('\u200b'),
  'with zero-width joiners': separated('\u200d'),
  'with word joiners': separated('\u2060'),
  'percent-encoded': percent,
  'in base64': encoded,
};

/** A token as it stands in the place of a detection. */
export const TOKEN = /\[PII:[^:\]\s]+:[0-9a-f]+\]/g;

/** The tokens of a value, wherever they stand in it. */
export const tokensIn = (value: unknown): readonly string[] =>
  JSON.stringify(value ?? null).match(TOKEN) ?? [];

/** The same value with `<token>` for every token: where tokens stand, whatever they are. */
export const masked = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null).replace(TOKEN, '<token>'));
