import type { JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { readSearch } from '../../model/search-request.ts';
import { snapshot, type KeptConflict, type KeptFact } from '../../model/snapshot.ts';
import { asked, conflict, DAY, fact, NOW, OBSERVED, seen } from './kept.ts';
import { DISPUTED, FIFTY_ONE } from './snapshot-cases.ts';

const at = (ms: number): string => new Date(ms).toISOString();
const no = (
  id: string,
  title: string,
  requirements: string,
  request: JsonObject,
  refused = 'invalid-request',
): CaseSource => ({
  id,
  title,
  requirements: requirements.split(' ').map((name) => `EAAP-${name}`),
  input: asked(request, [fact(1)]),
  refused,
});

/** Searches that are refused. */
export const SNAPSHOT_REFUSALS: readonly CaseSource[] = [
  no('future', 'a millisecond after now', '0004-005', { as_of: at(NOW + 1) }),
  no('future-far', 'the last instant there is', '0004-005', { as_of: '9999-12-31T23:59:59.999Z' }),
  no('as-of-no-such-day', '30 February', '0004-006', { as_of: '2025-02-30T00:00:00.000Z' }),
  no('as-of-seconds', 'a time without milliseconds', '0004-006', { as_of: '2026-01-31T09:30:00Z' }),
  no('as-of-offset', 'a time with an offset', '0004-006', { as_of: '2026-01-31T09:30:00.000+00:00' }),
  no('as-of-number', 'a time in milliseconds', '0004-006', { as_of: OBSERVED }),
  no('limit-zero', 'no facts at all', '0004-012', { limit: 0 }),
  no('limit-over', 'more than 200', '0004-012', { limit: 201 }),
  no('limit-fraction', 'half a fact', '0004-012', { limit: 1.5 }),
  no('limit-text', 'a limit in quotes', '0004-012', { limit: '5' }),
  no('query-too-long', '1025 code points', '0004-003', { query: 'a'.repeat(1025) }),
  no('query-null', 'no question is an absent one', '0004-003', { query: null }),
  no('subject-empty', 'the empty subject', '0004-006', { subject: '' }),
  no('attribute-in-capitals', 'no attribute has capitals', '0004-006', { attribute: 'Refund.limit' }),
  no('subject-long', 'a subject of 257 code points', '0004-006', { subject: 's'.repeat(257) }),
  no('as-of-midnight', 'a 24th hour', '0004-006', { as_of: '2026-01-30T24:00:00.000Z' }),
  no('limit-null', 'no limit is an absent one', '0004-012', { limit: null }),
  no('unknown-member', 'a member that the schema does not name', '0001-006', { order: 'newest' }),
  no('other-namespace', 'another namespace', '0001-014', { namespace: 'other' }, 'identity-mismatch'),
];

interface KeptInput {
  readonly namespace: string;
  readonly now: number;
  readonly request: JsonObject;
  readonly facts: readonly KeptFact[];
  readonly conflicts: readonly KeptConflict[];
}
const wrong = (
  id: string,
  requirements: string,
  mistake: string,
  input: JsonObject,
  claimed: JsonObject,
): CaseSource => ({
  id,
  title: `claimed: ${mistake}`,
  requirements: requirements.split(' ').map((name) => `EAAP-${name}`),
  input: { ...input, claimed },
  refused: 'mismatch',
  mistake,
});
/** What the model says of an input. */
function rightOf(input: JsonObject): JsonObject {
  const { namespace, now, request, ...kept } = input as unknown as KeptInput;
  const read = readSearch(request, namespace, now);
  if ('refused' in read) throw new Error('nothing can be claimed about what is refused');
  return JSON.parse(JSON.stringify(snapshot(namespace, kept, read.question))) as JsonObject;
}
type Facts = readonly (JsonObject & { readonly effective_confidence: number })[];
const factsOf = (input: JsonObject): Facts => rightOf(input)['facts'] as unknown as Facts;
const conflicted = (request: JsonObject = {}): JsonObject =>
  asked(request, [DISPUTED.before, DISPUTED.incumbent, DISPUTED.challenger], [DISPUTED.conflict]);
const faded = fact(1, seen(NOW - 3 * DAY));
const two = [fact(1), fact(2, { attribute: 'b', ...seen(NOW - 9 * DAY) })];
const aside = [fact(1), fact(2, { status: 'disputed', aside: true })];

const TIED = [fact(1), fact(2, { attribute: 'b' })];
/** What is claimed of one fact that has half a half-life behind it. */
const OTHERWISE: readonly (readonly [string, string, string, string | null, JsonObject])[] = [
  ['claim-unfaded', '0001-059', 'gave the confidence at observation', null, { effective_confidence: 9000 }],
  ['claim-rounded-up', '0001-059', 'rounded up', null, { effective_confidence: 6751, relevance: 6751 }],
  ['claim-relevance-whole', '0004-003', 'gave confidence for relevance', 'zzz', { relevance: 6750 }],
];

/** What implementations that make a mistake say of a snapshot. */
export const SNAPSHOT_CLAIMS: readonly CaseSource[] = [
  wrong('claim-conflicted-healthy', '0004-008', 'looked at age alone', conflicted(), { health: 'healthy' }),
  wrong('claim-conflicted-degraded', '0004-008', 'let age hide a conflict', conflicted({ limit: 1 }), {
    health: 'degraded',
  }),
  wrong(
    'claim-conflicts-cut',
    '0001-046 0004-007',
    'cut conflicts off by limit',
    asked({ limit: 1 }, [DISPUTED.incumbent], [conflict(3, [1, 2]), conflict(4, [1, 5])]),
    { truncated: true },
  ),
  wrong(
    'claim-no-conflicts',
    '0004-007',
    'answered no conflicts',
    conflicted({ attribute: 'refund.limit' }),
    { conflicts: [] },
  ),
  wrong(
    'claim-noted-open',
    '0004-007 0004-010',
    'took a noted conflict for an open one',
    asked({}, aside, [conflict(3, [1, 2], { status: 'noted' })]),
    { health: 'conflicted' },
  ),
  wrong('claim-aside-counts', '0003-008 0004-011', 'counted what was set aside', asked({ limit: 1 }, aside), {
    truncated: true,
  }),
  wrong('claim-faded-healthy', '0004-009', 'compared the confidence at observation', asked({}, [faded]), {
    health: 'healthy',
  }),
  wrong(
    'claim-quarter-degraded',
    '0004-010',
    'took a quarter for less than a quarter',
    asked({}, [fact(1, seen(NOW, 2500))]),
    { health: 'degraded' },
  ),
  wrong(
    'claim-expired-healthy',
    '0004-009',
    'took valid_until for inclusive',
    asked({}, [fact(1, { valid_until: NOW })]),
    { health: 'healthy' },
  ),
  wrong('claim-cut-healthy', '0004-009', 'looked at the shown facts alone', asked({ limit: 1 }, two), {
    health: 'healthy',
  }),
  wrong(
    'claim-disputed-degrades',
    '0004-010',
    'let a disputed fact degrade',
    asked({}, [fact(1, { ...seen(NOW - 9 * DAY), status: 'disputed' })]),
    { health: 'degraded' },
  ),
  wrong(
    'claim-exactly-truncated',
    '0004-011',
    'said truncated at exactly the limit',
    asked({ limit: 2 }, two),
    { truncated: true },
  ),
  wrong('claim-not-truncated', '0004-011', 'did not say that there are more', asked({ limit: 1 }, two), {
    truncated: false,
  }),
  wrong('claim-default-hundred', '0004-012', 'took 100 for the limit', asked({}, FIFTY_ONE), { limit: 100 }),
  wrong(
    'claim-past-is-present',
    '0001-061 0004-006',
    'answered the past with the present',
    asked({ as_of: at(NOW - 10) }, [
      fact(1),
      fact(1, { version: 2, status: 'retracted', created_at: NOW - 5 }),
    ]),
    { facts: [] },
  ),
  wrong(
    'claim-as-of-exclusive',
    '0004-006',
    'left out the writes of the millisecond',
    asked({ as_of: at(OBSERVED + 1) }, [fact(1)]),
    { facts: [] },
  ),
  wrong(
    'claim-as-of-of-now',
    '0001-061',
    'gave the present time as as_of',
    asked({ as_of: at(NOW - 10) }, [fact(1)]),
    { as_of: at(NOW) },
  ),
  wrong(
    'claim-prefix-of-subject',
    '0004-006',
    'took a subject for a prefix',
    asked({ subject: 'customer:4' }, two),
    { truncated: true },
  ),
  wrong(
    'claim-conflict-of-others',
    '0004-007',
    'answered the conflicts of all subjects',
    asked({ subject: 'customer:7' }, [DISPUTED.incumbent], [DISPUTED.conflict]),
    { health: 'conflicted' },
  ),
  wrong('claim-ties-by-newest', '0004-004', 'broke ties by the newest', asked({}, TIED), {
    facts: [...factsOf(asked({}, TIED))].reverse(),
  }),
  ...OTHERWISE.map(([id, requirement, mistake, query, changes], place) => {
    const about = fact(1, { ...seen(NOW - DAY / 2), attribute: `a${place}` });
    const input = asked(query === null ? {} : { query }, [about]);
    return wrong(id, requirement, mistake, input, {
      facts: factsOf(input).map((one) => ({ ...one, ...changes })),
    });
  }),
];

/** Claims that are right. */
export const SNAPSHOT_TRUTHS: readonly CaseSource[] = [
  {
    id: 'claim-right-health',
    title: 'a claim that is right about health',
    requirements: ['EAAP-0004-008'],
    input: { ...conflicted({ limit: 2 }), claimed: { health: 'conflicted' } },
  },
  {
    id: 'claim-right-whole',
    title: 'a claim that is right about everything',
    requirements: ['EAAP-0004-006', 'EAAP-0004-011'],
    input: { ...asked({ limit: 1 }, TIED), claimed: rightOf(asked({ limit: 1 }, TIED)) },
  },
];
