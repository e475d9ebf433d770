import { effectiveConfidence } from '../../model/decay.ts';
import type { JsonObject } from '../../model/json.ts';
import { held, MISMATCH } from '../lib/claim.ts';
import type { CaseSource, Topic } from '../types.ts';

const DECAY = 'EAAP-0001-059';
const BOUNDS = 'EAAP-0004-001';
const DAY = 86_400_000;
const LAST = 253_402_300_799_999;
const LONGEST = 315_360_000_000;

type Fading = readonly [confidence: number, half_life_ms: number, observed_at: number, at: number];
const inputOf = ([confidence, half_life_ms, observed_at, at]: Fading): JsonObject => ({
  confidence,
  half_life_ms,
  observed_at,
  at,
});
const left = (id: string, title: string, fading: Fading): CaseSource => ({
  id,
  title,
  requirements: [DECAY],
  input: inputOf(fading),
});

/** 9000 with a half-life of a day, after this part of it. */
const after = (id: string, age: number): CaseSource =>
  left(`nine-thousand-${id}`, `9000 after ${age / DAY} half-lives`, [9000, DAY, 0, age]);

const LEFT: readonly CaseSource[] = [
  after('fresh', 0),
  after('a-millisecond', 1),
  after('half', DAY / 2),
  after('almost-one', DAY - 1),
  after('one', DAY),
  after('just-over-one', DAY + 1),
  after('one-and-a-quarter', (DAY * 5) / 4),
  after('two', 2 * DAY),
  after('three-and-a-half', (DAY * 7) / 2),
  after('thirteen', 13 * DAY),
  after('almost-fourteen', 14 * DAY - 1),
  after('fourteen', 14 * DAY),
  left('all', 'all of it', [10_000, DAY, 0, 0]),
  left('all-thirteen', '10000 after 13 half-lives: one is left', [10_000, 1, 0, 13]),
  left('all-fourteen', '10000 after 14: nothing', [10_000, 1, 0, 14]),
  left('none', 'nothing of nothing', [0, DAY, 0, 5]),
  left('one-point', 'one basis point falls to half of it, which is none', [1, DAY, 0, DAY / 2]),
  left('one-point-late', 'and stays until the very end', [1, DAY, 0, DAY - 1]),
  left('odd', 'an odd confidence: b is rounded down', [9001, 1000, 0, 1000]),
  left('odd-between', 'an odd confidence between halvings', [9001, 1000, 0, 999]),
  left('shortest', 'a half-life of a millisecond', [10_000, 1, 0, 1]),
  left('longest', 'a half-life of ten years', [10_000, LONGEST, 0, LONGEST / 2]),
  left('longest-one-less', 'a product of 1.5 · 10^15', [9999, LONGEST, 0, LONGEST - 1]),
  left('no-divisor', 'a half-life that divides nothing evenly', [9973, 7_777_777, 0, 19_999_999]),
  left('future', 'a fact observed after that time has all of it', [9000, DAY, 1000, 999]),
  left('future-far', 'however long after', [9000, 1, LAST, 0]),
  left('oldest', 'the oldest fact there can be', [10_000, LONGEST, 0, LAST]),
  left('late', 'at a date of today', [8000, 30 * DAY, 1_769_850_000_000, 1_769_850_000_000 + 12 * DAY]),
];

const wrong = (id: string, mistake: string, fading: Fading, claimed: number): CaseSource => ({
  id: `claim-${id}`,
  title: `claimed: ${mistake}`,
  requirements: [DECAY],
  input: { ...inputOf(fading), claimed },
  refused: 'mismatch',
  mistake,
});

