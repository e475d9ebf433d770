import { countrySpecs } from 'ibantools';
import type { Detector, DetectorMatch } from '../types.ts';

/** Total length of an IBAN by country, from the registry that ibantools carries. */
export const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(countrySpecs)
    .filter(([, spec]) => spec.IBANRegistry === true && spec.chars !== null)
    .map(([country, spec]) => [country, spec.chars ?? 0] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

const HEAD = /(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?[0-9]{2}(?=[ -]?[A-Za-z0-9])/g;
const ALNUM = /[A-Za-z0-9]/;
const SEPARATOR = /[ .\-_\t]/;

/** IBANs: a country of the registry, its exact length, and the checksum modulo 97 (ISO 13616). */
export const ibanDetector: Detector = {
  type: 'iban',
  *find(_text, { quiet }) {
    for (const match of quiet.matchAll(HEAD)) {
      const found = read(quiet, match.index);
      if (found !== undefined) yield found;
    }
  },
};

function read(text: string, start: number): DetectorMatch | undefined {
  const country = text.slice(start, start + 2).toUpperCase();
  const length = Object.hasOwn(IBAN_LENGTHS, country) ? IBAN_LENGTHS[country] : undefined;
  if (length === undefined) return undefined;
  let iban = '';
  let at = start;
  while (iban.length < length) {
    const char = text.charAt(at);
    if (ALNUM.test(char)) iban += char;
    else if (!SEPARATOR.test(char) || !ALNUM.test(text.charAt(at + 1))) return undefined;
    at += 1;
  }
  if (ALNUM.test(text.charAt(at)) || !mod97(iban.toUpperCase())) return undefined;
  return { start, end: at, normalised: iban.toUpperCase(), features: { country } };
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
