import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { canonicalBytes, canonicalize, parseJson, toUtf8, type Json } from '../../src/index.ts';
import { json, name, objectOf } from './arbitrary.ts';
import { refused } from './refusal.ts';

/** A text of the same value with other spacing, other escapes and the members the other way round. */
function respell(value: Json, space: string): string {
  if (Array.isArray(value)) {
    return `${space}[${value.map((item: Json) => respell(item, space)).join(`${space},`)}${space}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Record<string, Json>).reverse();
    const texts = members.map(
      ([key, item]) => `${space}${respell(key, space)}${space}:${respell(item, space)}`,
    );
    return `${space}{${texts.join(',')}${space}}${space}`;
  }
  if (typeof value === 'string') {
    const units = Array.from({ length: value.length }, (_, i) =>
      value.charCodeAt(i).toString(16).padStart(4, '0'),
    );
    return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
  }
  return `${space}${JSON.stringify(value)}`;
}

describe('canonicalize', () => {
  const cases: [Json, string][] = [
    [null, 'null'],
    ['', '""'],
    [[], '[]'],
    [{}, '{}'],
    [1e-7, '1e-7'],
    [0.000001, '0.000001'],
    [5e-324, '5e-324'],
    [9007199254740991, '9007199254740991'],
    [4.5, '4.5'],
    [
      '\b\t\n\f\r"\\/\u0000\u001f\u007f\u0080\u2028',
      '"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001f\u007f\u0080\u2028"',
    ],
    [{ '10': 1, '9': 2, a: 3, A: 4 }, '{"10":1,"9":2,"A":4,"a":3}'],
  ];
  for (const [value, text] of cases) it(text, () => assert.equal(canonicalize(value), text));

  it('orders names by UTF-16 units, where code points would order otherwise', () => {
    // U+1F600 begins with the unit D83D, which is below FB33.
    assert.equal(
      canonicalize({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3 }),
      '{"\u20ac":3,"\u{1f600}":2,"\ufb33":1}',
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 8 }), (names) => {
        const keys = [
          ...canonicalize(objectOf(names.map((key) => [key, 0]))).matchAll(/("(?:[^"\\]|\\.)*"):0/g),
        ];
        const sorted = [...names].sort((a, b) => (a < b ? -1 : 1));
        assert.deepEqual(
          keys.map(([, key]) => JSON.parse(key ?? '') as string),
          sorted,
        );
      }),
    );
  });

  it('is undone by parseJson, and does not change when done again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalize(value);
        assert.deepEqual(parseJson(text), value);
        assert.equal(canonicalize(parseJson(text)), text);
      }),
    );
  });

  it('is one text for every spelling of a value', () => {
    fc.assert(
      fc.property(
        json,
        fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 }),
        (value, space) => {
          assert.equal(canonicalize(parseJson(respell(value, space))), canonicalize(value));
        },
      ),
    );
  });

  it('gives different values different texts', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        let same = true;
        try {
          assert.deepEqual(a, b);
        } catch {
          same = false;
        }
        assert.equal(canonicalize(a) === canonicalize(b), same);
      }),
    );
  });

  it('counts its limit in bytes of the text, escapes included', () => {
    assert.equal(canonicalize(['\u0001'], { maxBytes: 10 }), '["\\u0001"]');
    assert.equal(
      refused(() => canonicalize(['\u0001'], { maxBytes: 9 }), 'size').detail,
      'The JSON value is over 9 bytes.',
    );
    refused(() => canonicalize('€', { maxBytes: 4 }), 'size');
    assert.equal(canonicalize({ a: [1, 2], b: {} }, { maxBytes: 18 }), '{"a":[1,2],"b":{}}');
  });

  it('gives its bytes in UTF-8', () => {
    fc.assert(
      fc.property(json, (value) => assert.deepEqual(canonicalBytes(value), toUtf8(canonicalize(value)))),
    );
  });
});
