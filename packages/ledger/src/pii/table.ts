import { PII_DATA } from './data.ts';
import { IBANS } from './detectors/iban.ts';
import { PHONE_REGIONS } from './lib/phone-plans.ts';
import type { BuiltinPiiType } from './types.ts';

/** One row of the published table. */
export interface PiiTableEntry {
  readonly type: BuiltinPiiType;
  readonly description: string;
  /** ISO 3166-1 alpha-2 codes of the regions whose national forms are known. */
  readonly regions?: readonly string[];
  /** What may be kept in clear about a finding. */
  readonly features: readonly string[];
}

/** What is detected, and what is not; JSON, published as schemas/tables/pii.json. */
export interface PiiTable {
  /** Raised whenever a detector, a normalisation or a decoding changes. */
  readonly version: string;
  readonly types: readonly PiiTableEntry[];
  /** Readings of a text that are searched besides the text as it is written. */
  readonly readings: readonly string[];
  /** What no row covers. */
  readonly limits: readonly string[];
  /** Patterns, words and numbering plans the detectors decide by. */
  readonly data: typeof PII_DATA;
}

/**
 * The published table of detectors. Its version is part of `engine`: two gateways with different tables may reach
 * different verdicts, and say so.
 *
 * @see RFC-0003
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { PII_TABLE } from '@eaap/ledger';
 *
 * assert.deepEqual(PII_TABLE.types.map((row) => row.type), ['card', 'iban', 'email', 'ssn', 'phone', 'ip', 'key']);
 * ```
 */
export const PII_TABLE: PiiTable = {
  version: '1',
  types: [
    {
      type: 'card',
      description:
        'Payment card numbers of 13 to 19 digits (Maestro: 12 to 19) with a known issuer prefix, that issuer’s length and a ' +
        'valid Luhn checksum, in one piece or in even groups.',
      features: ['issuer'],
    },
    {
      type: 'iban',
      description:
        'IBANs of the registry’s countries with their exact length and structure and a valid checksum modulo 97.',
      regions: Object.keys(IBANS),
      features: ['country'],
    },
    { type: 'email', description: 'Mail addresses, internationalised ones included.', features: ['domain'] },
    {
      type: 'ssn',
      description:
        'US social security numbers in issued ranges, written 3-2-4 with dashes or spaces; in another form only with a label.',
      regions: ['US'],
      features: [],
    },
    {
      type: 'phone',
      description:
        'Phone numbers: of any country with + or a dialling prefix, in the national layouts of the stated regions, and any 7 to ' +
        '15 digits that a label (phone, mobile, call, fax, …) names as one. Digits in one piece without a label are none, ' +
        'except mobile numbers of GB, DE, FR, NL and AU with their leading zero.',
      regions: PHONE_REGIONS,
      features: ['country'],
    },
    {
      type: 'ip',
      description:
        'IPv4 addresses with four decimal parts and IPv6 addresses; not loopback, unspecified or broadcast ones, masks, nor what is ' +
        'named as a version or a section.',
      features: ['version', 'scope'],
    },
    {
      type: 'key',
      description:
        'Credentials: keys and tokens with a known prefix, JWTs, PEM and PGP private keys, bearer and basic headers, ' +
        'user:password in URLs.',
      features: ['kind'],
    },
  ],
  readings: [
    'NFKC, without invisible characters and combining marks, dashes, spaces and decimal digits of any script as ASCII',
    'percent-encoding, HTML references, backslash escapes of JSON',
    'base64 and base64url runs of at least 16 characters, at every alignment',
    'hexadecimal runs of at least 16 digits, and bytes written apart; as UTF-8 or UTF-16',
    'two of the above decodings inside each other',
  ],
  limits: [
    'Names and street addresses have no pattern and are not detected. An operator may add a detector.',
    'What is split over several strings, array elements or members is not detected.',
    'Encryption, compression, images, spelt-out digits and encodings not named here are not read.',
    'A string is at most 65536 bytes of UTF-8; a longer one is refused.',
  ],
  data: PII_DATA,
};
