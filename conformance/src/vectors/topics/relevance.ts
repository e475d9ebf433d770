import type { JsonObject } from '../../model/json.ts';
import { relevanceOf } from '../../model/similarity.ts';
import { held, MISMATCH } from '../lib/claim.ts';
import { idOf } from '../lib/kept.ts';
import type { CaseSource, Topic } from '../types.ts';

const [SCORE, ORDER] = ['EAAP-0004-003', 'EAAP-0004-004'];

interface Candidate {
  readonly id: string;
  readonly text: string;
  readonly effective: number;
}
const facts = (...stated: readonly (readonly [text: string, effective: number])[]): JsonObject[] =>
  stated.map(([text, effective], place) => ({ id: idOf(place + 1), text, effective }));
const asked = (query: string | null, candidates: readonly JsonObject[]): JsonObject => ({
  query,
  facts: candidates,
});
const LIMIT = 'the refund limit is 50 EUR';
const HOURS = 'opening hours from nine to five';

type Stated = readonly [id: string, title: string, requirements: readonly string[], input: JsonObject];
const RANKED: readonly Stated[] = [
  ['none', 'no facts', [ORDER], asked('refund', [])],
  [
    'no-question',
    'without a question by confidence alone',
    [SCORE, ORDER],
    asked(null, facts([LIMIT, 4000], [HOURS, 5000])),
  ],
  ['empty-question', 'the empty question is none', [SCORE], asked('', facts([LIMIT, 4000], ['', 9000]))],
  ['space-question', 'white space alone is none', [SCORE], asked('\t\u2028 \u00a0', facts([LIMIT, 4000]))],
  ['next-line-question', 'U+0085 is white space', [SCORE], asked('\u0085', facts([LIMIT, 4000]))],
  ['mark-question', 'U+FEFF is none: nothing is like it', [SCORE], asked('\ufeff', facts([LIMIT, 4000]))],
  [
    'compatibility-space',
    'what is white space once it is normalised',
    [SCORE],
    asked('\u3000\u2003', facts([LIMIT, 4001])),
  ],
  ['same-text', 'the very text', [SCORE], asked(LIMIT, facts([LIMIT, 10_000]))],
  [
    'same-text-faded',
    'the very text of a fact of which nothing is left',
    [SCORE],
    asked(LIMIT, facts([LIMIT, 0])),
  ],
  [
    'like-over-fresh',
    'likeness counts more than confidence',
    [SCORE, ORDER],
    asked('refund limit', facts([HOURS, 10_000], [LIMIT, 5000])),
  ],
  [
    'fresh-over-like',
    'but not at any price',
    [SCORE, ORDER],
    asked('refund limit', facts(['refund', 0], [LIMIT, 10_000])),
  ],
  ['below-zero', 'a cosine below zero counts as none', [SCORE], asked('ab', facts(['aao', 5000]))],
  ['floor', 'rounded down once, at the end', [SCORE], asked('ab', facts(['aao', 5], ['aao', 4], ['aao', 3]))],
  ['floor-both', 'both parts are added before', [SCORE], asked('abc', facts(['ab', 4999], ['abcd', 3333]))],
  ['ties', 'ties break by id', [ORDER], asked(null, facts(['b', 5000], ['a', 5000], ['c', 5000]).reverse())],
  [
    'ties-by-code-unit',
    'ids are compared as text',
    [ORDER],
    asked(null, [
      { id: idOf(10), text: '', effective: 1 },
      { id: idOf(9), text: '', effective: 1 },
      { id: idOf(16), text: '', effective: 1 },
    ]),
  ],
  [
    'ties-after-rounding',
    'what is equal once rounded is a tie',
    [ORDER, SCORE],
    asked('zzz', facts(['q', 11], ['w', 12], ['e', 13])),
  ],
  [
    'case-and-space',
    'question and text are normalised alike',
    [SCORE],
    asked('  REFUND\u00a0Limit ', facts(['refund limit', 1000], ['Refund  LIMIT', 1000])),
  ],
  [
    'many',
    'five facts',
    [ORDER, SCORE],
    asked(
      'refund limit of customer',
      facts([LIMIT, 9000], [HOURS, 9000], ['customer', 100], ['limit', 5000], ['', 10_000]),
    ),
  ],
  ['empty-text', 'a text of nothing', [SCORE], asked('refund', facts(['', 10_000]))],
  [
    'json-text',
    'canonical JSON',
    [SCORE],
    asked('amount 5000 EUR', facts(['{"amount":"5000","currency":"EUR"}', 9000])),
  ],
];
const rank = (query: string | null, candidates: readonly Candidate[]): [string, number][] =>
  candidates
    .map(({ id, text, effective }): [string, number] => [id, relevanceOf(query, text, effective)])
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));

