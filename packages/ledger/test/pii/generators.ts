import fc from 'fast-check';
import { luhn } from '../../src/pii/detectors/card.ts';

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

const PLANS: readonly (readonly [string, number])[] = [
  ['4', 16],
  ['4', 13],
  ['4', 19],
  ['51', 16],
  ['2221', 16],
  ['34', 15],
  ['36', 14],
  ['3528', 16],
  ['6011', 16],
  ['62', 16],
];

/** Card numbers that a checksum and an issuer hold together. */
export const card: fc.Arbitrary<string> = fc.constantFrom(...PLANS).chain(([prefix, length]) =>
  digits(length - prefix.length - 1).map((body) => {
    const open = prefix + body;
    return open + (Array.from('0123456789').find((digit) => luhn(open + digit)) ?? '');
  }),
);

const word = fc.string({ unit: fc.constantFrom(...'abcdefghijkmnopqrstuvwxyz'), minLength: 2, maxLength: 9 });

export const email: fc.Arbitrary<string> = fc
  .tuple(word, fc.constantFrom('', '.', '_', '+'), word, word, fc.constantFrom('com', 'org', 'co.uk', 'io'))
  .map(([a, join, b, domain, top]) => `${a}${join}${b}@${domain}.${top}`);

export const ssn: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 1, max: 899 }), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 9999 }))
  .filter(([area]) => area !== 666)
  .map((parts) => parts.map((part, i) => String(part).padStart([3, 2, 4][i] ?? 0, '0')).join('-'));

export const phone: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('415', '212', '905', '604'), fc.integer({ min: 200, max: 999 }), digits(4))
  .chain(([area, exchange, line]) =>
    fc.constantFrom(
      `+1${area}${exchange}${line}`,
      `(${area}) ${exchange}-${line}`,
      `${area}-${exchange}-${line}`,
    ),
  );

export const ip: fc.Arbitrary<string> = fc
  .tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 1, max: 254 })))
  .filter(([first]) => first !== 127)
  .map((parts) => parts.join('.'));

export const key: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('ghp_', 'sk_live_', 'hf_', 'eaap_'), digits(36))
  .map((parts) => parts.join(''));

/** What looks like data about somebody and is not. */
export const innocent: fc.Arbitrary<string> = fc.oneof(
  fc.uuid(),
  // As many digits as a UUID or a digest can hold.
  fc
    .tuple(digits(8), digits(4), digits(3), digits(3), digits(12))
    .map(([a, b, c, d, e]) => `${a}-${b}-7${c}-8${d}-${e}`),
  digits(32).map((value) => `sha256:${value}${value}`),
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
    .map((d) => `sha256:${d}`),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
  fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.tuple(fc.nat(9_999_999), fc.nat(99)).map(([a, b]) => `${a}.${String(b).padStart(2, '0')} EUR`),
  fc.nat(99_999).map((n) => `$${n.toLocaleString('en-US')}.00`),
  fc.nat(999_999).map(String),
  fc.nat(99_999_999).map((n) => `ORD-${n}`),
  fc.tuple(fc.nat(30), fc.nat(30), fc.nat(999)).map((parts) => `v${parts.join('.')}`),
  fc.double({ min: 0, max: 1, noNaN: true }).map((n) => n.toFixed(12)),
);
