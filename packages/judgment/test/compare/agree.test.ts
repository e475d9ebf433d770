import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMPARE_FORMS, type CompareForm, type Json } from '@eaap/protocol';
import fc from 'fast-check';
import { formsAgree, normalForm } from '@eaap/judgment';
import { READABLE } from '../../src/compare/name.ts';

/** Values of every form, and near misses. */
const PIECES: readonly Json[] = [
  '10 km',
  '10000 m',
  { value: 10, unit: 'km' },
  '1 KB',
  '1 kB',
  '1.234 kg',
  '1234 g',
  '75.00 EUR',
  '€75',
  '$75',
  { amount: '7500', currency: 'EUR' },
  '2026-11-03',
  '3 November 2026',
  '03/11/2026',
  '2026-11-03T00:00:00Z',
  '2026-11-03T01:00:00+01:00',
  'M\u00fcller',
  'Mu\u0308ller',
  'MÜLLER',
  'Mueller',
  '5\u00b2',
  '52',
  52,
  null,
  ['10 km'],
];
const form = fc.constantFrom(...COMPARE_FORMS);
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...PIECES),
  fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`);

test('agreement is an equivalence in every form', () => {
  fc.assert(
    fc.property(form, value, value, value, (by, a, b, c) => {
      assert.equal(formsAgree(by, a, a), true);
      assert.equal(formsAgree(by, a, b), formsAgree(by, b, a));
      if (formsAgree(by, a, b) && formsAgree(by, b, c)) assert.equal(formsAgree(by, a, c), true);
    }),
    { numRuns: 500 },
  );
});

test('what a form does not read agrees with its own bytes alone', () => {
  fc.assert(
    fc.property(form, value, value, (by, a, b) => {
      if (normalForm(by, a) === null && formsAgree(by, a, b)) assert.deepEqual(a, b);
    }),
  );
});

/** Units of one dimension, and how many of the smaller are in the larger. */
const RATIOS = [
  ['km', 'm', 1000],
  ['m', 'cm', 100],
  ['ft', 'in', 12],
  ['yd', 'ft', 3],
  ['mi', 'yd', 1760],
  ['t', 'kg', 1000],
  ['g', 'mg', 1000],
  ['week', 'day', 7],
  ['day', 'h', 24],
  ['h', 'min', 60],
  ['min', 's', 60],
  ['MB', 'kB', 1000],
  ['MiB', 'KiB', 1024],
  ['KiB', 'B', 1024],
] as const;

test('units convert exactly, there and back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RATIOS),
      fc.integer({ min: 0, max: 999_999_999 }),
      ([large, small, ratio], n) => {
        assert.equal(formsAgree('quantity', `${n} ${large}`, `${n * ratio} ${small}`), true);
        assert.equal(formsAgree('quantity', `${n} ${large}`, `${n * ratio + 1} ${small}`), false);
      },
    ),
  );
  assert.equal(formsAgree('quantity', '1 mi', '1609.344 m'), true);
  assert.equal(formsAgree('quantity', '1 kB', '1 KiB'), false);
});

test('zeros at the end of a number mean nothing, every other digit does', () => {
  fc.assert(
    fc.property(decimal, fc.constantFrom('kg', 'mi', 's', 'TB'), (number, unit) => {
      const short = number.replace(/\.?0+$/, '');
      // 1.5 and 1.500: the latter could be fifteen hundred.
      if (!/^[1-9]\d{0,2}\.\d{3}$/.test(short))
        assert.equal(formsAgree('quantity', `${number} ${unit}`, `${short} ${unit}`), true);
      const other = number.endsWith('1') ? `${number.slice(0, -1)}2` : `${number.slice(0, -1)}1`;
      assert.equal(formsAgree('quantity', `${number} ${unit}`, `${other} ${unit}`), false);
    }),
  );
});

test('money in minor units is money in words, and of its own currency alone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_999_999 }),
      fc.constantFrom('EUR', 'USD', 'CHF'),
      (n, currency) => {
        const digits = String(n).padStart(3, '0');
        const said = `${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}`;
        const money = { amount: String(n), currency };
        assert.equal(formsAgree('amount', money, said), true);
        assert.equal(formsAgree('amount', { ...money, currency: 'GBP' }, said), false);
        assert.equal(formsAgree('amount', { ...money, amount: String(n + 1) }, said), false);
      },
    ),
  );
});

test('an instant is itself at every distance from UTC, and a day is a day', () => {
  const time = fc.date({
    min: new Date('0001-01-03T00:00:00Z'),
    max: new Date('9999-12-29T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(time, fc.integer({ min: -1439, max: 1439 }), (at, ahead) => {
      const utc = at.toISOString();
      const there = new Date(at.getTime() + ahead * 60_000).toISOString().slice(0, -1);
      const clock = [Math.trunc(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
      const zone = clock.map((part) => String(part).padStart(2, '0')).join(':');
      assert.equal(formsAgree('date', utc, `${there}${ahead < 0 ? '-' : '+'}${zone}`), true);
      assert.equal(formsAgree('date', utc.slice(0, 10), `${utc.slice(0, 10)}T00:00:00Z`), false);
      assert.equal(normalForm('date', utc.slice(0, 10)), utc.slice(0, 10));
    }),
  );
});

test('every code point that is read is assigned, seen, and has one form', () => {
  for (const [from, to] of READABLE) {
    for (let code = from; code <= to; code += 1) {
      const char = String.fromCodePoint(code);
      assert.ok(!/[\p{Cn}\p{Cf}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(char), code.toString(16));
      for (const by of ['text', 'name'] satisfies CompareForm[]) {
        const normal = normalForm(by, `a${char}`);
        if (normal !== null) assert.equal(normal.normalize(by === 'text' ? 'NFC' : 'NFKC'), normal);
        else assert.ok(by === 'name' && char.normalize('NFKC').includes('['), code.toString(16));
      }
    }
  }
});

test('a name is one in either composition, case and width', () => {
  const letters = fc.array(fc.constantFrom('M', 'ü', 'é', 'ß', 'Σ', 'г', '한', 'ガ', ' ', 'x'), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(letters, (parts) => {
      const name = parts.join('');
      if (normalForm('name', name) === null) return;
      for (const other of [name.normalize('NFD'), name.normalize('NFKD'), `  ${name} `, name.toLowerCase()])
        assert.equal(formsAgree('name', name, other), true, other);
      assert.equal(formsAgree('text', name, name.normalize('NFD')), true);
      assert.equal(formsAgree('name', name, `${name}y`), false);
    }),
  );
});
