import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detect, type PiiType } from '../../src/pii/index.ts';

/** What is hidden, its type and its canonical form. */
const SECRETS: readonly (readonly [string, PiiType, string])[] = [
  ['4111 1111 1111 1111', 'card', '4111111111111111'],
  ['DE89370400440532013000', 'iban', 'DE89370400440532013000'],
  ['ada.lovelace@example.org', 'email', 'ada.lovelace@example.org'],
  ['460-89-9847', 'ssn', '460899847'],
  ['+1 415-555-0132', 'phone', '+14155550132'],
  ['203.0.113.77', 'ip', '203.0.113.77'],
  ['AKIAIOSFODNN7EXAMPLE', 'key', 'AKIAIOSFODNN7EXAMPLE'],
];

const each = (text: string, write: (char: string) => string): string => Array.from(text, write).join('');
const hex = (char: string, width: number): string =>
  (char.codePointAt(0) ?? 0).toString(16).padStart(width, '0');
const wide = (char: string): string =>
  char === ' '
    ? '\u3000'
    : char < '!' || char > '~'
      ? char
      : String.fromCodePoint(char.charCodeAt(0) + 0xfee0);
/** Long enough that short secrets make a run that is decoded. */
const sentence = (secret: string): string => `it is ${secret} they say`;

const HIDING: Readonly<Record<string, (secret: string) => string>> = {
  'full-width forms': (s) => each(s, wide),
  'mathematical digits': (s) => s.replace(/[0-9]/g, (d) => String.fromCodePoint(0x1d7ce + Number(d))),
  'Arabic digits': (s) => s.replace(/[0-9]/g, (d) => String.fromCodePoint(0x660 + Number(d))),
  'Devanagari digits': (s) => s.replace(/[0-9]/g, (d) => String.fromCodePoint(0x966 + Number(d))),
  'zero-width spaces': (s) => each(s, (c) => `${c}\u200b`),
  'word joiners and direction marks': (s) => each(s, (c) => `${c}\u2060\u200e`),
  'soft hyphens': (s) => each(s, (c) => `${c}\u00ad`),
  'variation selectors': (s) => each(s, (c) => `${c}\ufe0f`),
  'combining marks': (s) => each(s, (c) => (/[0-9A-Za-z]/.test(c) ? `${c}\u0336` : c)),
  'no-break spaces and dashes': (s) => s.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011'),
  'percent-encoding of some': (s) => encodeURIComponent(s).replaceAll('.', '%2E'),
  'percent-encoding of all': (s) => each(s, (c) => `%${hex(c, 2)}`),
  'percent-encoding twice': (s) => each(s, (c) => `%25${hex(c, 2)}`),
  'percent-encoded full-width forms': (s) => encodeURIComponent(each(s, wide)),
  'decimal HTML references': (s) => each(s, (c) => `&#${c.codePointAt(0) ?? 0};`),
  'hexadecimal HTML references': (s) => each(s, (c) => `&#x${hex(c, 4)};`),
  'JSON escapes': (s) => each(s, (c) => `\\u${hex(c, 4)}`),
  'JSON escapes twice': (s) => each(s, (c) => `\\\\u${hex(c, 4)}`),
  'code point escapes': (s) => each(s, (c) => `\\u{${hex(c, 1)}}`),
  'byte escapes': (s) => each(s, (c) => `\\x${hex(c, 2)}`),
  base64: (s) => Buffer.from(sentence(s)).toString('base64'),
  'base64url behind a path': (s) => `a/${Buffer.from(sentence(s)).toString('base64url')}`,
  'base64 twice': (s) => Buffer.from(Buffer.from(sentence(s)).toString('base64')).toString('base64'),
  'base64 in lines': (s) =>
    (
      Buffer.from(`${'.'.repeat(50)} ${sentence(s)}`)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\r\n'),
  'base64 of UTF-16': (s) => Buffer.from(sentence(s), 'utf16le').toString('base64'),
  'base64 with zero-width spaces': (s) =>
    each(Buffer.from(sentence(s)).toString('base64'), (c) => `${c}\u200b`),
  'percent-encoding in base64': (s) => Buffer.from(each(s, (c) => `%${hex(c, 2)}`)).toString('base64'),
  hex: (s) => Buffer.from(s).toString('hex'),
  'hex in capitals': (s) => Buffer.from(s).toString('hex').toUpperCase(),
  'hex of UTF-16, little-endian': (s) => Buffer.from(s, 'utf16le').toString('hex'),
  'hex of UTF-16, big-endian': (s) => Buffer.from(s, 'utf16le').swap16().toString('hex'),
  'bytes apart': (s) =>
    Buffer.from(s)
      .toString('hex')
      .replace(/..(?=.)/g, '$& '),
  'bytes with prefixes': (s) => each(s, (c) => `0x${hex(c, 2)}, `),
  'hex in base64': (s) => Buffer.from(Buffer.from(s).toString('hex')).toString('base64'),
};

for (const [name, hide] of Object.entries(HIDING)) {
  test(`found behind ${name}, and nothing of it stays`, () => {
    for (const [secret, type, normalised] of SECRETS) {
      const hidden = hide(secret);
      const text = `before (${hidden}) after`;
      const found = detect(text);
      assert.deepEqual(
        found.map((finding) => [finding.type, finding.normalised]),
        [[type, normalised]],
        `${secret} as ${hidden}`,
      );
      const [{ start, end } = { start: 0, end: 0 }] = found;
      assert.ok(start >= 8 && end <= text.length - 7, `only what stands for ${secret} is replaced`);
      const rest = text.slice(8, start) + text.slice(end, -7);
      assert.equal(detect(rest).length, 0);
      assert.ok(
        rest.length <= 4 || /^(it is|they say)|^[^0-9@]*$/.test(rest),
        `what stays of ${hidden}: ${rest}`,
      );
    }
  });
}

test('a superscript or invisible join cannot hide what stands there plainly', () => {
  assert.equal(detect('4111111111111111²')[0]?.normalised, '4111111111111111');
  assert.equal(detect('4111111111111111\u200b5')[0]?.normalised, '4111111111111111');
});

test('a third encoding is not followed, as the table says', () => {
  const thrice = [1, 2, 3].reduce(
    (text) => Buffer.from(text).toString('base64'),
    sentence('ada@example.org'),
  );
  assert.deepEqual(detect(thrice), []);
});

test('offsets are those of the original text, surrogate pairs before it or not', () => {
  fc.assert(
    fc.property(fc.constantFrom('', '𝔘 ', '😀😀 ', 'ﬃ ', 'e\u0301 ', '%41 ', '&amp; '), (before) => {
      const text = `${before}bob%40example.com!`;
      const [finding] = detect(text);
      assert.equal(text.slice(finding?.start, finding?.end), 'bob%40example.com');
    }),
  );
});

test('broken escapes are left as they are', () => {
  for (const text of [
    '100%',
    '%zz%4',
    '&#;',
    '&#x110000;',
    '&nonsense;',
    '\\u12',
    '\\u{110000}',
    '%ff%fe%c3',
  ]) {
    assert.deepEqual(detect(text), [], text);
  }
});
