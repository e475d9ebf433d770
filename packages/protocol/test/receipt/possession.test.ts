import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  confirmationKey,
  isConfirmationKey,
  seededEntropy,
  signPossession,
  toBase64Url,
  verifyPossession,
} from '../../src/index.ts';

const claims = { jti: '018bcfe5-6800-7000-8000-000000000000', audience: 'https://bank.example' };
const key = confirmationKey(seededEntropy('one'));
const other = confirmationKey(seededEntropy('two'));
const proof = signPossession(key.seed, claims);

test('the holder of the key is believed, for this receipt at this target', () => {
  assert.ok(verifyPossession(proof, key.publicKey, claims));
});

test('nobody else is', () => {
  assert.ok(!verifyPossession(proof, other.publicKey, claims));
  assert.ok(!verifyPossession(proof, key.publicKey, { ...claims, audience: 'https://other.example' }));
  assert.ok(
    !verifyPossession(proof, key.publicKey, { ...claims, jti: '018bcfe5-6800-7000-8000-000000000001' }),
  );
  assert.ok(!verifyPossession(signPossession(other.seed, claims), key.publicKey, claims));
});

test('what cannot be read is no proof, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (signature, publicKey) => {
      assert.equal(verifyPossession(signature, publicKey, claims), false);
      assert.equal(verifyPossession(signature, key.publicKey, claims), false);
    }),
  );
});

test('a key of small order, under which anything verifies, is no key', () => {
  const small = [0, 1].map((first) =>
    toBase64Url(Uint8Array.from([first, ...new Array<number>(31).fill(0)])),
  );
  for (const publicKey of small) {
    assert.equal(isConfirmationKey(publicKey), false);
    assert.equal(verifyPossession(toBase64Url(new Uint8Array(64)), publicKey, claims), false);
  }
  assert.ok(isConfirmationKey(key.publicKey));
});
