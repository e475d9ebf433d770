import type { Json, JsonObject } from '../../model/json.ts';
import { timeOf } from '../../model/windows.ts';
import type { CaseSource, Topic } from '../types.ts';

/** 2026-01-31T09:30:00Z and the millisecond of the worked example. */
const MINUTE = 1_769_851_800_000;
const EXAMPLE = 1_769_851_812_345;
const WINDOW = ['EAAP-0008-003'];

function* windows(): Iterable<CaseSource> {
  const window = (t: Json, ms: Json): JsonObject => ({ kind: 'window', t, ms });
  const good: readonly [string, string, number, number][] = [
    ['worked-example', 'the window of RFC-0001 section 1', EXAMPLE, 60_000],
    ['at-its-start', 'the first millisecond of a window', MINUTE, 60_000],
    ['before-its-end', 'the last millisecond of a window', MINUTE + 59_999, 60_000],
    ['next', 'the first millisecond of the next', MINUTE + 60_000, 60_000],
    ['second', 'the narrowest, a second', EXAMPLE, 1000],
    ['hour', 'the widest, an hour', EXAMPLE, 3_600_000],
    ['odd-width', 'a width that divides no minute', EXAMPLE, 7919],
    ['width-of-a-prime', 'a width of 1009 ms', MINUTE + 1, 1009],
    ['long-ago', 'a time in 1971', 31_536_000_001, 60_000],
    ['far-off', 'a time in 2100', 4_102_444_800_123, 3_599_999],
  ];
  for (const [id, title, t, ms] of good)
    yield { id: `window-${id}`, title, requirements: WINDOW, input: window(t, ms) };
  yield {
    id: 'window-claim',
    title: 'a right claim',
    requirements: WINDOW,
    input: { ...window(EXAMPLE, 60_000), claimed: MINUTE },
  };
  const claims: readonly [string, number, number, number, string][] = [
    ['rounded', MINUTE + 45_000, 60_000, MINUTE + 60_000, 'rounded to the nearest window'],
    ['end', EXAMPLE, 60_000, MINUTE + 60_000, 'took the end of the window'],
    ['number', EXAMPLE, 60_000, MINUTE / 60_000, 'took the number of the window'],
    ['seconds', EXAMPLE, 60_000, MINUTE / 1000, 'counted in seconds'],
    ['time-itself', EXAMPLE, 60_000, EXAMPLE, 'took the time itself'],
    [
      'since-the-hour',
      EXAMPLE,
      7919,
      1_769_850_000_000 + Math.floor((EXAMPLE - 1_769_850_000_000) / 7919) * 7919,
      'counted windows from the hour',
    ],
  ];
  for (const [id, t, ms, claimed, mistake] of claims)
    yield {
      id: `window-not-${id}`,
      title: `a claim: ${id.replaceAll('-', ' ')}`,
      requirements: WINDOW,
      input: { ...window(t, ms), claimed },
      refused: 'mismatch',
      mistake,
    };
  const outside: readonly [string, Json, Json][] = [
    ['narrow', EXAMPLE, 999],
    ['wide', EXAMPLE, 3_600_001],
    ['nothing', EXAMPLE, 0],
    ['negative', EXAMPLE, -60_000],
    ['broken', EXAMPLE, 1000.5],
    ['text', EXAMPLE, '60000'],
  ];
  for (const [id, t, ms] of outside)
    yield {
      id: `window-${id}`,
      title: `a width that is ${id}`,
      requirements: WINDOW,
      input: window(t, ms),
      refused: 'out-of-range',
    };
}

/** What has a life, its sentence, its shortest and longest (of a key, which has no bound, a year), and one out of range. */
const LIVES: readonly [string, string, number, number, number][] = [
  ['evaluation', 'EAAP-0001-096', 1000, 300_000, 300_001],
  ['escalation', 'EAAP-0009-008', 1000, 604_800_000, 604_800_001],
  ['silence', 'EAAP-0001-103', 1000, 86_400_000, 86_400_001],
  ['key', 'EAAP-0016-007', 1, 31_536_000_000, 0],
];

