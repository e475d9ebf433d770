import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { canonicalize, parseJson, toUtf8, type Json, type JsonReason } from '../../src/index.ts';
import { json } from './arbitrary.ts';
import { refused } from './refusal.ts';

const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => (typeof value === 'number' ? [value] : [...toUtf8(value)])));

describe('parseJson accepts', () => {
  const accepted: [string, Json][] = [
    ['null', null],
    [' \t\r\n true \n', true],
    ['[]', []],
    ['[ ]', []],
    ['{ }', {}],
    ['{"a":{"b":[false,{}]},"c":""}', { a: { b: [false, {}] }, c: '' }],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9"', '"\\/\b\f\n\r\tA\u00e9'],
    ['"\\ud83d\\ude00"', '\u{1f600}'],
    ['"\u2028\u007f"', '\u2028\u007f'],
    ['"\\u0000"', '\0'],
    ['0', 0],
    ['0.0', 0],
    ['0e5', 0],
    ['0E-99999999999999999999', 0],
    ['1e2', 100],
    ['1E+2', 100],
    ['0.10', 0.1],
    ['100e-2', 1],
    ['-12.5', -12.5],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991.000', -9007199254740991],
    ['9.007199254740991e15', 9007199254740991],
    ['5e-324', 5e-324],
    ['2.2250738585072014e-308', 2.2250738585072014e-308],
    [`0.${'0'.repeat(400)}1e401`, 1],
    [`1${'0'.repeat(400)}e-400`, 1],
  ];
  for (const [source, value] of accepted) {
    it(source.length > 60 ? `${source.slice(0, 20)}…` : JSON.stringify(source), () => {
      assert.deepEqual(parseJson(source), value);
      assert.deepEqual(parseJson(toUtf8(source)), value);
    });
  }

  it('the names of built-in members as ordinary own members', () => {
    const value = parseJson('{"__proto__":{"polluted":true},"constructor":1,"toString":2}');
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor', 'toString']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.equal(canonicalize(value), '{"__proto__":{"polluted":true},"constructor":1,"toString":2}');
  });

  it('what JSON.parse reads the same way, for any value and spacing', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1, '\t', ' \r\n'), (value, space) => {
        const source = JSON.stringify(value, null, space);
        assert.deepEqual(parseJson(source), JSON.parse(source));
        assert.deepEqual(parseJson(toUtf8(source)), JSON.parse(source));
      }),
    );
  });

  it('nothing that JSON.parse refuses, and nothing but our faults comes out', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'u',
      '0',
      '1',
      '-',
      '.',
      'e',
      'true',
      'null',
      ' ',
      '\n',
      'a',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
        const source = fragments.join('');
        let value: Json;
        try {
          value = parseJson(source);
        } catch (error) {
          assert.match(String(error), /EaapError: malformed-json: At line \d+, column \d+: [^\n]+\.$/);
          return;
        }
        assert.deepEqual(value, JSON.parse(source));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseJson refuses', () => {
  const cases: [string, string | Uint8Array, JsonReason, RegExp][] = [
    ['an empty text', '', 'syntax', /line 1, column 1: The text ends where a value should stand/],
    ['two values', '1 2', 'syntax', /column 3: There is more after the value/],
    ['a comma after the last element', '[1,]', 'syntax', /U\+005D stands where a value/],
    ['a comma after the last member', '{"a":1,}', 'syntax', /U\+007D stands where a member name/],
    ['single quotes', "{'a':1}", 'syntax', /U\+0027 stands where a member name/],
    ['a missing colon', '{"a" 1}', 'syntax', /U\+0031 stands where a colon/],
    ['a missing comma', '[1 2]', 'syntax', /U\+0032 stands where a comma or the end of the array/],
    ['an open array', '[1', 'syntax', /The text ends where a comma or the end of the array/],
    ['an open object', '{"a":1', 'syntax', /The text ends where a comma or the end of the object/],
    ['an open string', '"a', 'syntax', /The text ends where the end of a string/],
    ['a comment', '/* */1', 'syntax', /U\+002F stands where a value/],
    ['a character beyond the BMP', '\u{1f600}', 'syntax', /U\+1F600 stands where a value/],
    ['other spaces', '\u00a01', 'syntax', /U\+00A0/],
    ['a control character', '"a\u0001"', 'syntax', /control character/],
    ['a newline in a string', '"a\nb"', 'syntax', /line 1, column 3: A string has a control character/],
    ['an unknown escape', '"\\x41"', 'syntax', /escape that JSON does not know/],
    ['an escape cut off', '"\\', 'syntax', /escape that JSON does not know/],
    ['an escape with an inherited name', '"\\constructor"', 'syntax', /escape/],
    ['a short \\u escape', '"\\u12g4"', 'syntax', /four hexadecimal digits/],
    ['NaN', 'NaN', 'syntax', /U\+004E/],
    ['Infinity', '[-Infinity]', 'syntax', /U\+0049 stands where a digit/],
    ['a leading zero', '01', 'syntax', /not written as JSON/],
    ['a leading plus', '+1', 'syntax', /U\+002B/],
    ['a leading point', '.5', 'syntax', /U\+002E/],
    ['a trailing point', '1.', 'syntax', /not written as JSON/],
    ['an empty exponent', '1e+', 'syntax', /not written as JSON/],
    ['hexadecimal', '0x10', 'syntax', /U\+0078|more after/],
    ['a byte order mark', '\ufeff1', 'syntax', /byte order mark/],
    ['a byte order mark in bytes', bytes(0xef, 0xbb, 0xbf, '1'), 'syntax', /byte order mark/],
    ['a cut UTF-8 sequence', bytes('[\n"é', 0xc3, '"]'), 'utf8', /not UTF-8, at line 2, byte 4/],
    ['an overlong UTF-8 sequence', bytes('"', 0xc0, 0xaf, '"'), 'utf8', /line 1, byte 2/],
    ['a surrogate in UTF-8', bytes('"', 0xed, 0xa0, 0x80, '"'), 'utf8', /line 1, byte 2/],
    ['bad UTF-8 after a replacement character', bytes('"\ufffd', 0xff, '"'), 'utf8', /line 1, byte 5/],
    ['the same name twice', '{"a":1,"b":2,"a":1}', 'duplicate-name', /column 14: A member name occurs twice/],
    ['the same name after unescaping', '{"a":1,"\\u0061":1}', 'duplicate-name', /twice/],
    ['__proto__ twice', '{"__proto__":1,"__proto__":1}', 'duplicate-name', /twice/],
    ['a raw lone surrogate', '["\ud800"]', 'lone-surrogate', /column 3: The text has a surrogate/],
    ['a lone surrogate outside a string', '[\udc00]', 'lone-surrogate', /surrogate/],
    ['an escaped lone surrogate', '["\\ud800"]', 'lone-surrogate', /column 2: The string has a surrogate/],
    ['an escaped pair the wrong way round', '"\\ude00\\ud83d"', 'lone-surrogate', /surrogate/],
    ['a lone surrogate in a name', '{"\\udfff":1}', 'lone-surrogate', /The name has a surrogate/],
    ['a noncharacter', '"\uffff"', 'noncharacter', /noncharacter/],
    ['an escaped noncharacter', '"\\ufdd0"', 'noncharacter', /noncharacter/],
    ['a noncharacter beyond the BMP in a name', '{"\u{1fffe}":1}', 'noncharacter', /The name has/],
    ['-0', '-0', 'negative-zero', /write 0/],
    ['-0.0', '[-0.0]', 'negative-zero', /line 1, column 2/],
    ['-0e5', '-0e5', 'negative-zero', /Negative zero/],
    ['-0.000…', `-0.${'0'.repeat(500)}`, 'negative-zero', /Negative zero/],
    ['one digit more than a double carries', '333333333.33333329', 'number-precision', /as a string/],
    ['a tenth written out', '0.1000000000000000055511151231257827', 'number-precision', /exactly/],
    ['a number that vanishes', '1e-400', 'number-precision', /exactly/],
    ['a negative number that vanishes', '-1e-400', 'number-precision', /exactly/],
    ['an exponent beyond all bounds below', `1e-${'9'.repeat(40)}`, 'number-precision', /exactly/],
    ['half the smallest double', '2e-324', 'number-precision', /exactly/],
    ['2^53', '9007199254740992', 'integer-range', /beyond 2\^53-1/],
    ['-2^53', '-9007199254740992', 'integer-range', /beyond/],
    ['2^53 + 1', '9007199254740993', 'integer-range', /beyond/],
    ['a large power of ten', '1e21', 'integer-range', /beyond/],
    ['the largest double', '1.7976931348623157e308', 'integer-range', /beyond/],
    ['overflow', '1e400', 'number-range', /too large/],
    ['negative overflow', '-1e400', 'number-range', /too large/],
    ['an exponent beyond all bounds', `1e${'9'.repeat(40)}`, 'number-range', /too large/],
  ];
  for (const [what, source, reason, sentence] of cases) {
    it(what, () => {
      const error = refused(() => parseJson(source), reason);
      assert.match(error.detail, sentence);
    });
  }

  it('says where as data', () => {
    const error = refused(() => parseJson('{\n  "a": 1,\n  "a": 2\n}'), 'duplicate-name');
    assert.deepEqual(error.extras, { reason: 'duplicate-name', line: 3, column: 3, offset: 14 });
  });

  it('never repeats the input', () => {
    const secret = 'sk-live-123';
    for (const source of [
      `{"${secret}":1,"${secret}":2}`,
      `"${secret}\\q"`,
      `"${secret}\\ud800"`,
      `["${secret}" ${secret}]`,
    ]) {
      assert.throws(
        () => parseJson(source),
        (error) => error instanceof Error && !JSON.stringify([error.message, error]).includes(secret),
      );
    }
  });

  it('a number exactly when its decimal value is not that of its canonical form', () => {
    // The oracle compares fractions of big integers and shares nothing with the parser's decimals.
    const fraction = (token: string): [bigint, bigint] => {
      const [, sign, whole, part = '', power = '0'] =
        /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token) ?? [];
      const digits = BigInt(`${sign}${whole}${part}`);
      const exponent = Number(power) - part.length;
      return exponent < 0 ? [digits, 10n ** BigInt(-exponent)] : [digits * 10n ** BigInt(exponent), 1n];
    };
    const digits = (min: number, max: number): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom('0', '1', '5', '9'), minLength: min, maxLength: max });
    const token = fc
      .tuple(fc.constantFrom('', '-'), fc.nat(99), digits(0, 20), fc.integer({ min: -30, max: 12 }))
      .map(([sign, whole, part, power]) => `${sign}${whole}${part === '' ? '' : `.${part}`}e${power}`);
    const printed = fc
      .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 10, max: 40 }))
      .map(([value, precision]) => value.toPrecision(precision));
    fc.assert(
      fc.property(fc.oneof(token, printed), (source) => {
        const [top, bottom] = fraction(source);
        const zero = top === 0n;
        const [canonTop, canonBottom] = fraction(String(Number(source)));
        const exact = top * canonBottom === canonTop * bottom;
        if (zero && source.startsWith('-')) refused(() => parseJson(source), 'negative-zero');
        else if (Math.abs(Number(source)) > Number.MAX_SAFE_INTEGER)
          refused(() => parseJson(source), 'integer-range');
        else if (exact) assert.equal(parseJson(source), Number(source));
        else refused(() => parseJson(source), 'number-precision');
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the limits of parseJson', () => {
  it('64 levels are read, 65 are not, in arrays and objects', () => {
    const arrays = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const objects = (depth: number): string => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);
    assert.equal(canonicalize(parseJson(arrays(64))), arrays(64));
    assert.equal(canonicalize(parseJson(objects(64))), objects(64));
    assert.match(
      refused(() => parseJson(arrays(65)), 'depth').detail,
      /column 65: The nesting is deeper than 64 levels/,
    );
    refused(() => parseJson(objects(65)), 'depth');
    refused(() => parseJson('['.repeat(500_000)), 'depth');
  });

  it('a scalar has depth 0', () => {
    assert.equal(parseJson('1', { maxDepth: 0 }), 1);
    refused(() => parseJson('[]', { maxDepth: 0 }), 'depth');
  });

  it('the size counts UTF-8 bytes, in strings and in bytes', () => {
    for (const [source, size] of [
      ['"aa"', 4],
      ['"é"', 4],
      ['"€"', 5],
      ['"\u{1f600}"', 6],
    ] as const) {
      for (const form of [source, toUtf8(source)]) {
        assert.equal(parseJson(form, { maxBytes: size }), JSON.parse(source));
        const error = refused(() => parseJson(form, { maxBytes: size - 1 }), 'size');
        assert.equal(error.status, 413);
        assert.equal(error.detail, `The JSON text is over ${size - 1} bytes.`);
      }
    }
  });

  it('one byte over 1 MiB is refused by default', () => {
    const full = `"${'a'.repeat(1_048_574)}"`;
    assert.equal((parseJson(full) as string).length, 1_048_574);
    refused(() => parseJson(`${full} `), 'size');
  });

  it('a long run of zeros is read in linear time', { timeout: 60_000 }, () => {
    // Quadratic work, half a billion million steps, would not end before the time is up.
    const source = `1${'0'.repeat(1_000_000)}1e-1000002`;
    refused(() => parseJson(source), 'number-precision');
  });

  it('limits that would not limit are refused', () => {
    for (const limits of [
      { maxBytes: Number.NaN },
      { maxBytes: -1 },
      { maxDepth: Infinity },
      { maxDepth: 1e9 },
    ]) {
      assert.throws(() => parseJson('1', limits), { name: 'EaapError', type: 'internal' });
    }
  });
});
