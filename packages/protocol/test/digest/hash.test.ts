import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromHex, hmacSha256, sha256, toHex, toUtf8 } from '../../src/index.ts';
import { hostHashes, portableHashes, sha256Hex } from '../../src/digest/hash.ts';

describe('hashes', () => {
  it('SHA-256 of known messages (FIPS 180-4)', () => {
    assert.equal(
      toHex(sha256(toUtf8('abc'))),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    assert.equal(sha256Hex(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('HMAC-SHA-256 of known messages (RFC 4231 cases 1 and 2)', () => {
    assert.equal(
      toHex(hmacSha256(fromHex('0b'.repeat(20)), toUtf8('Hi There'))),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    assert.equal(
      toHex(hmacSha256(toUtf8('Jefe'), toUtf8('what do ya want for nothing?'))),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('of the host are the portable ones, to the byte and to the type', () => {
    const host = hostHashes();
    assert.ok(host !== undefined, 'Node has its own hashes');
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, fc.string({ unit: 'grapheme' }), (key, message, text) => {
        // deepStrictEqual compares prototypes: a Buffer would not pass.
        assert.deepStrictEqual(host.sha256(message), portableHashes.sha256(message));
        assert.deepStrictEqual(host.hmacSha256(key, message), portableHashes.hmacSha256(key, message));
        assert.equal(host.sha256Hex(text), portableHashes.sha256Hex(text));
      }),
    );
  });

  it('given out are not changed by later ones', () => {
    const first = sha256(toUtf8('a'));
    const copy = Uint8Array.from(first);
    for (let i = 0; i < 100; i++) sha256(Uint8Array.of(i));
    assert.deepEqual(first, copy);
  });
});
