import assert from 'node:assert/strict';
import test from 'node:test';
import { base64, base64url, bytesOf, commitment, digest, digestBytes } from '../../src/model/digest.ts';
import { stateHash, windowStart } from '../../src/model/state.ts';

// The expected digests were computed by another program, with Python's hashlib over the bytes written out by hand.
test('a tagged digest', () => {
  const expected = 'sha256:07ff0dd62a7c2852643c4ab9e3a2408348573f34f1f6af6403414aef57bdab28';
  assert.equal(digest('EAAP-VALUE-v1', { b: 'é', a: 1 }), expected);
  assert.equal(digestBytes('EAAP-VALUE-v1', Buffer.from('{"a":1,"b":"é"}', 'utf8')), expected);
});

test('a commitment, and a salt of another length', () => {
  const salt = Uint8Array.from({ length: 32 }, (_, i) => i);
  assert.equal(
    commitment(salt, { a: 1 }),
    'sha256:fac2cb174b217402db107c7abab7c77977d11469f21d53e1b03b0f8e5f8deec7',
  );
  assert.throws(() => commitment(salt.subarray(1), {}), { message: 'a salt is 32 bytes, not 31' });
});

test('a state hash, whatever order selectors and objects come in', () => {
  const of = (digit: string): string => `sha256:${digit.repeat(64)}`;
  const state = {
    namespace: 'acme',
    principal: 'agent-1',
    action_commitment: of('1'),
    policy: of('3'),
    engine: of('2'),
    selectors: [
      { subject: 'customer:1', attribute: 'limit' },
      { subject: 'customer:1', attribute: 'iban' },
    ],
    objects: [
      ['fact', 'a', 2, of('5')],
      ['approval', 'b', 1, of('4')],
    ],
    window: 1_769_851_800_000,
  } as const;
  const expected = 'sha256:dc4e3f1b4d37e5633af82c0aa8d78fecabcfffb14ade99273345561d6498cd07';
  assert.equal(stateHash(state), expected);
  assert.equal(
    stateHash({
      ...state,
      selectors: [...state.selectors].reverse(),
      objects: [...state.objects].reverse(),
    }),
    expected,
  );
  assert.notEqual(stateHash({ ...state, window: state.window + 1 }), expected);
});

test('the start of a window', () => {
  assert.equal(windowStart(119_999, 60_000), 60_000);
  assert.equal(windowStart(120_000, 60_000), 120_000);
});

test('encodings have one spelling', () => {
  assert.deepEqual(base64url('AQ'), Buffer.of(1));
  assert.throws(() => base64url('AR'), TypeError);
  assert.throws(() => base64url('AQ=='), TypeError);
  assert.deepEqual(base64('AQ=='), Buffer.of(1));
  assert.throws(() => base64('AQ'), TypeError);
  assert.throws(() => bytesOf('sha256:00'), TypeError);
});
