import { EaapError } from '@eaap/protocol';

/** Components of a vector. */
export const VECTOR_DIMENSIONS = 256;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const GRAM = 3;
const SCALE = 10_000n;
const UTF8 = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;

/** How alike two texts are: their dot product and the squared length of each, all exact. */
export interface Similarity {
  readonly dot: bigint;
  readonly aa: bigint;
  readonly bb: bigint;
}

/**
 * The feature-hashed vector of a text, for a similarity that only nominates facts to people and never decides. Another
 * implementation gets the same integers by these steps:
 *
 * 1. Normalise to NFKC. Lower-case each code point on its own (Unicode's full mapping, no locale, no context), write
 *    U+03C2 as U+03C3, normalise to NFKC again.
 * 2. Replace each run of White_Space characters by one U+0020, drop those at the ends, put one U+0020 at each end.
 * 3. For every three consecutive code points, duplicates counted: `h` is FNV-1a, 32 bit, of their UTF-8 (offset
 *    2166136261, prime 16777619). Component `h mod 256` gains 1 when `h < 2^31`, else it loses 1.
 *
 * The empty text has the zero vector.
 *
 * @returns 256 signed 32-bit integers.
 * @throws EaapError `malformed-json` for a lone surrogate, which has no UTF-8.
 * @see RFC-0004 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { vectorOf } from '@eaap/ledger';
 *
 * assert.deepEqual(vectorOf('Refund  limit'), vectorOf('refund LIMIT'));
 * ```
 */
export function vectorOf(text: string): Int32Array {
  const vector = new Int32Array(VECTOR_DIMENSIONS);
  const points = [...` ${wordsOf(text)} `];
  for (let i = 0; i + GRAM <= points.length; i += 1) {
    const hash = fnv1a(points.slice(i, i + GRAM).join(''));
    const at = hash % VECTOR_DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + (hash < 0x80000000 ? 1 : -1);
  }
  return vector;
}

/**
 * Whether a text has nothing to be compared by: then its vector is zero, and as a question it is none.
 *
 * @throws EaapError `malformed-json` for a lone surrogate.
 * @see RFC-0004 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { isBlank } from '@eaap/ledger';
 *
 * assert.deepEqual([isBlank(' \u0085\n'), isBlank('limit')], [true, false]);
 * ```
 */
export const isBlank = (text: string): boolean => wordsOf(text) === '';

/** A text as it is compared: normalised, in lower case, its words one space apart. */
function wordsOf(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new EaapError('malformed-json', 'The text holds a lone surrogate.');
  return foldCase(text)
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/^ | $/g, '');
}

/** Code point by code point: lower-casing a whole word would choose between two forms of sigma by context. */
function foldCase(text: string): string {
  let folded = '';
  for (const char of text.normalize('NFKC')) folded += char.toLowerCase();
  return folded.replaceAll('\u03c2', '\u03c3').normalize('NFKC');
}

function fnv1a(gram: string): number {
  let hash = FNV_OFFSET;
  for (const byte of UTF8.encode(gram)) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return hash;
}

/**
 * The similarity of two vectors, as exact integers.
 *
 * @throws EaapError `internal` when the vectors differ in length.
 * @see RFC-0004 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { similarity } from '@eaap/ledger';
 *
 * assert.deepEqual(similarity([1, 2], [3, -1]), { dot: 1n, aa: 5n, bb: 10n });
 * ```
 */
export function similarity(a: ArrayLike<number>, b: ArrayLike<number>): Similarity {
  if (a.length !== b.length)
    throw new EaapError('internal', 'Vectors of different lengths cannot be compared.');
  let dot = 0n;
  let aa = 0n;
  let bb = 0n;
  for (let i = 0; i < a.length; i += 1) {
    const x = BigInt(a[i] ?? 0);
    const y = BigInt(b[i] ?? 0);
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return { dot, aa, bb };
}

/**
 * Compares two similarities by their cosine `dot / sqrt(aa · bb)`, by cross-multiplication and without rounding: below
 * zero when `x` is the less alike, zero when they are equal. The cosine with a zero vector is 0.
 *
 * @see RFC-0004 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { compareSimilarity, similarity } from '@eaap/ledger';
 *
 * assert.equal(compareSimilarity(similarity([1, 0], [1, 0]), similarity([1, 0], [1, 1])), 1);
 * ```
 */
export function compareSimilarity(x: Similarity, y: Similarity): -1 | 0 | 1 {
  const left = signedSquare(x.dot) * lengths(y);
  const right = signedSquare(y.dot) * lengths(x);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The square with the sign of what was squared, so that order is kept. */
function signedSquare(value: bigint): bigint {
  return value < 0n ? -value * value : value * value;
}

/** A zero vector has dot product 0 with everything; any length gives it the cosine 0. */
function lengths({ aa, bb }: Similarity): bigint {
  const product = aa * bb;
  return product === 0n ? 1n : product;
}

/**
 * The cosine of two vectors in basis points: `floor(10000 · dot / sqrt(aa · bb))`, exact, from -10000 to 10000; 0 when
 * one of them is the zero vector.
 *
 * @throws EaapError `internal` when the vectors differ in length.
 * @see RFC-0004 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { similarityBp, vectorOf } from '@eaap/ledger';
 *
 * const fact = vectorOf('refunds are limited to 100 EUR');
 * assert.equal(similarityBp(fact, fact), 10000);
 * assert.ok(similarityBp(fact, vectorOf('refunds are limited to 200 EUR')) > 7000);
 * ```
 */
export function similarityBp(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { dot, aa, bb } = similarity(a, b);
  const product = aa * bb;
  if (product === 0n) return 0;
  const scaled = SCALE * SCALE * dot * dot;
  const root = integerRoot(scaled / product);
  if (dot >= 0n) return Number(root);
  // The floor of a negative number that is not whole lies one below.
  return Number(root * root * product === scaled ? -root : -root - 1n);
}

/** The greatest integer whose square is at most `value`, by Newton's method from above. */
function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
