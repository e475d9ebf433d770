import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUND_KINDS, type Json } from '@eaap/protocol';
import fc from 'fast-check';
import { formOf, formsIn, isAmong } from '@eaap/judgment';
import { bareNames } from '../../src/typed/bare.ts';

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
});

/** As RFC-0005 section 14.5 has it. */
const LABEL = '[A-Za-z0-9\\u0080-\\uffff](?:[A-Za-z0-9\\u0080-\\uffff-]*[A-Za-z0-9\\u0080-\\uffff])?';
const NAMES = new RegExp(
  `(?<![A-Za-z0-9_\\u0080-\\uffff@])(?:${LABEL}\\.)+[A-Za-z\\u0080-\\uffff]{2,24}(?![A-Za-z0-9_\\u0080-\\uffff@-])`,
  'g',
);

test('names are found where the published pattern finds them', () => {
  const texts = fc.array(
    fc.constantFrom('a', 'bc', 'A', '1', '.', '.', '-', '_', '@', ' ', 'ü', 'x'.repeat(23), ':'),
    { maxLength: 24 },
  );
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join('');
      const published = [...text.matchAll(NAMES)].map(({ index, 0: name }) => ({
        start: index,
        end: index + name.length,
      }));
      assert.deepEqual(bareNames(text), published);
    }),
    { numRuns: 5000 },
  );
});

test('a value of many words stands in a text where they do, and nowhere else', () => {
  const words = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(words, fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }), (name, text) => {
      const stood = ` ${text.join(' ')} `.includes(` ${name.join(' ')} `);
      assert.equal(stands('name', name.join(' '), text.join(' ')), stood);
    }),
  );
});

test('the longest text that is read is read in time that grows with its length, and not with its square', () => {
  const bits = [
    'a',
    '1',
    '.',
    'a.',
    'a.b-',
    '-',
    "'",
    '"',
    'a@',
    '@',
    'https://',
    'https://a)',
    '1,',
    '$1 ',
    'id 1 ',
  ];
  const dates = ['2024-01-01 ', 'may 1 '];
  const ends = ['', '_', 'ü', '@'];
  const slow: string[] = [];
  for (const unit of [...bits, ...dates]) {
    for (const end of ends) {
      for (const kind of GROUND_KINDS) {
        let n = 0;
        const text = unit.repeat(Math.ceil(8192 / unit.length)).slice(0, 8190) + end;
        const took = (): number => {
          // Another text each time: what was read before is remembered.
          const begun = process.cpuUsage();
          formsIn(kind, `${(n += 1)}${text.slice(1)}`);
          const { user, system } = process.cpuUsage(begun);
          return (user + system) / 1000;
        };
        // The square of it took forty milliseconds and more, each time.
        if (Math.min(took(), took(), took()) > 20) slow.push(`${kind} of ${unit}${end}`);
      }
    }
  }
  assert.deepEqual(slow, []);
});