function* lives(): Iterable<CaseSource> {
  for (const [of, requirement, shortest, longest, outside] of LIVES) {
    const requirements = [requirement];
    const holds = (ms: number, after: number): JsonObject => ({
      kind: 'holds',
      of,
      t: EXAMPLE,
      ms,
      now: EXAMPLE + after,
    });
    yield {
      id: `${of}-at-once`,
      title: `${of}: in its first millisecond`,
      requirements,
      input: holds(60_000, 0),
    };
    yield {
      id: `${of}-last`,
      title: `${of}: in its last millisecond`,
      requirements,
      input: holds(60_000, 59_999),
    };
    yield {
      id: `${of}-shortest-last`,
      title: `${of}: the shortest, in its last millisecond`,
      requirements,
      input: holds(shortest, shortest - 1),
    };
    yield {
      id: `${of}-longest-last`,
      title: `${of}: ${of === 'key' ? 'a year' : 'the longest'}, in its last millisecond`,
      requirements,
      input: holds(longest, longest - 1),
    };
    yield {
      id: `${of}-over`,
      title: `${of}: in the very millisecond of its end`,
      requirements,
      input: holds(60_000, 60_000),
      refused: 'over',
      mistake: 'took the end for inclusive',
    };
    yield {
      id: `${of}-long-over`,
      title: `${of}: long over`,
      requirements,
      input: holds(60_000, 3_600_000),
      refused: 'over',
    };
    yield {
      id: `${of}-shortest-over`,
      title: `${of}: the shortest, over`,
      requirements,
      input: holds(shortest, shortest),
      refused: 'over',
    };
    yield {
      id: `${of}-longest-over`,
      title: `${of}: ${of === 'key' ? 'a year' : 'the longest'}, over`,
      requirements,
      input: holds(longest, longest),
      refused: 'over',
    };
    yield {
      id: `${of}-outside`,
      title: `${of}: a life out of range`,
      requirements,
      input: holds(outside, 0),
      refused: 'out-of-range',
    };
    if (of !== 'key')
      yield {
        id: `${of}-too-short`,
        title: `${of}: a life of 999 ms`,
        requirements,
        input: holds(999, 0),
        refused: 'out-of-range',
      };
  }
  const ends: readonly [string, string][] = [
    ['evaluation', 'EAAP-0001-093'],
    ['escalation', 'EAAP-0009-007'],
  ];
  for (const [of, requirement] of ends) {
    const end = (ms: number): JsonObject => ({ kind: 'end', of, t: EXAMPLE, ms });
    yield { id: `${of}-end`, title: `${of}: its end`, requirements: [requirement], input: end(60_000) };
    yield {
      id: `${of}-end-odd`,
      title: `${of}: its end after an odd life`,
      requirements: [requirement],
      input: end(12_347),
    };
    yield {
      id: `${of}-end-of-window`,
      title: `${of}: a claim from the start of the window`,
      requirements: [requirement],
      input: { ...end(60_000), claimed: MINUTE + 60_000 },
      refused: 'mismatch',
      mistake: 'counted from the start of the window',
    };
    yield {
      id: `${of}-end-inclusive`,
      title: `${of}: a claim of the last millisecond`,
      requirements: [requirement],
      input: { ...end(60_000), claimed: EXAMPLE + 59_999 },
      refused: 'mismatch',
      mistake: 'named the last millisecond instead of the end',
    };
  }
}

const answer: Topic['answer'] = (input) => timeOf(input as JsonObject);

export const topic: Topic = {
  name: 'windows',
  title: 'Windows and ends',
  specified: 'RFC-0008 section 3; of a key RFC-0016 section 2',
  input:
    'All numbers are milliseconds. kind `window`: the window of the time t, ms being `window_ms`. kind `end`: the end of what was made at t and lives for ms, of being an evaluation (ms is `ttl_ms`) or an escalation (`escalation.ttl_ms`). kind `holds`: whether what was made at t and lives for ms holds at now, of being an evaluation (it may be committed), an escalation (it is pending), silence (a commit at t without an outcome is not `unknown`; ms is `outcome_ms`) or key (a key made at t that expires at t + ms is taken). claimed: what somebody says the output is.',
  output: 'The start of the window, or the end, in milliseconds since 1970; true for what holds.',
  reasons: {
    over: 'now is not before the end',
    'out-of-range': 'a width or life that the policy, or a request for a key, may not state',
    mismatch: 'what is claimed is not the output',
  },
  cases: () => [...windows(), ...lives()],
  answer,
};