const CLAIMS: readonly CaseSource[] = [
  wrong('exponential', 'computed 9000 · 2^-0.5 with a floating exponent', [9000, DAY, 0, DAY / 2], 6363),
  wrong('exponential-quarter', 'computed 9000 · 2^-1.25', [9000, DAY, 0, (DAY * 5) / 4], 3784),
  wrong('straight-to-zero', 'fell in one straight line to nothing', [9000, DAY, 0, DAY], 0),
  wrong('stepped', 'halved in steps alone', [9000, DAY, 0, (DAY * 3) / 2], 4500),
  wrong('rounded', 'rounded to the nearest', [9000, DAY, 0, (DAY * 5) / 4], 3937),
  wrong('rounded-up', 'rounded what is left down instead of what is lost', [9001, 1000, 0, 999], 4504),
  wrong('halving-first', 'took the whole for the half', [9000, DAY, 0, DAY / 2], 4500),
  wrong('upper-half', 'rounded the half up', [9001, 1000, 0, 1000], 4501),
  wrong('off-by-one', 'took the last millisecond of a half-life for its end', [9000, DAY, 0, DAY - 1], 4500),
  wrong('never-zero', 'kept a remainder for ever', [10_000, 1, 0, 14], 1),
  wrong('thirteen', 'was done after 13 half-lives', [10_000, 1, 0, 13], 0),
  wrong('future', 'gave a fact of the future more than it has', [9000, DAY, DAY, 0], 18_000),
  wrong('future-none', 'gave a fact of the future nothing', [9000, DAY, DAY, 0], 0),
  wrong('seconds', 'counted seconds', [9000, 1000, 0, 1500], 9000),
  wrong('percent', 'gave percent', [9000, DAY, 0, DAY], 45),
];
const right: CaseSource = {
  id: 'claim-right',
  title: 'a claim that is right',
  requirements: [DECAY],
  input: { ...inputOf([9000, DAY, 0, (DAY * 5) / 4]), claimed: 3938 },
};

const outside = (id: string, title: string, refused: string, fading: Fading): CaseSource => ({
  id: `outside-${id}`,
  title,
  requirements: [BOUNDS],
  input: inputOf(fading),
  refused,
});
const OUTSIDE: readonly CaseSource[] = [
  outside('over', 'more than all', 'confidence-out-of-range', [10_001, DAY, 0, 0]),
  outside('below', 'less than nothing', 'confidence-out-of-range', [-1, DAY, 0, 0]),
  outside('fraction', 'a fraction of a basis point', 'confidence-out-of-range', [0.9, DAY, 0, 0]),
  outside('no-half-life', 'no half-life', 'half-life-out-of-range', [9000, 0, 0, 0]),
  outside('long-half-life', 'longer than ten years', 'half-life-out-of-range', [9000, LONGEST + 1, 0, 0]),
  outside('half-life-fraction', 'half a millisecond', 'half-life-out-of-range', [9000, 0.5, 0, 0]),
  outside('before-1970', 'observed before 1970', 'time-out-of-range', [9000, DAY, -1, 0]),
  outside('after-9999', 'asked for after 9999', 'time-out-of-range', [9000, DAY, 0, LAST + 1]),
  outside('time-fraction', 'half a millisecond past', 'time-out-of-range', [9000, DAY, 0, 0.5]),
];

const within = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

export const topic: Topic = {
  name: 'decay',
  title: 'Decay',
  specified: 'RFC-0004 section 3',
  input:
    '`confidence` in basis points, `half_life_ms`, `observed_at` and `at` in milliseconds since 1970. `claimed`, where ' +
    'it is given, is what somebody says is left.',
  output: 'What is left of the confidence at `at`, in basis points.',
  reasons: {
    'confidence-out-of-range': 'The confidence is no integer from 0 to 10000.',
    'half-life-out-of-range': 'The half-life is no integer from 1 to 315360000000.',
    'time-out-of-range': 'A time is no integer from 0 to 253402300799999.',
    mismatch: MISMATCH,
  },
  cases: () => [...LEFT, right, ...CLAIMS, ...OUTSIDE],
  answer(input) {
    const { confidence, half_life_ms, observed_at, at } = input as unknown as Record<string, number>;
    const faults = [
      ...(within(confidence, 0, 10_000) ? [] : ['confidence-out-of-range']),
      ...(within(half_life_ms, 1, LONGEST) ? [] : ['half-life-out-of-range']),
      ...(within(observed_at, 0, LAST) && within(at, 0, LAST) ? [] : ['time-out-of-range']),
    ];
    if (faults.length > 0) return { refused: faults };
    const fading = {
      confidence: Number(confidence),
      half_life_ms: Number(half_life_ms),
      observed_at: Number(observed_at),
    };
    return held(input as JsonObject, effectiveConfidence(fading, Number(at)));
  },
};
