import assert from 'node:assert/strict';
import test from 'node:test';
import { canonical, readJson } from '../../src/model/json.ts';

test('the strings and literals of RFC 8785 section 3.2.2', () => {
  const value = {
    numbers: JSON.parse('[333333333.33333329, 4.50, 2e-3, 0.000000000000000000000000001]') as number[],
    string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  assert.equal(
    canonical(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('names are sorted by UTF-16 code unit, as in RFC 8785 section 3.2.3', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  const names = [...canonical(value).matchAll(/:"([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual(names, [
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

test('what is not I-JSON is refused', () => {
  for (const value of [NaN, Infinity, -0, 2 ** 53, '\ud800', { '\udc00': 1 }]) {
    assert.throws(() => canonical(value as never), TypeError);
  }
  assert.throws(() => canonical(undefined as never), { message: 'not a JSON value' });
});

test('an answer that is not UTF-8 is not read', () => {
  assert.throws(() => readJson(Buffer.from([0x22, 0xff, 0x22])), { message: 'not UTF-8' });
  assert.equal(readJson(Buffer.from('"é"', 'utf8')), 'é');
});