const wrong = (
  id: string,
  requirement: string,
  mistake: string,
  input: JsonObject,
  claim: (truth: [string, number][]) => [string, number][],
): CaseSource => ({
  id: `claim-${id}`,
  title: `claimed: ${mistake}`,
  requirements: [requirement],
  input: {
    ...input,
    claimed: claim(rank(input['query'] as string | null, input['facts'] as unknown as Candidate[])),
  },
  refused: 'mismatch',
  mistake,
});
const to =
  (...scores: readonly number[]) =>
  (truth: [string, number][]): [string, number][] =>
    truth.map(([id, score], place) => [id, scores[place] ?? score]);
const turned = (truth: [string, number][]): [string, number][] => [...truth].reverse();
const TIED = facts(['b', 5000], ['a', 5000]);
const CLAIMS: readonly CaseSource[] = [
  wrong(
    'rising',
    ORDER,
    'put the least relevant first',
    asked(null, facts([LIMIT, 4000], [HOURS, 5000])),
    turned,
  ),
  wrong('as-given', ORDER, 'left ties as they came', asked(null, [...TIED].reverse()), turned),
  wrong('newest-first', ORDER, 'broke ties by the newest id', asked(null, TIED), turned),
  wrong('by-text', ORDER, 'broke ties by text', asked(null, facts(['z', 5000], ['a', 5000])), turned),
  wrong(
    'by-exact',
    ORDER,
    'compared scores before rounding',
    asked('zzz', facts(['q', 11], ['w', 13])),
    turned,
  ),
  wrong(
    'by-confidence',
    ORDER,
    'broke ties by confidence',
    asked('zzz', facts(['q', 10], ['w', 12])),
    turned,
  ),
  wrong('half', SCORE, 'weighed both alike', asked(LIMIT, facts([LIMIT, 0])), to(5000)),
  wrong('three-to-seven', SCORE, 'weighed the other way round', asked(LIMIT, facts([LIMIT, 0])), to(3000)),
  wrong('likeness-alone', SCORE, 'ranked by likeness alone', asked(LIMIT, facts([LIMIT, 0])), to(10_000)),
  wrong('confidence-alone', SCORE, 'ranked by confidence alone', asked(LIMIT, facts([LIMIT, 0])), to(0)),
  wrong('product', SCORE, 'multiplied', asked(LIMIT, facts([LIMIT, 5000])), to(5000)),
  wrong('negative', SCORE, 'let a cosine below zero take away', asked('ab', facts(['aao', 10_000])), to(141)),
  wrong(
    'no-question-thirds',
    SCORE,
    'gave three tenths without a question',
    asked(null, facts([LIMIT, 5000])),
    to(1500),
  ),
  wrong(
    'empty-question-thirds',
    SCORE,
    'took the empty question for one',
    asked('', facts([LIMIT, 5000])),
    to(1500),
  ),
  wrong(
    'space-question-thirds',
    SCORE,
    'took white space for a question',
    asked('\u0085', facts([LIMIT, 5000])),
    to(1500),
  ),
  wrong(
    'mark-no-question',
    SCORE,
    'took U+FEFF for white space',
    asked('\ufeff', facts([LIMIT, 5000])),
    to(5000),
  ),
  wrong('rounded', SCORE, 'rounded to the nearest', asked('ab', facts(['aao', 5])), to(2)),
  wrong('rounded-twice', SCORE, 'rounded both parts down', asked('abc', facts(['abcd', 3333])), (truth) =>
    truth.map(([id, score]) => [id, score - 1]),
  ),
];

export const topic: Topic = {
  name: 'relevance',
  title: 'Relevance and order',
  specified: 'RFC-0004 section 5',
  input:
    '`query`: the question, null for none. `facts`: each with its id, its text and its effective confidence in basis ' +
    'points. `claimed`, where it is given, is what somebody says the output is.',
  output: '`[id, relevance]` of each fact, in the order of a snapshot.',
  reasons: { mismatch: MISMATCH },
  cases: () => [
    ...RANKED.map(([id, title, requirements, input]) => ({ id, title, requirements, input })),
    {
      id: 'claim-right',
      title: 'a claim that is right',
      requirements: [ORDER],
      input: {
        ...asked(null, TIED),
        claimed: [
          [idOf(1), 5000],
          [idOf(2), 5000],
        ],
      },
    },
    ...CLAIMS,
  ],
  answer(input) {
    const { query, facts: candidates } = input as unknown as { query: string | null; facts: Candidate[] };
    return held(input as JsonObject, rank(query, candidates));
  },
};
