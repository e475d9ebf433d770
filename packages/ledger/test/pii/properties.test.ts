import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detect, piiToken, scrubJson, scrubText, type PiiType } from '../../src/pii/index.ts';
import { card, email, innocent, ip, key, phone, ssn } from './generators.ts';

const KEY = new Uint8Array(32).fill(7);
const tokenise = (type: PiiType, normalised: string): string => piiToken(KEY, type, normalised);

const personal = fc.oneof(card, email, ssn, phone, ip, key);
/** Whatever stands between: glue that changes boundaries, labels, encodings, halves of tokens. */
const glue = fc.constantFrom(
  '',
  ' ',
  '-',
  '.',
  ': ',
  '@',
  ' call ',
  'ssn ',
  'x',
  '1',
  '%40',
  '&#64;',
  '\u200b',
  '²',
  '[PII:',
  '\n',
  '://',
  '=',
  '"',
);
const dressed = fc.oneof(
  personal,
  personal.map(encodeURIComponent),
  personal.map((text) => Buffer.from(`it is ${text}`).toString('base64')),
  personal.map((text) => Buffer.from(text).toString('hex')),
);
const messy = fc
  .array(fc.tuple(fc.oneof(dressed, innocent, fc.string({ unit: 'grapheme', maxLength: 6 })), glue), {
    maxLength: 6,
  })
  .map((pieces) => pieces.flat().join(''));

test('what is nobody’s data is left alone', () => {
  fc.assert(
    fc.property(fc.array(innocent, { minLength: 1, maxLength: 4 }), (pieces) => {
      const text = pieces.map((piece, i) => `item ${'abcd'[i] ?? ''} has ${piece}, `).join('');
      assert.deepEqual(detect(text), []);
    }),
    { numRuns: 2000 },
  );
});

test('every well-formed piece of personal data in a sentence is found whole', () => {
  for (const [type, arbitrary] of Object.entries({ card, email, ssn, phone, ip, key })) {
    fc.assert(
      fc.property(
        arbitrary,
        fc.constantFrom('it is ', '(', 'to:', '"'),
        fc.constantFrom('', '.', ', yes', ')', '"'),
        (text, a, b) => {
          const found = detect(a + text + b);
          assert.deepEqual(
            found.map((finding) => [finding.type, finding.end - finding.start]),
            [[type, text.length]],
          );
        },
      ),
      { numRuns: 300 },
    );
  }
});

test('findings are in order, apart, inside the text, and the same each time', () => {
  fc.assert(
    fc.property(messy, (text) => {
      const found = detect(text);
      let at = 0;
      for (const { start, end } of found) {
        assert.ok(at <= start && start < end && end <= text.length);
        at = end;
      }
      assert.deepEqual(detect(text), found);
    }),
  );
});

test('scrubbing what was scrubbed changes nothing, and nothing is left to find', () => {
  fc.assert(
    fc.property(messy, (text) => {
      const once = scrubText(text, tokenise);
      assert.deepEqual(detect(once.text), []);
      assert.equal(scrubText(once.text, tokenise).text, once.text);
    }),
    { numRuns: 3000 },
  );
});

test('no piece that was found stays in the text, however often it stood there', () => {
  fc.assert(
    fc.property(fc.array(personal, { minLength: 1, maxLength: 4 }), (pieces) => {
      const { text } = scrubText(pieces.join(' ; '), tokenise);
      for (const piece of pieces) assert.ok(!text.includes(piece), text);
    }),
  );
});

test('scrubbing JSON twice is scrubbing it once', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      messy,
      fc.maxSafeInteger(),
      card.filter((digits) => digits.length < 16).map(Number),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom('phone', 'ssn', 'order', '__proto__'), messy), tie('value'), {
        maxKeys: 3,
      }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (input) => {
      const json = JSON.parse(JSON.stringify(input));
      const once = scrubJson(json, tokenise);
      const twice = scrubJson(once.value, tokenise);
      assert.deepEqual(twice.value, once.value);
      assert.deepEqual(twice.found, []);
    }),
    { numRuns: 500 },
  );
});
