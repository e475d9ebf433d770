import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  canonicalize,
  commit,
  COMMIT_TAG,
  digest,
  digestBytes,
  DIGEST_TAGS,
  equalDigest,
  isDigest,
  keyed,
  type DigestTag,
  type Json,
} from '../../src/index.ts';
import { json } from '../canonical/arbitrary.ts';

const tags = Object.keys(DIGEST_TAGS) as DigestTag[];
const tag = fc.constantFrom(...tags);
const hex = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

describe('digest', () => {
  it('is frozen', () => {
    // Computed once with another tool: printf 'EAAP-VALUE-v1\0{"a":1}' | sha256sum
    assert.equal(
      digest('EAAP-VALUE-v1', { a: 1 }),
      'sha256:4dea84768e6ac2b14ef54b0b55d0fafdb2437cd10e53a56273d28eafbd41a465',
    );
    assert.equal(
      digestBytes('EAAP-TOKEN-v1', new Uint8Array(2)),
      'sha256:d32c380b79911e2ea530e1d42d54edcdce3ffaad6b25f17085c3df5467720501',
    );
  });

  it('is SHA-256 over tag, zero byte and canonical JSON', () => {
    fc.assert(
      fc.property(tag, json, (name, value) => {
        assert.equal(digest(name, value), `sha256:${hex(name, '\0', canonicalize(value))}`);
      }),
    );
  });

  it('differs between tags', () => {
    assert.equal(new Set(tags.map((name) => digest(name, null))).size, tags.length);
  });

  it('refuses a tag that is not listed, an inherited name among them', () => {
    for (const name of ['EAAP-STATE-v2', 'toString', '', 'EAAP-STATE-v1\0', COMMIT_TAG]) {
      for (const run of [
        () => digest(name as DigestTag, 1),
        () => digestBytes(name as DigestTag, new Uint8Array()),
      ]) {
        assert.throws(run, {
          name: 'EaapError',
          type: 'internal',
          detail: 'The digest tag is not in the list.',
        });
      }
    }
  });

  it('refuses what is not JSON', () => {
    assert.throws(() => digest('EAAP-VALUE-v1', { a: undefined } as unknown as Json), {
      type: 'malformed-json',
    });
  });

  it('of bytes is SHA-256 over tag, zero byte and the bytes', () => {
    fc.assert(
      fc.property(tag, fc.uint8Array(), (name, bytes) => {
        assert.equal(digestBytes(name, bytes), `sha256:${hex(name, '\0', bytes)}`);
      }),
    );
  });
});

describe('tags', () => {
  it('name type and version, and none holds the zero byte that ends it', () => {
    for (const name of [...tags, COMMIT_TAG]) assert.match(name, /^EAAP-[A-Z-]+-v[1-9][0-9]*$/);
  });
});

describe('commit', () => {
  const salt = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('is SHA-256 over its tag, zero byte, salt and the hash of the payload', () => {
    fc.assert(
      fc.property(salt, json, (bytes, payload) => {
        const inner = createHash('sha256').update(canonicalize(payload)).digest();
        assert.equal(commit(bytes, payload), `sha256:${hex('EAAP-COMMIT-v1\0', bytes, inner)}`);
      }),
    );
  });

  it('changes with any bit of the salt', () => {
    fc.assert(
      fc.property(salt, fc.nat(255), (bytes, bit) => {
        const other = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        assert.notEqual(commit(other, 'x'), commit(bytes, 'x'));
      }),
    );
  });

  it('refuses a salt of another length', () => {
    for (const length of [0, 31, 33]) {
      assert.throws(() => commit(new Uint8Array(length), 1), {
        name: 'EaapError',
        type: 'internal',
        detail: `The salt of a commitment is 32 bytes, not ${length}.`,
      });
    }
  });
});

describe('keyed', () => {
  const key = new Uint8Array(32).fill(5);

  it('is HMAC-SHA-256 over label, zero byte and canonical JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        const expected = createHmac('sha256', key)
          .update(`subject\0${canonicalize(value)}`)
          .digest('hex');
        assert.equal(keyed(key, 'subject', value), expected);
      }),
    );
  });

  it('refuses a short key and a label that could be taken for another', () => {
    assert.throws(() => keyed(new Uint8Array(31), 'a', 1), {
      type: 'internal',
      detail: 'A key has at least 32 bytes, not 31.',
    });
    for (const label of ['', 'a\0b', 'a b', 'é', 'a'.repeat(65)]) {
      assert.throws(() => keyed(key, label, 1), {
        type: 'internal',
        detail: 'A label is 1 to 64 printable ASCII characters without space.',
      });
    }
  });
});

describe('equalDigest', () => {
  it('is equality', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '\u0161'), maxLength: 3 });
    fc.assert(
      fc.property(short, short, (a, b) => assert.equal(equalDigest(a, b), a === b)),
      { numRuns: 1000 },
    );
    assert.ok(!equalDigest('', '\0'));
  });
});

describe('isDigest', () => {
  it('accepts 64 lower-case digits after the name and nothing else', () => {
    assert.ok(isDigest(`sha256:${'0a'.repeat(32)}`));
    for (const value of [
      `sha256:${'0A'.repeat(32)}`,
      `sha256:${'0'.repeat(63)}`,
      `sha256:${'0'.repeat(64)}\n`,
      '',
      1,
      null,
    ]) {
      assert.ok(!isDigest(value), String(value));
    }
  });
});
