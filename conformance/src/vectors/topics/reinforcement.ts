import type { JsonObject } from '../../model/json.ts';
import { reinforce, type Observation } from '../../model/facts/reinforce.ts';
import { held, MISMATCH } from '../lib/claim.ts';
import type { CaseSource, Topic } from '../types.ts';

const DAY = 86_400_000;
const NOW = 1_769_851_812_345;
const [JOIN, STILL, KEPT] = ['EAAP-0003-019', 'EAAP-0003-018', 'EAAP-0003-020'];
const LATER = 'EAAP-0001-060';

/** An observation so many days before now. */
const seen = (
  days: number,
  confidence: number,
  half_life_ms = DAY,
  valid_until: number | null = null,
): JsonObject => ({
  source: `${days} days ago`,
  confidence,
  half_life_ms,
  observed_at: NOW - days * DAY,
  valid_until,
});
const again = (fact: JsonObject, said: JsonObject, now = NOW): JsonObject => ({ fact, again: said, now });
type Stated = readonly [id: string, title: string, requirements: readonly string[], input: JsonObject];

const JOINED: readonly Stated[] = [
  ['fresh', 'what was seen yesterday is seen now', [JOIN, LATER], again(seen(1, 9000), seen(0, 9000))],
  ['faded', 'what had faded is as good as new', [JOIN, LATER], again(seen(100, 9000), seen(0, 9000))],
  [
    'weaker',
    'what is left is not lost to a weaker observation',
    [JOIN, LATER],
    again(seen(1, 8000), seen(0, 100)),
  ],
  ['equal', 'what is left equals what is said', [JOIN], again(seen(1, 8000), seen(0, 4000))],
  ['one-more', 'one basis point more is said', [JOIN], again(seen(1, 8000), seen(0, 4001))],
  ['longer', 'the longer half-life of the new one', [JOIN], again(seen(1, 9000), seen(0, 9000, 7 * DAY))],
  ['shorter', 'the longer half-life of the old one', [JOIN], again(seen(1, 9000, 7 * DAY), seen(0, 9000))],
  [
    'later-not-now',
    'an observation of yesterday of a fact of last week',
    [JOIN, LATER],
    again(seen(7, 9000), seen(1, 9000)),
  ],
  [
    'later-by-a-millisecond',
    'a millisecond later',
    [JOIN, LATER],
    again(seen(2, 9000), { ...seen(2, 9000), observed_at: NOW - 2 * DAY + 1, source: 'a moment later' }),
  ],
  [
    'later-and-weak',
    'what is left now is counted from the later time',
    [JOIN, LATER],
    again(seen(2, 9000), seen(1, 100)),
  ],
  [
    'same-time',
    'the same observation again',
    [STILL, KEPT],
    again(seen(1, 9000), { ...seen(1, 9000), source: 'the same' }),
  ],
  [
    'same-time-more',
    'more of the same time',
    [STILL, JOIN],
    again(seen(1, 4000), { ...seen(1, 9000), source: 'the same' }),
  ],
  [
    'same-time-longer',
    'a longer half-life of the same time',
    [STILL, JOIN],
    again(seen(1, 9000), { ...seen(1, 9000, 30 * DAY), source: 'the same' }),
  ],
  ['older', 'an older observation adds nothing', [STILL, KEPT], again(seen(1, 9000), seen(3, 9000))],
  ['older-weak', 'nor takes anything away', [STILL, KEPT], again(seen(1, 9000), seen(3, 1))],
  [
    'older-strong',
    'an old observation with a long half-life adds',
    [STILL, JOIN],
    again(seen(1, 2000), seen(3, 9000, 365 * DAY)),
  ],
  [
    'older-fresh-fact',
    'an old observation of a fact of now',
    [STILL, KEPT],
    again(seen(0, 100), seen(10, 9000)),
  ],
  [
    'older-longer',
    'a longer half-life alone, where the fact has faded',
    [STILL, JOIN],
    again(seen(10, 9000), seen(11, 100, 365 * DAY)),
  ],
  ['all-gone', 'nothing is left of either', [STILL, KEPT], again(seen(20, 9000), seen(30, 9000))],
  ['bound-later', 'a later bound', [JOIN], again(seen(1, 9000, DAY, NOW + 5), seen(0, 9000, DAY, NOW + 6))],
  [
    'bound-earlier',
    'an earlier bound',
    [JOIN],
    again(seen(1, 9000, DAY, NOW + 6), seen(0, 9000, DAY, NOW + 5)),
  ],
  ['bound-none-stated', 'no bound stated', [JOIN], again(seen(1, 9000, DAY, NOW + 5), seen(0, 9000))],
  ['bound-none-there', 'no bound there', [JOIN], again(seen(1, 9000), seen(0, 9000, DAY, NOW + 5))],
  [
    'bound-by-older',
    'an older observation moves a bound',
    [STILL, KEPT],
    again(seen(1, 9000, DAY, NOW + 5), seen(2, 1, DAY, NOW + 9)),
  ],
  [
    'odd-numbers',
    'numbers that divide nothing evenly',
    [JOIN],
    again({ ...seen(3, 9973, 7_777_777_7), source: 'a' }, seen(1, 4999, 9_999_991)),
  ],
];

