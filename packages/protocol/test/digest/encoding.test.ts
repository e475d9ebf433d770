import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  fromBase64,
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64,
  toBase64Url,
  toHex,
  toUtf8,
} from '../../src/index.ts';

const decoders = {
  hex: [toHex, fromHex, 'hex', /^[0-9a-f]*$/],
  base64: [toBase64, fromBase64, 'base64', /^[A-Za-z0-9+/]*={0,2}$/],
  base64url: [toBase64Url, fromBase64Url, 'base64url', /^[A-Za-z0-9_-]*$/],
} as const;

for (const [what, [encode, decode, nodeName]] of Object.entries(decoders)) {
  describe(what, () => {
    it('agrees with Node and is undone by its decoder', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
          const text = encode(bytes);
          assert.equal(text, Buffer.from(bytes).toString(nodeName));
          assert.deepEqual(decode(text), bytes);
        }),
      );
    });

    it('reads one spelling only: whatever it accepts is what it would write', () => {
      const char = fc.constantFrom(...'AQgw/+-_=09afAF \n', 'é');
      fc.assert(
        fc.property(fc.string({ unit: char, maxLength: 8 }), (text) => {
          let bytes: Uint8Array;
          try {
            bytes = decode(text);
          } catch (error) {
            assert.match(String(error), /EaapError: invalid-request: The text is not /);
            return;
          }
          assert.equal(encode(bytes), text);
        }),
        { numRuns: 3000 },
      );
    });
  });
}

describe('strict decoders refuse', () => {
  const cases: [string, (text: string) => unknown, string, string][] = [
    ['odd hex', fromHex, 'abc', 'The text is not an even number of lower-case hexadecimal digits.'],
    ['upper-case hex', fromHex, 'AB', 'The text is not an even number of lower-case hexadecimal digits.'],
    ['base64 without padding', fromBase64, 'AA', 'The text is not canonical base64 with padding.'],
    ['base64 with too much padding', fromBase64, 'AAA===', 'The text is not canonical base64 with padding.'],
    ['base64 of padding alone', fromBase64, '====', 'The text is not canonical base64 with padding.'],
    ['base64 with set bits left over', fromBase64, 'AB==', 'The text is not canonical base64 with padding.'],
    ['base64 with spaces', fromBase64, 'AA A', 'The text is not canonical base64 with padding.'],
    ['base64url digits in base64', fromBase64, '__8=', 'The text is not canonical base64 with padding.'],
    [
      'base64 digits in base64url',
      fromBase64Url,
      '//8',
      'The text is not canonical base64url without padding.',
    ],
    ['base64url of one digit', fromBase64Url, 'A', 'The text is not canonical base64url without padding.'],
    [
      'base64url with set bits left over',
      fromBase64Url,
      'AAB',
      'The text is not canonical base64url without padding.',
    ],
    ['a lone surrogate', toUtf8, 'a\ud800', 'The text has a surrogate without its other half.'],
  ];
  for (const [what, run, input, detail] of cases) {
    it(what, () => assert.throws(() => run(input), { name: 'EaapError', type: 'invalid-request', detail }));
  }

  it('malformed UTF-8, and keeps a byte order mark', () => {
    assert.throws(() => fromUtf8(Uint8Array.of(0xc0, 0x80)), {
      type: 'invalid-request',
      detail: 'The bytes are not UTF-8.',
    });
    assert.equal(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf)), '\ufeff');
  });
});
