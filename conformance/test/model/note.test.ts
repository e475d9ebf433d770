import assert from 'node:assert/strict';
import test from 'node:test';
import { openCheckpoint, openNote, readVerifierKey, signatureHolds } from '../../src/model/note.ts';

/** The example in the documentation of golang.org/x/mod/sumdb/note. */
const KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`;
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

test('a published note opens with its key', () => {
  assert.equal(openNote(NOTE, readVerifierKey(KEY)), TEXT);
});

test('a changed note, and one by somebody else, do not', () => {
  const key = readVerifierKey(KEY);
  assert.throws(() => openNote(NOTE.replace('answer', 'remedy'), key), {
    message: 'the signature does not hold',
  });
  assert.throws(() => openNote(NOTE.replace('— PeterNeumann', '— Somebody'), key), {
    message: 'the key did not sign the note',
  });
  assert.throws(() => openNote(TEXT, key), { message: 'not a note' });
});

test('a verifier key whose id is not its own is refused', () => {
  assert.throws(() => readVerifierKey(KEY.replace('c74f20a3', 'c74f20a4')), {
    message: 'the id does not belong to the key',
  });
  assert.throws(() => readVerifierKey('PeterNeumann'), {
    message: 'a verifier key is written name+id+base64',
  });
});

test('the first signature of RFC 8032 section 7.1 holds, and over another message does not', () => {
  const publicKey = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');
  const signature = Buffer.from(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    'hex',
  );
  assert.ok(signatureHolds(publicKey, Buffer.alloc(0), signature));
  assert.ok(!signatureHolds(publicKey, Buffer.of(0), signature));
  assert.ok(!signatureHolds(publicKey.subarray(1), Buffer.alloc(0), signature));
});

test('a signed note that is no checkpoint is not taken for one', () => {
  assert.throws(() => openCheckpoint(NOTE, readVerifierKey(KEY), 'acme'), {
    message: /a checkpoint of another log/,
  });
});
