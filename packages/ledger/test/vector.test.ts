import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareSimilarity,
  similarity,
  similarityBp,
  VECTOR_DIMENSIONS,
  vectorOf,
} from '../src/lib/vector.ts';

const component = fc.integer({ min: -40, max: 40 });
const vector = fc.array(component, { minLength: 8, maxLength: 8 });

/** What the specification says, step by step, sharing no code with what is tested. */
function slowly(text: string): number[] {
  const folded = [...text.normalize('NFKC')].map((c) => c.toLowerCase()).join('');
  const words = folded
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .split(/\p{White_Space}+/u);
  const points = Array.from(` ${words.filter((word) => word !== '').join(' ')} `);
  const counts = new Array<number>(256).fill(0);
  for (let i = 2; i < points.length; i += 1) {
    let hash = 2166136261n;
    for (const byte of Buffer.from(`${points[i - 2]}${points[i - 1]}${points[i]}`)) {
      hash = ((hash ^ BigInt(byte)) * 16777619n) & 0xffffffffn;
    }
    const at = Number(hash % 256n);
    counts[at] = (counts[at] ?? 0) + (hash >= 2147483648n ? -1 : 1);
  }
  return counts;
}

test('a vector follows its specification, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      assert.deepEqual([...vectorOf(text)], slowly(text));
    }),
  );
});

test('one three-gram lands where FNV-1a 32 puts it', () => {
  // FNV-1a of the bytes 20 61 20 is 0xa096ccee: component 0xee, and its top bit is set.
  const expected = new Array<number>(VECTOR_DIMENSIONS).fill(0);
  expected[0xee] = -1;
  assert.deepEqual([...vectorOf('a')], expected);
});

test('case, width, spacing and final sigma make no difference', () => {
  assert.deepEqual(vectorOf(' Refund\t\nlimit '), vectorOf('ＲＥＦＵＮＤ limit'));
  assert.deepEqual(vectorOf('ΟΔΟΣ'), vectorOf('οδος'));
});

test('the empty text has the zero vector and is like nothing', () => {
  const empty = vectorOf('  ');
  assert.deepEqual([...empty], new Array(VECTOR_DIMENSIONS).fill(0));
  assert.equal(similarityBp(empty, vectorOf('something')), 0);
  assert.equal(similarityBp(empty, empty), 0);
});

test('repeating a gram more often than 16 bits hold loses nothing', () => {
  const total = vectorOf('a'.repeat(60_000)).reduce((sum, value) => sum + Math.abs(value), 0);
  assert.ok(total >= 59_998);
});

test('a lone surrogate is refused', () => {
  assert.throws(() => vectorOf('a\ud800'), {
    type: 'malformed-json',
    detail: 'The text holds a lone surrogate.',
  });
});

test('vectors of different lengths are refused', () => {
  assert.throws(() => similarity([1], [1, 2]), {
    type: 'internal',
    detail: 'Vectors of different lengths cannot be compared.',
  });
});

test('the cosine in basis points is the exact floor', () => {
  fc.assert(
    fc.property(vector, vector, (a, b) => {
      const { dot, aa, bb } = similarity(a, b);
      const bp = BigInt(similarityBp(a, b));
      if (aa * bb === 0n) return assert.equal(bp, 0n);
      // bp <= 10000 cos < bp + 1, compared without a root: sign(v) v² is increasing.
      const square = (v: bigint): bigint => (v < 0n ? -v * v : v * v);
      const cosine = square(dot) * 100_000_000n;
      assert.ok(square(bp) * aa * bb <= cosine);
      assert.ok(cosine < square(bp + 1n) * aa * bb);
    }),
  );
});

test('a vector is entirely like itself and entirely unlike its opposite', () => {
  fc.assert(
    fc.property(vector, (a) => {
      const zero = a.every((value) => value === 0);
      assert.equal(similarityBp(a, a), zero ? 0 : 10_000);
      assert.equal(
        similarityBp(
          a,
          a.map((value) => -value),
        ),
        zero ? 0 : -10_000,
      );
    }),
  );
});

test('comparison is an order, symmetric in the two vectors and blind to scale', () => {
  fc.assert(
    fc.property(vector, vector, vector, fc.integer({ min: 1, max: 9 }), (a, b, c, k) => {
      const ab = similarity(a, b);
      const ac = similarity(a, c);
      assert.equal(compareSimilarity(ab, ac), -compareSimilarity(ac, ab) + 0);
      assert.equal(compareSimilarity(ab, similarity(b, a)), 0);
      assert.equal(
        compareSimilarity(
          ab,
          similarity(
            a.map((value) => value * k),
            b,
          ),
        ),
        0,
      );
      if (similarityBp(a, b) < similarityBp(a, c)) assert.equal(compareSimilarity(ab, ac), -1);
    }),
  );
});

test('a likely rewording is nearer than another subject', () => {
  const fact = vectorOf('The refund limit for gold customers is 100 EUR.');
  const reworded = similarity(fact, vectorOf('For gold customers the limit of a refund is 200 EUR.'));
  const unrelated = similarity(fact, vectorOf('The office opens at nine on weekdays.'));
  assert.equal(compareSimilarity(reworded, unrelated), 1);
});