const of = (fact: JsonObject, changes: JsonObject = {}): JsonObject => ({ ...fact, ...changes });
const wrong = (
  id: string,
  requirement: string,
  mistake: string,
  input: JsonObject,
  claimed: JsonObject,
): CaseSource => ({
  id: `claim-${id}`,
  title: `claimed: ${mistake}`,
  requirements: [requirement],
  input: { ...input, claimed },
  refused: 'mismatch',
  mistake,
});
const CLAIMS: readonly CaseSource[] = [
  wrong('not-moved', LATER, 'did not move observed_at', again(seen(1, 9000), seen(0, 9000)), seen(1, 9000)),
  wrong('moved-back', STILL, 'moved observed_at back', again(seen(1, 9000), seen(3, 9000)), seen(3, 9000)),
  wrong(
    'moved-back-source',
    STILL,
    'took the source of an older observation',
    again(seen(1, 9000), seen(3, 1)),
    of(seen(1, 9000), { source: '3 days ago' }),
  ),
  wrong(
    'now',
    STILL,
    'set observed_at to the time of the request',
    again(seen(7, 9000), seen(1, 9000)),
    of(seen(0, 9000), { source: '1 days ago' }),
  ),
  wrong(
    'old-confidence',
    JOIN,
    'compared the old confidence as it was observed',
    again(seen(1, 8000), seen(0, 100)),
    of(seen(0, 8000)),
  ),
  wrong(
    'new-confidence',
    JOIN,
    'took the confidence of the newer one',
    again(seen(1, 8000), seen(0, 100)),
    seen(0, 100),
  ),
  wrong('sum', JOIN, 'added what both have', again(seen(1, 8000), seen(0, 4000)), seen(0, 8000)),
  wrong('mean', JOIN, 'took the mean', again(seen(1, 8000), seen(0, 9000)), seen(0, 6500)),
  wrong(
    'at-later',
    JOIN,
    'took what was left at the later observation, with the longer half-life',
    again(seen(2, 9000), seen(1, 100, 365 * DAY)),
    of(seen(1, 4500, 365 * DAY)),
  ),
  wrong(
    'stale-lends',
    KEPT,
    'lent a fact the confidence of an old observation',
    again(seen(0, 100), seen(10, 9000)),
    seen(0, 9000),
  ),
  wrong(
    'stale-weakens',
    KEPT,
    'took from a fact twice what time took',
    again(seen(1, 9000), seen(3, 9000)),
    seen(1, 4500),
  ),
  wrong(
    'stale-longer',
    KEPT,
    'gave an old confidence the half-life of a weak observation',
    again(seen(1, 9000), seen(3, 1, 365 * DAY)),
    seen(1, 9000, 365 * DAY),
  ),
  wrong(
    'shorter',
    JOIN,
    'took the shorter half-life',
    again(seen(1, 9000, 7 * DAY), seen(0, 9000)),
    seen(0, 9000),
  ),
  wrong(
    'newer-half-life',
    JOIN,
    'took the half-life of the newer one',
    again(seen(1, 9000, 9 * DAY), seen(0, 9500, 2 * DAY)),
    seen(0, 9500, 2 * DAY),
  ),
  wrong(
    'bound-earlier',
    JOIN,
    'moved a bound to an earlier one',
    again(seen(1, 9000, DAY, NOW + 6), seen(0, 9000, DAY, NOW + 5)),
    seen(0, 9000, DAY, NOW + 5),
  ),
  wrong(
    'bound-dropped',
    JOIN,
    'dropped a bound that was not stated again',
    again(seen(1, 9000, DAY, NOW + 5), seen(0, 9000)),
    seen(0, 9000),
  ),
  wrong(
    'bound-made',
    JOIN,
    'gave a bound to a fact that had none',
    again(seen(1, 9000), seen(0, 9000, DAY, NOW + 5)),
    seen(0, 9000, DAY, NOW + 5),
  ),
];
const ahead = (id: string, title: string, ms: number): CaseSource => ({
  id: `future-${id}`,
  title,
  requirements: ['EAAP-0001-023'],
  input: again(seen(1, 9000), { ...seen(0, 9000), observed_at: NOW + ms }),
  refused: 'observed-in-future',
});
const over = (id: string, title: string, ms: number): CaseSource => ({
  id: `expired-${id}`,
  title,
  requirements: ['EAAP-0003-003'],
  input: again(seen(1, 9000), seen(0, 9000, DAY, NOW - ms)),
  refused: 'invalid-request',
});

export const topic: Topic = {
  name: 'reinforcement',
  title: 'Reinforcement',
  specified: 'RFC-0003 section 8',
  input:
    'A `fact` and what is said `again` of it by a source of at least its trust, each with a name for its source, its ' +
    'rated confidence and half-life, `observed_at` and `valid_until` (null for none) in milliseconds since 1970; `now`. ' +
    '`claimed`, where it is given, is what somebody says the fact becomes.',
  output: 'The same members of the next version of the fact.',
  reasons: {
    'observed-in-future': 'It was observed after now.',
    'invalid-request': 'It has expired already.',
    mismatch: MISMATCH,
  },
  cases: () => [
    ...JOINED.map(([id, title, requirements, input]) => ({ id, title, requirements, input })),
    {
      id: 'claim-right',
      title: 'a claim that is right',
      requirements: [JOIN],
      input: { ...again(seen(1, 8000), seen(0, 100)), claimed: seen(0, 4000) },
    },
    ...CLAIMS,
    ahead('moment', 'a millisecond after now', 1),
    ahead('year', 'in a year', 365 * DAY),
    ahead('day', 'tomorrow', DAY),
    over('long-ago', 'expired yesterday', DAY),
    over('this-moment', 'expired in this millisecond', 0),
  ],
  answer(input) {
    const {
      fact,
      again: said,
      now,
    } = input as unknown as { fact: Observation; again: Observation; now: number };
    const faults = [
      ...(said.observed_at > now ? ['observed-in-future'] : []),
      ...(said.valid_until !== null && said.valid_until <= now ? ['invalid-request'] : []),
    ];
    return faults.length > 0
      ? { refused: faults }
      : held(input as JsonObject, { ...reinforce(fact, said, now) });
  },
};
