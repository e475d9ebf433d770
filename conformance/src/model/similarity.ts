/** Components of a vector. */
const DIMENSIONS = 256;

/** The text that is compared: normalised, in lower case, its words one space apart (RFC-0004 section 4.1). */
export function foldText(text: string): string {
  const small = [...text.normalize('NFKC')].map((point) => point.toLowerCase()).join('');
  const folded = small.split('\u03c2').join('\u03c3').normalize('NFKC');
  return folded
    .split(/\p{White_Space}/u)
    .filter((word) => word !== '')
    .join(' ');
}

/** FNV-1a of 32 bits over the UTF-8 of a text. */
export function fnv1a(text: string): bigint {
  let hash = 2_166_136_261n;
  for (const byte of Buffer.from(text, 'utf8')) hash = ((hash ^ BigInt(byte)) * 16_777_619n) % 2n ** 32n;
  return hash;
}

/** The integer vector of a text (RFC-0004 section 4.2): each three code points in a row add or take one. */
export function vectorOf(text: string): bigint[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0n);
  const points = [' ', ...foldText(text), ' '];
  for (let start = 0; start + 2 < points.length; start += 1) {
    const hash = fnv1a(points.slice(start, start + 3).join(''));
    const place = Number(hash % BigInt(DIMENSIONS));
    vector[place] = (vector[place] ?? 0n) + (hash < 2n ** 31n ? 1n : -1n);
  }
  return vector;
}

const product = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, value, place) => sum + value * (b[place] ?? 0n), 0n);

/** What is compared of two texts, and how alike they are. */
export interface Likeness {
  readonly dot: bigint;
  readonly aa: bigint;
  readonly bb: bigint;
  /** `floor(10000 · dot / sqrt(aa · bb))`; 0 when a vector is zero. */
  readonly similarity: number;
}

/** How alike two texts are, in basis points and exactly (RFC-0004 section 4.3). */
export function likenessOf(a: string, b: string): Likeness {
  const [left, right] = [vectorOf(a), vectorOf(b)];
  const [dot, aa, bb] = [product(left, right), product(left, left), product(right, right)];
  return { dot, aa, bb, similarity: cosine(dot, aa * bb) };
}

/** The greatest s from -10000 to 10000 with s · sqrt(lengths) at most 10000 · dot, found by trying. */
function cosine(dot: bigint, lengths: bigint): number {
  if (lengths === 0n) return 0;
  let [low, high] = [-10_001n, 10_000n];
  while (low < high) {
    const middle = low + (high - low + 1n) / 2n;
    if (atMost(middle, 10_000n * dot, lengths)) low = middle;
    else high = middle - 1n;
  }
  return Number(low);
}

/** Whether s · sqrt(lengths) ≤ wanted, without a root: squares keep the order of what has one sign. */
function atMost(s: bigint, wanted: bigint, lengths: bigint): boolean {
  if (s < 0n && wanted >= 0n) return true;
  if (s >= 0n && wanted < 0n) return false;
  const [left, right] = [s * s * lengths, wanted * wanted];
  return s >= 0n ? left <= right : left >= right;
}

/** Relevance of a fact in basis points (RFC-0004 section 5): the confidence left alone when nothing is asked. */
export function relevanceOf(query: string | null, text: string, effective: number): number {
  if (query === null || foldText(query) === '') return effective;
  const likeness = Math.max(0, likenessOf(query, text).similarity);
  return Math.floor((7 * likeness + 3 * effective) / 10);
}
