import type { JsonObject } from '../../model/json.ts';
import { fnv1a, likenessOf, vectorOf } from '../../model/similarity.ts';
import { heldInPart, MISMATCH } from '../lib/claim.ts';
import type { CaseSource, Topic } from '../types.ts';

const REQUIREMENT = 'EAAP-0004-002';

const PAIRS: readonly (readonly [id: string, title: string, a: string, b: string])[] = [
  ['same', 'a text and itself', 'refund limit', 'refund limit'],
  ['empty', 'the empty text', '', 'refund limit'],
  ['both-empty', 'two empty texts', '', ' '],
  ['one-letter', 'one letter has one run of three', 'a', 'a'],
  ['one-letter-of-word', 'one letter and a word that begins with it', 'a', 'ab'],
  ['case', 'capitals', 'Refund LIMIT', 'refund limit'],
  ['space', 'runs of white space, and those at the ends', ' refund \t\n limit\u3000', 'refund limit'],
  ['next-line', 'U+0085 is white space', 'refund\u0085limit', 'refund limit'],
  ['no-break', 'U+00A0 and U+202F are white space', 'a\u00a0b\u202fc', 'a b c'],
  ['zero-width', 'U+200B and U+FEFF are none', 'refund\u200blimit\ufeff', 'refundlimit'],
  ['order', 'the same words in another order', 'limit refund', 'refund limit'],
  ['near', 'one word differs', 'refunds are limited to 100 EUR', 'refunds are limited to 200 EUR'],
  ['far', 'nothing in common', 'opening hours', 'refund limit'],
  ['opposite', 'a cosine below zero', 'ab', 'aao'],
  ['part', 'a text and the beginning of it', 'the refund limit of this customer', 'the refund limit'],
  ['repeated', 'runs of three are counted as often as they occur', 'aaaa', 'aaaaaaaa'],
  ['compatibility', 'a ligature and full width', '\ufb01nal \uff32\uff25\uff26', 'final ref'],
  ['composed', 'composed and decomposed', 'caf\u00e9', 'cafe\u0301'],
  ['sigma', 'the two small sigmas are one', '\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c2'],
  ['sigma-inside', 'and inside a word', '\u03c3\u03c2\u03c3', '\u03a3\u03a3\u03a3'],
  ['dotted-i', 'U+0130 becomes two code points', '\u0130stanbul', 'i\u0307stanbul'],
  ['dotless-i', 'without a locale I is i', 'ISTANBUL', 'istanbul'],
  ['sharp-s', 'sharp s is no ss', 'stra\u00dfe', 'strasse'],
  ['kelvin', 'the sign for kelvin is k', '300 \u212a', '300 k'],
  ['normalised-after', 'what lower case makes is normalised again', '\u1e9e\u0323', '\u00df\u0323'],
  ['astral', 'code points beyond the first plane', '\u{1F4A7}\u{1F525}', '\u{1F525}\u{1F4A7}'],
  ['deseret', 'capitals there', '\u{10400}\u{10401}', '\u{10428}\u{10429}'],
  [
    'json',
    'canonical JSON of a value',
    '{"amount":"5000","currency":"EUR"}',
    '{"amount":"7000","currency":"EUR"}',
  ],
  ['number', 'a number', '5000', '50000'],
  ['long', 'a thousand letters', 'abcdefghij'.repeat(100), 'bcdefghija'.repeat(100)],
  ['cjk', 'no spaces at all', '\u8fd4\u91d1\u306e\u4e0a\u9650', '\u8fd4\u91d1\u4e0a\u9650'],
];

const inputOf = (a: string, b: string): JsonObject => ({ a, b });
const wrong = (id: string, mistake: string, a: string, b: string, claimed: JsonObject): CaseSource => ({
  id: `claim-${id}`,
  title: `claimed: ${mistake}`,
  requirements: [REQUIREMENT],
  input: { ...inputOf(a, b), claimed },
  refused: 'mismatch',
  mistake,
});
const sparse = (text: string): [number, number][] =>
  vectorOf(text).flatMap((value, place) => (value === 0n ? [] : [[place, Number(value)]]));
