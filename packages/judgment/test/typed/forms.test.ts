import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUND_KINDS, type Json } from '@eaap/protocol';
import fc from 'fast-check';
import { formOf, formsIn, isAmong } from '@eaap/judgment';

const stands = (kind: (typeof GROUND_KINDS)[number], value: Json, text: string): boolean => {
  const form = formOf(kind, value);
  return form !== null && isAmong(kind, form, formsIn(kind, text));
};

test('the identifier 13 is not in June 13, whatever it is taken for', () => {
  for (const kind of GROUND_KINDS) {
    assert.equal(stands(kind, 13, 'It was sent on June 13.'), false, kind);
    assert.equal(stands(kind, '13', 'It was sent on June 13.'), false, kind);
  }
  assert.equal(stands('identifier', 13, 'the file with id 13'), true);
});

test('an account, a host and a mail address are found whole or not at all', () => {
  const account = fc.stringMatching(/^[A-Z]{2}[0-9]{12,16}$/);
  fc.assert(
    fc.property(account, fc.stringMatching(/^[A-Z0-9]{1,4}$/), (number, more) => {
      assert.equal(stands('account', number, `to ${number}.`), true);
      assert.equal(stands('account', number, `to ${number}${more}.`), false);
      assert.equal(stands('account', `${number}${more}`, `to ${number}.`), false);
    }),
  );
  assert.equal(stands('host', 'example.org', 'https://example.org.evil.example/'), false);
  assert.equal(stands('host', 'evil.example', 'https://example.org@evil.example/'), false);
  assert.equal(stands('mail', 'ada@example.org', 'ada@example.org.uk'), false);
});

test('what is read in a text is read again from its own form', () => {
  const texts = fc.array(
    fc.constantFrom(
      'Pay 12.50 EUR to',
      'DE-1234-5678',
      'on May 15th, 2024',
      'www.example.org/x',
      'ada@example.org',
      "the 'blue file'",
      '/srv/a.txt',
      '10%',
      'id 7',
      '$30,000',
    ),
  );
  const whole = ['account', 'amount', 'host', 'mail', 'url'] as const;
  fc.assert(
    fc.property(texts, fc.constantFrom(...whole), (parts, kind) => {
      for (const form of formsIn(kind, parts.join(' '))) assert.equal(formOf(kind, form), form);
    }),
  );
});

test('any text is read, to the same forms twice, in bounded time', () => {
  const kinds = fc.constantFrom(...GROUND_KINDS);
  fc.assert(
    fc.property(kinds, fc.string({ unit: 'binary', maxLength: 300 }), (kind, text) => {
      assert.deepEqual(formsIn(kind, text), formsIn(kind, text));
    }),
  );
  for (const unit of ['1,', 'a.', '-', "'", 'a@', 'https://']) {
    for (const kind of GROUND_KINDS) {
      const start = process.hrtime.bigint();
      formsIn(kind, unit.repeat(100_000));
      assert.ok(process.hrtime.bigint() - start < 2_000_000_000n, `${kind} of ${unit}`);
    }
  }
});
