import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { digest, EaapError, type Json } from '@eaap/protocol';
import {
  detect,
  DETECTORS,
  PII_TABLE,
  piiToken,
  scrubJson,
  scrubText,
  type PiiType,
} from '../../src/pii/index.ts';

const KEY = new Uint8Array(32).fill(7);
const tokenise = (type: PiiType, normalised: string): string => piiToken(KEY, type, normalised);
/** Shows what was found where; not for storing. */
const show = (type: PiiType): string => `<${type}>`;

test('a token is the first half of an HMAC over type and canonical form', () => {
  const message = 'EAAP-PII-v1\0{"normalised":"ada@example.org","type":"email"}';
  const expected = createHmac('sha256', KEY).update(message).digest('hex').slice(0, 32);
  assert.equal(piiToken(KEY, 'email', 'ada@example.org'), `[PII:email:${expected}]`);
});

test('tokens are equal for equal data however it is written, and differ by type, data and key', () => {
  const token = (text: string): string => scrubText(text, tokenise).text;
  assert.equal(token('4111 1111 1111 1111'), token('4111111111111111'));
  assert.equal(token('Ada@Example.org'), token('ada%40example.org'));
  assert.equal(token('(415) 555-0132'), token('+1 415 555 0132'));
  assert.notEqual(token('4111111111111111'), token('5555555555554444'));
  assert.notEqual(piiToken(KEY, 'ssn', '1'), piiToken(KEY, 'phone', '1'));
  assert.notEqual(piiToken(KEY, 'ssn', '1'), piiToken(new Uint8Array(32), 'ssn', '1'));
});

test('a short key is refused', () => {
  assert.throws(() => piiToken(new Uint8Array(31), 'ssn', '1'), {
    type: 'internal',
    detail: 'A key has at least 32 bytes, not 31.',
  });
});

test('text keeps what stands around the findings', () => {
  const { text, findings } = scrubText('ask ada@example.org or 415-555-0132, order 4711', show);
  assert.equal(text, 'ask <email> or <phone>, order 4711');
  assert.deepEqual(
    findings.map(({ normalised }) => normalised),
    ['ada@example.org', '+14155550132'],
  );
});

test('an encoded run is replaced as a whole', () => {
  const run = Buffer.from('{"mail":"ada@example.org","n":1}').toString('base64');
  assert.equal(scrubText(`body=${run};`, show).text, 'body=<email>;');
});

test('JSON: values, names, whole numbers, at every depth', () => {
  const input: Json = {
    to: ['ada@example.org', { card: 4111111111111111, note: 'x' }],
    'bob@example.org': true,
    'a/b~c': { ip: '203.0.113.7' },
    amount: 1250,
    nothing: null,
  };
  const { value, found } = scrubJson(input, show);
  assert.deepEqual(value, {
    to: ['<email>', { card: '<card>', note: 'x' }],
    '<email>': true,
    'a/b~c': { ip: '<ip>' },
    amount: 1250,
    nothing: null,
  });
  assert.deepEqual(found, [
    { pointer: '/to/0', type: 'email', features: { domain: 'example.org' }, name: false },
    { pointer: '/to/1/card', type: 'card', features: { issuer: 'visa' }, name: false },
    { pointer: '/<email>', type: 'email', features: { domain: 'example.org' }, name: true },
    { pointer: '/a~1b~0c/ip', type: 'ip', features: { version: '4', scope: 'special' }, name: false },
  ]);
});

test('JSON: what is found never shows the data itself', () => {
  const { value, found } = scrubJson(
    { 'ada@example.org': { 'call 415-555-0132': 'SSN 460-89-9847' } },
    tokenise,
  );
  assert.doesNotMatch(JSON.stringify([value, found]), /ada|415|460|9847/);
});

