import assert from 'node:assert/strict';
import test from 'node:test';
import { readNumberToken } from '../../src/model/decimal.ts';
import { readStrict } from '../../src/model/strict-json.ts';
import { decodeUtf8 } from '../../src/model/utf8.ts';

/** Doubles of every size, the same in every run. */
function* doubles(count: number): Generator<number> {
  const view = new DataView(new ArrayBuffer(8));
  let state = 12345;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0);
  for (let i = 0; i < count; i += 1) {
    view.setUint32(0, next());
    view.setUint32(4, next());
    yield view.getFloat64(0);
  }
}

test('numbers are written as this machine writes them', () => {
  for (const value of doubles(600)) {
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) continue;
    assert.deepEqual(readNumberToken(String(value)), { text: String(value) });
  }
});

test('numbers of RFC 8785 appendix B', () => {
  for (const text of ['5e-324', '-5e-324', '9007199254740991', '0.000001', '1e-7', '333333333.3333332'])
    assert.deepEqual(readNumberToken(text), { text });
  for (const token of ['9007199254740992', '295147905179352830000', '1.7976931348623157e308', '1e23'])
    assert.deepEqual(readNumberToken(token), { fault: 'integer-range' });
});

test('half way between two doubles the even one is taken', () => {
  assert.deepEqual(readNumberToken('9007199254740990.5'), { fault: 'number-precision' });
  assert.deepEqual(readNumberToken('2251799813685248.5'), { text: '2251799813685248.5' });
});

test('UTF-8 is decoded as this machine decodes it', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (const value of doubles(4000)) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    // Three of four bytes in the range that sequences begin and go on with.
    const text = Buffer.from(bytes.subarray(0, 5).map((byte, i) => (i % 4 === 3 ? byte : byte | 0x80)));
    let expected: string | null;
    try {
      expected = strict.decode(text);
    } catch {
      expected = null;
    }
    assert.equal(decodeUtf8(text)?.join('') ?? null, expected, text.toString('hex'));
  }
});

test('every fault is named', () => {
  const faults = readStrict(
    Buffer.from('{"a":-0,"a":["\\ud800","\\uffff",1e400,1e21,0.10000000000000001]} x'),
  );
  assert.ok('faults' in faults);
  assert.deepEqual([...faults.faults].sort(), [
    'duplicate-name',
    'integer-range',
    'lone-surrogate',
    'negative-zero',
    'noncharacter',
    'number-precision',
    'number-range',
    'syntax',
  ]);
});
