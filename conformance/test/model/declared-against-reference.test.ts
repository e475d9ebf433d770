import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compute as forms } from '../../src/adapter/compute/declared-forms.ts';
import { compute as judgment } from '../../src/adapter/compute/judgments.ts';
import { canonical, type Json, type JsonObject } from '../../src/model/json.ts';
import { topic as declared } from '../../src/vectors/topics/declared-forms.ts';
import { topic as judgments } from '../../src/vectors/topics/judgments.ts';
import { document, fact } from '../../src/vectors/judgment/refund.ts';
import { DESIGNATED, said, session, told } from '../../src/vectors/judgment/sessions.ts';

/** Model and reference over inputs that nobody wrote: RFC-0005 sections 14.7, 14.8 and 15. */

const FORMS = ['text', 'name', 'date', 'amount', 'quantity'];
const piece = fc.constantFrom(
  ...[
    '0',
    '1',
    '12',
    '007',
    '1,234',
    '1,234,567',
    '1.5',
    '1.234',
    '0.000001',
    '1234567890123456',
    '.',
    ',',
    '-',
  ],
  ...[
    ' ',
    '  ',
    '\u00a0',
    '\u3000',
    '\u200b',
    '[',
    '\uff3b',
    '/',
    ':',
    'T',
    't',
    'Z',
    '+01:00',
    '-00:30',
    'of',
  ],
  ...[
    'km',
    'm',
    'µm',
    'μm',
    'lb',
    'KB',
    'kB',
    'KiB',
    'min',
    'weeks',
    'ms',
    'constructor',
    'EUR',
    'USD',
    'KWD',
  ],
  ...[
    '€',
    '$',
    '₹',
    'JPY',
    '2026-11-03',
    '0000-01-01',
    '2024-02-29',
    '1900-02-29',
    '9999-12-31',
    '03/04/2026',
  ],
  ...['3', 'November', 'nov', 'Sept.', '2026', '10:00:00', '23:59:60', '24:00:00', '.123', '1st', '31'],
  ...[
    'M\u00fcller',
    'Mu\u0308ller',
    'ΣΑΣ',
    'ß',
    '\u0130',
    '\uff21',
    '\u1112\u1161\u11ab',
    '\u00b2',
    '\ud83d\ude00',
  ],
);
const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
/** Texts that are nearly what a form reads. */
const near = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('2026-11-03', '2024-02-29', '2023-02-29', '9999-12-31', '0001-01-01'),
      fc.constantFrom('T', ' ', 't', ''),
      fc.constantFrom('10:00:00', '00:00:00', '23:59:59', '24:00:00', '10:00'),
      fc.constantFrom('', '.5', '.500', '.123456789', '.1234567890', '.'),
      fc.constantFrom('Z', '+00:30', '-00:30', '+23:59', '-24:00', 'z', ''),
    ),
    fc.tuple(
      fc.constantFrom('', 'EUR', 'EUR ', '€', 'x '),
      fc.constantFrom(
        '1',
        '1,234',
        '1,234.5',
        '12.50',
        '12.505',
        '1.234',
        '0.01',
        '0',
        '01',
        '999999999999999',
      ),
      fc.constantFrom('', ' EUR', 'JPY', ' km', 'kg', ' kB', ' min', 'x'),
    ),
  )
  .map((parts) => parts.join(''));
const value: fc.Arbitrary<Json> = fc.oneof(
  text,
  near,
  near,
  fc.constantFrom<Json>(0, 7, 1.5, 1e-7, 123456.1234567, true, null, [], {}),
  fc.record({
    amount: fc.constantFrom('0', '7500', '01', '-1'),
    currency: fc.constantFrom('EUR', 'UGX', 'eur'),
  }),
  fc.record({
    value: fc.oneof(fc.constantFrom<Json>(1, 1.234, 1e-7, 12345678, true, '1.5', '1.234', '1,234')),
    unit: fc.constantFrom<Json>('km', 'kB', 'KB', 'toString', 5),
  }),
);

const shown = (finding: { output: Json } | { refused: readonly string[] | string }): string =>
  'output' in finding ? canonical(finding.output) : `refused for ${String(finding.refused)}`;

test('values are read and compared alike', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FORMS), value, value, (form, a, b) => {
      for (const input of [
        { form, value: a },
        { form, a, b },
      ] as readonly JsonObject[])
        assert.equal(shown(forms(input)), shown(declared.answer(input)));
    }),
    { numRuns: 2000 },
  );
});

const amount = fc.constantFrom(1, 2, 3, 5, 6, 7.5, 10, 15, 20, 22.5, 45);
const money = fc
  .tuple(amount, fc.constantFrom('EUR', 'EUR', 'USD'))
  .map(([of, currency]): Json => ({ amount: String(of * 100), currency }));
const row = fc.record({
  attribute: fc.constantFrom('limit', 'total', 'share'),
  value: fc.oneof<fc.Arbitrary<Json>[]>(money, amount, fc.constantFrom('15 EUR', '10%', 'none')),
  trust: fc.constantFrom('verified', 'verified', 'untrusted'),
  confidence: fc.constantFrom(9000, 9000, 100),
  status: fc.constantFrom('active', 'active', 'disputed'),
});
const ground = fc.record(
  {
    derive: fc.uniqueArray(
      fc.constantFrom('sum', 'difference', 'percent', 'total', 'product', 'lookup', 'max', 'min'),
      { minLength: 1, maxLength: 4 },
    ),
    attributes: fc.uniqueArray(fc.constantFrom('limit', 'total', 'share'), { minLength: 1 }),
    unit: fc.constantFrom('EUR', 'USD'),
  },
  { requiredKeys: ['derive', 'attributes'] },
);
const words = fc.constantFrom('', 'Take 3.', 'Take 3 at 5 EUR.', '10% of it', 'and 7.50 USD', '2 and 3');
const claim = fc.record({ attribute: fc.constantFrom('due', 'total'), value });

test('what is looked up, computed and claimed is judged alike', () => {
  fc.assert(
    fc.property(
      amount,
      ground,
      fc.array(row, { maxLength: 5 }),
      words,
      fc.array(claim, { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('due', 'total'), fc.constantFrom(...FORMS)),
      (of, { derive, attributes, unit }, rows, said9, claims, compare) => {
        const lookup = attributes.map((attribute) => ({ subject: { literal: 'c1' }, attribute }));
        const authority: JsonObject = {
          kinds: ['amount'],
          derive,
          lookup,
          ...(unit === undefined ? {} : { unit }),
        };
        const facts = [
          said(90, `Pay 'acct_1'. ${said9}`),
          told(91, [{ to: 'acct_1', amount: 15 }]),
          ...rows.map(({ attribute, value: has, ...more }, at) => fact(at + 1, attribute, has, more)),
          ...claims.map(({ attribute, value: has }, at) => fact(at + 50, attribute, has)),
        ];
        const change = session({ amount: of }, facts, {
          amount: authority,
          policy: { ...DESIGNATED, compare },
          action: { claims: claims.toReversed().map((one) => ({ subject: 'c1', ...one })) },
        });
        const input = { document: document(change) } as JsonObject;
        assert.equal(shown(judgment(input)), shown(judgments.answer(input)));
      },
    ),
    { numRuns: 250 },
  );
});
