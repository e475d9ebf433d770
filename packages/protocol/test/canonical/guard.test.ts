import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertJson, canonicalize, type Json, type JsonReason } from '../../src/index.ts';
import { refused } from './refusal.ts';

class Point {
  x = 1;
}

const cyclic: { self?: unknown } = {};
cyclic.self = [cyclic];

const sparse: unknown[] = [1];
sparse[2] = 3;

describe('assertJson refuses', () => {
  const cases: [string, unknown, JsonReason, string][] = [
    ['undefined', undefined, 'not-json', 'The value is of type undefined, which JSON does not have.'],
    [
      'an undefined member',
      { a: undefined },
      'not-json',
      'The value at /a is of type undefined, which JSON does not have.',
    ],
    [
      'an undefined element',
      [undefined],
      'not-json',
      'The value at /0 is of type undefined, which JSON does not have.',
    ],
    [
      'a function',
      { a: [() => 1] },
      'not-json',
      'The value at /a/0 is of type function, which JSON does not have.',
    ],
    ['a symbol', Symbol('s'), 'not-json', 'The value is of type symbol, which JSON does not have.'],
    ['a bigint', [1n], 'not-json', 'The value at /0 is of type bigint, which JSON does not have.'],
    ['NaN', NaN, 'number-range', 'The value is not a finite number.'],
    ['-Infinity', [-Infinity], 'number-range', 'The value at /0 is not a finite number.'],
    ['-0', { a: -0 }, 'negative-zero', 'The value at /a is negative zero; use 0.'],
    ['2^53', 2 ** 53, 'integer-range', 'The value is an integer beyond 2^53-1; carry it as a string.'],
    ['1e300', -1e300, 'integer-range', 'The value is an integer beyond 2^53-1; carry it as a string.'],
    [
      'a lone surrogate',
      ['\ud800'],
      'lone-surrogate',
      'The value at /0 has a surrogate without its other half.',
    ],
    [
      'a lone surrogate in a name',
      { '\udc00': 1 },
      'lone-surrogate',
      'The value has a member name that has a surrogate without its other half.',
    ],
    [
      'a noncharacter',
      '\ufffe',
      'noncharacter',
      'The value has a code point that Unicode reserves as a noncharacter.',
    ],
    ['a cycle', cyclic, 'cycle', 'The value at /self/0 contains itself.'],
    [
      'a hole',
      sparse,
      'not-json',
      'The value is an array with holes or with properties besides its elements.',
    ],
    [
      'a property of an array',
      Object.assign([1], { extra: 1 }),
      'not-json',
      'The value is an array with holes or with properties besides its elements.',
    ],
    [
      'a hole made up for by a property',
      Object.assign(new Array(1), { extra: 1 }),
      'not-json',
      'The value at /0 is a hole in an array.',
    ],
    ['an array of a class', new (class extends Array {})(), 'not-json', 'The value is an array of a class.'],
    [
      'a Date',
      { when: new Date(0) },
      'not-json',
      'The value at /when is an object of a class; pass plain data.',
    ],
    ['a Map', new Map(), 'not-json', 'The value is an object of a class; pass plain data.'],
    ['a class', new Point(), 'not-json', 'The value is an object of a class; pass plain data.'],
    ['a boxed string', new String('a'), 'not-json', 'The value is an object of a class; pass plain data.'],
    ['bytes', new Uint8Array(1), 'not-json', 'The value is an object of a class; pass plain data.'],
    [
      'an inherited member',
      Object.create({ a: 1 }),
      'not-json',
      'The value is an object of a class; pass plain data.',
    ],
    ['a symbol key', { [Symbol('s')]: 1 }, 'not-json', 'The value has a property whose key is a symbol.'],
    [
      'an accessor',
      {
        get a() {
          return 1;
        },
      },
      'not-json',
      'The value at /a is computed by an accessor.',
    ],
    [
      'an accessor in an array',
      Object.defineProperty([1], '0', { get: () => 1, enumerable: true }),
      'not-json',
      'The value at /0 is computed by an accessor.',
    ],
    [
      'a hidden property',
      Object.defineProperty({}, 'a', { value: 1 }),
      'not-json',
      'The value at /a is a hidden property.',
    ],
    [
      'toJSON',
      { toJSON: () => 1 },
      'not-json',
      'The value at /toJSON is of type function, which JSON does not have.',
    ],
  ];
  for (const [what, value, reason, detail] of cases) {
    it(what, () => {
      assert.equal(refused(() => assertJson(value), reason).detail, detail);
      refused(() => canonicalize(value as Json), reason);
    });
  }

  it('more than 64 levels, and so many that the stack would not hold them', () => {
    const nested = (depth: number): Json => {
      let value: Json = 1;
      for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
      return value;
    };
    assertJson(nested(64));
    assert.equal(
      refused(() => assertJson(nested(65)), 'depth').detail,
      'The nesting is deeper than 64 levels.',
    );
    refused(() => assertJson(nested(1_000_000)), 'depth');
  });

  it('a value that is small in memory and endless in text', () => {
    let value: Json = ['a'];
    for (let i = 0; i < 60; i++) value = [value, value];
    assert.equal(refused(() => assertJson(value), 'size').detail, 'The JSON value is over 16777216 bytes.');
  });

  it('an array that claims billions of elements, before walking it', () => {
    refused(() => assertJson(new Array(4_000_000_000)), 'size');
  });

  it('a prototype that rewrites what is serialised', () => {
    const host = Object.prototype as { toJSON?: unknown };
    host.toJSON = () => 'rewritten';
    try {
      refused(() => assertJson({ a: 1 }), 'not-json');
    } finally {
      delete host.toJSON;
    }
    assertJson({ a: 1 });
  });

  it('without showing names that may carry personal data', () => {
    const error = refused(() => assertJson({ 'jane@example.com': { amount: [NaN] } }), 'number-range');
    assert.equal(error.detail, 'The value at /(name)/amount/0 is not a finite number.');
  });
});

describe('assertJson accepts', () => {
  it('the same part in two places, which is no cycle', () => {
    const part = { a: 1 };
    assert.equal(canonicalize([part, part]), '[{"a":1},{"a":1}]');
  });

  it('objects without a prototype, frozen ones, and data named like built-in members', () => {
    const bare = Object.assign(Object.create(null) as Record<string, Json>, { b: 1, a: [] });
    assert.equal(canonicalize(Object.freeze(bare)), '{"a":[],"b":1}');
    assert.equal(canonicalize({ toJSON: 'data', length: 2 }), '{"length":2,"toJSON":"data"}');
  });
});
