import { countrySpecs } from 'ibantools';
import type { Detector, DetectorMatch } from '../types.ts';

/** What an IBAN of a country looks like: its length, and a pattern for what follows the four leading characters. */
export interface IbanStructure {
  readonly length: number;
  readonly account: string;
}

/** IBAN structures by country, from the registry that ibantools carries. National check digits are not asked for. */
export const IBANS: Readonly<Record<string, IbanStructure>> = Object.fromEntries(
  Object.entries(countrySpecs)
    .filter(([, { IBANRegistry }]) => IBANRegistry === true)
    .map(
      ([country, spec]) => [country, { length: spec.chars ?? 0, account: spec.bban_regexp ?? '' }] as const,
    )
    .filter(([, { length, account }]) => length > 4 && account !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
const ACCOUNTS = new Map(
  Object.entries(IBANS).map(([country, { account }]) => [country, new RegExp(account)]),
);

export const IBAN_HEAD = /(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?[0-9]{2}(?=[ -]?[A-Za-z0-9])/g;
const ALNUM = /[A-Za-z0-9]/;
export const IBAN_SEPARATOR = /[ .\-_\t]/;

/** IBANs: a country of the registry, its exact length and structure, and the checksum modulo 97 (ISO 13616). */
export const ibanDetector: Detector = {
  type: 'iban',
  *find(_text, { quiet }) {
    for (const match of quiet.matchAll(IBAN_HEAD)) {
      const found = read(quiet, match.index);
      if (found !== undefined) yield found;
    }
  },
};

function read(text: string, start: number): DetectorMatch | undefined {
  const country = text.slice(start, start + 2).toUpperCase();
  const length = Object.hasOwn(IBANS, country) ? IBANS[country]?.length : undefined;
  if (length === undefined) return undefined;
  let iban = '';
  let at = start;
  while (iban.length < length) {
    const char = text.charAt(at);
    if (ALNUM.test(char)) iban += char;
    else if (!IBAN_SEPARATOR.test(char) || !ALNUM.test(text.charAt(at + 1))) return undefined;
    at += 1;
  }
  iban = iban.toUpperCase();
  // Words and numbers in a row pass the checksum once in 97 times, but seldom have letters where the country has them.
  if (ALNUM.test(text.charAt(at)) || ACCOUNTS.get(country)?.test(iban.slice(4)) !== true || !mod97(iban))
    return undefined;
  return { start, end: at, normalised: iban, features: { country } };
}

/** The checksum of ISO 7064 MOD 97-10 over an upper-case IBAN. */
export function mod97(iban: string): boolean {
  let remainder = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
