import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { seededEntropy, systemEntropy, toHex } from '../../src/index.ts';

describe('seededEntropy', () => {
  it('is the stream of its definition', () => {
    const block = (index: number): string =>
      createHash('sha256')
        .update('EAAP-ENTROPY-v1\0')
        .update(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, index))
        .update('seed')
        .digest('hex');
    assert.equal(toHex(seededEntropy('seed').bytes(96)), block(0) + block(1) + block(2));
  });

  it('gives the same stream whatever the sizes of the calls', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(70), { maxLength: 8 }), (seed, sizes) => {
        const entropy = seededEntropy(seed);
        const parts = sizes.flatMap((size) => [...entropy.bytes(size)]);
        assert.deepEqual(parts, [...seededEntropy(seed).bytes(parts.length)]);
      }),
    );
  });

  it('gives bytes that later calls do not change', () => {
    const entropy = seededEntropy('seed');
    const first = entropy.bytes(8);
    const copy = Uint8Array.from(first);
    first.fill(0);
    assert.deepEqual(seededEntropy('seed').bytes(8), copy);
    assert.notDeepEqual(entropy.bytes(8), new Uint8Array(8));
  });

  it('differs between seeds', () => {
    assert.notDeepEqual(seededEntropy('a').bytes(16), seededEntropy('b').bytes(16));
  });
});

describe('every entropy', () => {
  for (const [what, entropy] of [
    ['seeded', seededEntropy('x')],
    ['system', systemEntropy()],
  ] as const) {
    it(`${what}: gives as many bytes as asked for, also more than one call of the host gives`, () => {
      for (const n of [0, 1, 33, 70_000]) assert.equal(entropy.bytes(n).length, n);
      assert.notDeepEqual(entropy.bytes(70_000).subarray(65_536), new Uint8Array(4_464));
    });

    it(`${what}: refuses a number of bytes that is none`, () => {
      for (const n of [-1, 1.5, NaN]) {
        assert.throws(() => entropy.bytes(n), {
          type: 'internal',
          detail: 'Bytes are asked for in whole numbers.',
        });
      }
    });
  }
});
