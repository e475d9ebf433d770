import type { Control } from '../../control/types.ts';
import { digest } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Counted, Limit, Use } from '../../model/limits.ts';
import type { Mutant } from '../types.ts';

type Compute = Control['compute'];
type Computed = Awaited<ReturnType<Compute>>;

/** Computes one topic wrongly. */
const computing =
  (
    topic: string,
    wrong: (input: JsonObject, next: (input: Json) => Promise<Computed>) => Promise<Computed>,
  ) =>
  (next: Compute): Compute =>
  (asked, input) =>
    asked === topic ? wrong(input as JsonObject, (other) => next(topic, other)) : next(asked, input);

/** Another condition in the place of the one that was given. */
const rewriting = (change: (when: string) => string) =>
  computing('cel', (input, next) => next({ ...input, when: change(String(input['when'])) }));

/** Another answer where the right one is a refusal for one reason, and the condition has a certain form. */
const instead = (reason: string, answer: Computed, form = /(?:)/) =>
  computing('cel', async (input, next) => {
    const right = await next(input);
    const isMeant = 'refused' in right && right.refused === reason && form.test(String(input['when']));
    return isMeant ? answer : right;
  });

const vectors = (topic: string, ...requirements: readonly string[]): readonly string[] =>
  requirements.map((requirement) => `vectors.${topic}.${requirement}`);

/** A gateway that is wrong in one thing about conditions. */
const cel = (
  requirement: string,
  id: string,
  description: string,
  compute: (next: Compute) => Compute,
): Mutant => ({
  id,
  breaks: [`EAAP-${requirement}`],
  invariant: [8],
  description,
  expected: vectors('cel', requirement),
  compute,
});

interface LimitInput {
  readonly limit: Limit;
  readonly action: Counted;
  readonly history: readonly Use[];
  readonly now: number;
  readonly evaluation: string;
}

/** A gateway that is wrong in one thing about limits. */
const limit = (
  breaks: string,
  id: string,
  description: string,
  expected: readonly string[],
  change: (input: LimitInput) => Partial<LimitInput>,
): Mutant => ({
  id,
  breaks: [`EAAP-${breaks}`],
  invariant: [],
  description,
  expected: vectors('limits', ...expected),
  compute: computing('limits', (input, next) => {
    const given = input as unknown as LimitInput;
    return next({ ...given, ...change(given) } as unknown as Json);
  }),
});

/** Accepts a document that is refused for one reason. */
const accepting = (topic: string, member: string, tag: string, reason: string) =>
  computing(topic, async (input, next) => {
    const right = await next(input);
    return 'refused' in right && right.refused === reason
      ? { output: { digest: digest(tag, input[member] ?? null) } }
      : right;
  });