const right = (a: string, b: string): number => likenessOf(a, b).similarity;
const NEAR = ['refunds are limited to 100 EUR', 'refunds are limited to 200 EUR'] as const;
const CLAIMS: readonly CaseSource[] = [
  wrong('round', 'rounded to the nearest', ...NEAR, { similarity: right(...NEAR) + 1 }),
  wrong('toward-zero', 'rounded a negative cosine toward zero', 'ab', 'aao', {
    similarity: right('ab', 'aao') + 1,
  }),
  wrong('no-negative', 'took nothing for what is below zero', 'ab', 'aao', { similarity: 0 }),
  wrong('absolute', 'dropped the sign', 'ab', 'aao', { similarity: -right('ab', 'aao') }),
  wrong('empty-is-all', 'took empty texts for equal ones', '', ' ', { similarity: 10_000 }),
  wrong('percent', 'gave a percentage', 'a', 'a', { similarity: 100 }),
  wrong('case', 'kept capitals', 'Refund LIMIT', 'refund limit', {
    similarity: right('zzz', 'refund limit'),
  }),
  wrong('space', 'kept runs of white space', 'a  b', 'a b', { similarity: 5773 }),
  wrong('code-units', 'took code units for code points', '\u{1F4A7}\u{1F525}', '\u{1F4A7}\u{1F525}', {
    aa: '4',
  }),
  wrong('no-ends', 'put no space at the ends', 'abc', 'abc', { aa: '1' }),
  wrong('pairs', 'took two code points in a row', 'abc', 'abc', { aa: '4' }),
  wrong('unsigned', 'added and never took', 'ab', 'ab', {
    a: vectorOf('ab').flatMap((value, place) => (value === 0n ? [] : [[place, 1]])),
  }),
  wrong('once', 'counted a run of three once', 'aaaa', 'aaaa', { aa: '3' }),
  wrong('ligature', 'did not normalise', '\ufb01nal', 'final', { similarity: 7071 }),
  wrong('sigma', 'lower-cased words, by context', '\u039f\u03a3', '\u03bf\u03c3', { similarity: 5000 }),
  wrong('turkish', 'lower-cased in a locale', 'I', 'i', { similarity: 0 }),
  wrong('folded', 'folded case fully', 'stra\u00dfe', 'strasse', { similarity: 10_000 }),
  wrong('stripped', 'took accents off', 'caf\u00e9', 'cafe', { similarity: 10_000 }),
  wrong('zero-width', 'took invisible characters out', 'refund\u200blimit', 'refundlimit', {
    similarity: 10_000,
  }),
  wrong('fnv-1', 'hashed by FNV-1', 'abc', 'abd', { dot: '3' }),
  wrong('dot', 'gave the dot product', 'refund limit', 'refund limit', { similarity: 12 }),
  wrong('squared', 'gave the square of the cosine', ...NEAR, {
    similarity: Math.floor(right(...NEAR) ** 2 / 10_000),
  }),
  wrong('other-sign', 'added for the upper half of hashes', 'a', 'a', {
    a: sparse('a').map(([place, value]) => [place, -value]),
  }),
  wrong('high-bits', 'took the first byte of the hash for the place', 'a', 'a', {
    a: [[Number(fnv1a(' a ') >> 24n), 1]],
  }),
  wrong('half-as-many', 'made vectors of 128 components', 'refund', 'refund', {
    b: sparse('refund').map(([place, value]) => [place % 128, value]),
  }),
  wrong('utf-16', 'hashed the code units of UTF-16', 'a', 'a', { a: [[0, 1]] }),
  wrong('thousandths', 'gave thousandths', 'abcd', 'abcd', { similarity: 1000 }),
  wrong('longer-less', 'divided by the longer', 'ab', 'abcdefgh', { similarity: 2 }),
];
export const topic: Topic = {
  name: 'similarity',
  title: 'Similarity',
  specified: 'RFC-0004 section 4',
  input: 'Two texts, `a` and `b`. `claimed`, where it is given: members that somebody says the output has.',
  output:
    '`a` and `b`: the components of each vector that are not zero, as `[place, value]` in rising order of places. `dot`, ' +
    '`aa` and `bb` as decimal numbers. `similarity` in basis points.',
  reasons: {
    mismatch: MISMATCH,
  },
  cases: () => [
    ...PAIRS.map(([id, title, a, b]) => ({ id, title, requirements: [REQUIREMENT], input: inputOf(a, b) })),
    {
      id: 'claim-right',
      title: 'a claim that is right',
      requirements: [REQUIREMENT],
      input: { ...inputOf('a', 'a'), claimed: { similarity: 10_000, dot: '1' } },
    },
    ...CLAIMS,
  ],
  answer(input) {
    const { a, b } = input as { a: string; b: string };
    const { dot, aa, bb, similarity } = likenessOf(a, b);
    return heldInPart(input as JsonObject, {
      a: sparse(a),
      b: sparse(b),
      dot: String(dot),
      aa: String(aa),
      bb: String(bb),
      similarity,
    });
  },
};