test('JSON: the names that lead to a value say what digits are', () => {
  assert.deepEqual(scrubJson({ phone: 4155550132 }, show).value, { phone: '<phone>' });
  assert.deepEqual(scrubJson({ mobileNumber: '4155550132' }, show).value, { mobileNumber: '<phone>' });
  assert.deepEqual(scrubJson({ contact: { phone: { value: 4155550132 } } }, show).value, {
    contact: { phone: { value: '<phone>' } },
  });
  assert.deepEqual(scrubJson({ ssn: 460899847 }, show).value, { ssn: '<ssn>' });
  assert.deepEqual(scrubJson(460899847, show, { label: 'ssn' }).value, '<ssn>');
  const order = {
    order: 4155550132,
    order_phone_id: 4155550132,
    id: 460899847,
    at: 1700000000000,
    n: -4155550132,
  };
  assert.deepEqual(scrubJson(order, show).value, order);
});

test('JSON: numbers that are not whole, and small ones, stay numbers', () => {
  const numbers = { phone: 0.5, card: 1e300, ssn: 12, tel: 4155550132.5 };
  assert.deepEqual(scrubJson(numbers, show), { value: numbers, found: [] });
});

test('JSON: two names that would become one are refused, and a name is data like any other', () => {
  assert.throws(() => scrubJson({ 'a@b.co': 1, 'A@B.CO': 2 }, tokenise), {
    type: 'invalid-request',
    detail: 'Two member names of one object hold the same personal data.',
  });
  const { value } = scrubJson(JSON.parse('{"__proto__":"a@b.co","constructor":1}') as Json, show);
  assert.equal(JSON.stringify(value), '{"__proto__":"<email>","constructor":1}');
});

test('JSON: nesting beyond the limit is refused, at the limit it is searched', () => {
  const nested = (depth: number): Json => (depth === 0 ? 'a@b.co' : [nested(depth - 1)]);
  assert.equal(scrubJson(nested(64), show).found.length, 1);
  assert.throws(() => scrubJson(nested(65), show), {
    type: 'invalid-request',
    detail: 'The value is nested deeper than 64.',
  });
});

test('JSON: a long string or a failing detector refuses the whole value', () => {
  assert.throws(() => scrubJson({ a: 'x'.repeat(65_537) }, show), { type: 'payload-too-large' });
  assert.throws(() => scrubJson({ ['x'.repeat(65_537)]: 1 }, show), { type: 'payload-too-large' });
  const find = (): never => {
    throw new Error('gone');
  };
  const detectors = [...DETECTORS, { type: 'x_names', find } as const];
  assert.throws(
    () => scrubJson({ a: 1, b: 'text' }, show, { detectors }),
    (error) =>
      error instanceof EaapError && error.type === 'detector-unavailable' && error.cause instanceof Error,
  );
});

test('the input is not changed', () => {
  const input = Object.freeze({ a: Object.freeze(['a@b.co']) });
  scrubJson(input, show);
  assert.deepEqual(input, { a: ['a@b.co'] });
});

test('the table is JSON that can be hashed, and names every type and what is not covered', () => {
  assert.match(digest('EAAP-VALUE-v1', JSON.parse(JSON.stringify(PII_TABLE)) as Json), /^sha256:/);
  assert.deepEqual(JSON.parse(JSON.stringify(PII_TABLE)), PII_TABLE);
  assert.deepEqual(PII_TABLE.types.map(({ type }) => type).sort(), DETECTORS.map(({ type }) => type).sort());
  const limits = PII_TABLE.limits.join(' ');
  assert.match(limits, /Names and street addresses/);
  assert.match(limits, /split over several strings/);
  assert.equal(PII_TABLE.data.iban.countries['NO']?.length, 15);
});

test('features are those the table allows for the type', () => {
  const samples =
    '4111111111111111 DE89370400440532013000 a@b.co 460-89-9847 +14155550132 203.0.113.7 AKIAIOSFODNN7EXAMPLE';
  const found = detect(samples);
  assert.equal(found.length, PII_TABLE.types.length);
  for (const { type, features } of found) {
    const row = PII_TABLE.types.find((entry) => entry.type === type);
    assert.deepEqual(Object.keys(features), row?.features, type);
  }
});