const CEL: readonly Mutant[] = [
  cel(
    '0007-006',
    'cel-takes-comments',
    'Takes comments in conditions.',
    rewriting((when) => when.replace(/ \/\/.*$/, '')),
  ),
  cel(
    '0007-007',
    'cel-reads-the-intent',
    'Lets a condition read what an agent says of itself.',
    rewriting((when) => when.replace('action.intent', 'action.tool')),
  ),
  cel(
    '0007-008',
    'cel-cuts-fractions',
    'Cuts off what is behind the point of a number.',
    rewriting((when) => when.replace('int(action.parameters.half)', '0')),
  ),
  cel(
    '0007-009',
    'cel-types-when-run',
    'Finds out at the first action that types do not fit.',
    instead('type', { refused: 'run-failed' }),
  ),
  cel(
    '0007-010',
    'cel-divides-downwards',
    'Rounds a division down.',
    rewriting((when) => when.replace('-7 / 2', '-8 / 2')),
  ),
  cel(
    '0007-011',
    'cel-absorbs-nothing',
    'Gives a conjunction or disjunction no value when an operand has none.',
    computing('cel', async (input, next) => {
      const right = await next(input);
      const when = String(input['when']);
      const reads = /parameters\.x\b|1 \/ x/.test(when) && !when.includes('?');
      return 'output' in right && reads ? { refused: 'run-failed' } : right;
    }),
  ),
  cel(
    '0007-012',
    'cel-null-is-absent',
    'Takes a parameter that is null for absent.',
    rewriting((when) => when.replace('has(action.parameters.nothing)', 'false')),
  ),
  cel(
    '0007-013',
    'cel-goes-round',
    'Goes round to the smallest int behind the largest.',
    instead('run-failed', { output: false }, /^9223372036854775807 \+/),
  ),
  cel(
    '0007-014',
    'cel-counts-units',
    'Counts the units of a text.',
    rewriting((when) => when.replace('"\u{1f600}é".size()', '3')),
  ),
  cel(
    '0007-015',
    'cel-answers-unselected',
    'Answers a question about facts that nothing selects.',
    instead('run-fact', { output: false }),
  ),
  cel(
    '0007-016',
    'cel-takes-the-first-fact',
    'Takes the first of several facts.',
    instead('run-failed', { output: true }, /"tags"/),
  ),
  cel(
    '0007-017',
    'cel-takes-flags',
    'Takes the flags of RE2 in a pattern.',
    instead('pattern', { output: true }, /\(\?i\)/),
  ),
  cel(
    '0007-018',
    'cel-ignores-case',
    'Finds a pattern in upper case as well.',
    rewriting((when) => when.replace('!"A".matches("a")', 'false')),
  ),
  cel(
    '0007-019',
    'cel-without-a-meter',
    'Evaluates a condition to its end, whatever it costs.',
    instead('run-cost', { output: true }),
  ),
  cel(
    '0007-020',
    'cel-takes-anything-for-true',
    'Takes a value that is no bool for true.',
    instead('run-not-boolean', { output: true }),
  ),
  cel(
    '0007-021',
    'cel-estimates-nothing',
    'Loads conditions whatever they may cost.',
    instead('estimate', { output: true }),
  ),
];

const LIMITS: readonly Mutant[] = [
  limit(
    '0010-003',
    'limits-without-sessions',
    'Counts the sessions of a principal together.',
    ['0010-003'],
    ({ limit: given }) => ({
      limit: given.scope === 'session' ? { ...given, scope: 'principal' } : given,
    }),
  ),
  limit(
    '0010-004',
    'loops-by-order',
    'Compares effects in the order they were found in.',
    ['0010-004'],
    ({ limit: given, action, history }) => ({
      history: history.filter(
        ({ effects }) => given.kind !== 'loop' || JSON.stringify(effects) === JSON.stringify(action.effects),
      ),
    }),
  ),
  limit(
    '0010-005',
    'window-too-short',
    'Ends a window a millisecond early.',
    ['0010-005', '0010-007'],
    ({ now }) => ({ now: now + 1 }),
  ),
  limit(
    '0010-006',
    'counts-itself',
    'Counts an attempt again when it is judged again.',
    ['0010-006'],
    () => ({ evaluation: 'none' }),
  ),
  limit(
    '0010-007',
    'below-the-limit',
    'Refuses what reaches a quota exactly.',
    ['0010-003', '0010-007'],
    ({ limit: given }) => ({
      limit: given.kind === 'quota' ? { ...given, max: given.max - 1 } : given,
    }),
  ),
];

/** Gateways that compute the vectors of policies, conditions, limits and manifests wrongly. */
export const POLICY_VECTOR_MUTANTS: readonly Mutant[] = [
  ...CEL,
  ...LIMITS,
  {
    id: 'loads-doubled-ids',
    breaks: ['EAAP-0007-001'],
    invariant: [8],
    description: 'Loads a policy in which an id is used twice.',
    expected: vectors('policies', '0007-001'),
    compute: accepting('policies', 'policy', 'EAAP-POLICY-v1', 'duplicate-id'),
  },
  {
    id: 'pins-overlapping-parameters',
    breaks: ['EAAP-0006-001'],
    invariant: [8],
    description: 'Accepts a manifest that describes one place twice.',
    expected: vectors('manifests', '0006-001'),
    compute: accepting('manifests', 'manifest', 'EAAP-MANIFEST-v1', 'overlap'),
  },
];
