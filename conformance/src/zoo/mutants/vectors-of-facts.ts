import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import type { Mutant } from '../types.ts';

type Compute = NonNullable<Mutant['compute']>;

/** Another answer to what a topic is asked, given the input and the right one. */
const answering =
  (topic: string, change: (input: JsonObject, right: Answer) => Answer): Compute =>
  (next) =>
  async (asked, input) => {
    const right = await next(asked, input);
    return asked === topic && !('unsupported' in right) ? change(input as JsonObject, right) : right;
  };

/** The right answer to another input. */
const misreading =
  (topic: string, change: (input: JsonObject) => JsonObject): Compute =>
  (next) =>
  async (asked, input) =>
    next(asked, asked === topic ? (change(input as JsonObject) as Json) : input);

/** Another output, where there is one. */
const computing = (topic: string, change: (output: JsonObject, input: JsonObject) => Json): Compute =>
  answering(topic, (input, right) =>
    'output' in right ? { output: change(right.output as JsonObject, input) } : right,
  );

const rows = (value: Json | undefined): readonly JsonObject[] => value as readonly JsonObject[];
const number = (value: Json | undefined): number => Number(value);
const source = (input: JsonObject): JsonObject => input['source'] as JsonObject;

/** Broken in what they compute of time, likeness and order. */
const context: readonly Mutant[] = [
  {
    id: 'decays-in-steps',
    breaks: ['EAAP-0001-059'],
    invariant: [9],
    description: 'Halves confidence after each half-life and leaves it as it is between.',
    expected: ['vectors.decay.0001-059'],
    compute: answering('decay', (input, right) => {
      if (!('output' in right) || input['claimed'] !== undefined) return right;
      const age = Math.max(0, number(input['at']) - number(input['observed_at']));
      const halvings = Math.min(31, Math.floor(age / number(input['half_life_ms'])));
      return { output: number(input['confidence']) >> halvings };
    }),
  },
  {
    id: 'decay-without-bounds',
    breaks: ['EAAP-0004-001'],
    invariant: [9],
    description: 'Takes any confidence, half-life and time.',
    expected: ['vectors.decay.0004-001'],
    compute: answering('decay', (_, right) =>
      'refused' in right && right.refused.endsWith('-out-of-range') ? { output: 0 } : right,
    ),
  },
  {
    id: 'accents-stripped',
    breaks: ['EAAP-0004-002'],
    invariant: [],
    description: 'Takes letters with an accent for those without.',
    expected: ['vectors.similarity.0004-002'],
    compute: misreading('similarity', ({ a, b, ...rest }) => {
      const bare = (text: Json | undefined): string => String(text).normalize('NFD').replace(/\p{M}/gu, '');
      return { a: bare(a), b: bare(b), ...rest };
    }),
  },
  {
    id: 'mark-taken-for-space',
    breaks: ['EAAP-0004-003'],
    invariant: [],
    description: 'Takes a question of nothing but a byte order mark for none.',
    expected: ['vectors.relevance.0004-003'],
    compute: misreading('relevance', ({ query, ...rest }) => ({
      ...rest,
      query: typeof query === 'string' && query.trim() === '' ? null : (query ?? null),
    })),
  },
  {
    id: 'relevance-rounded-up',
    breaks: ['EAAP-0004-003'],
    invariant: [],
    description: 'Answers a snapshot with relevances one too high.',
    expected: [
      'vectors.snapshots.0001-046',
      'vectors.snapshots.0001-059',
      'vectors.snapshots.0001-060',
      'vectors.snapshots.0001-061',
      'vectors.snapshots.0003-008',
      'vectors.snapshots.0004-003',
      'vectors.snapshots.0004-004',
      'vectors.snapshots.0004-005',
      'vectors.snapshots.0004-006',
      'vectors.snapshots.0004-007',
      'vectors.snapshots.0004-008',
      'vectors.snapshots.0004-009',
      'vectors.snapshots.0004-010',
      'vectors.snapshots.0004-011',
      'vectors.snapshots.0004-012',
    ],
    compute: computing('snapshots', (snapshot) => ({
      ...snapshot,
      facts: rows(snapshot['facts']).map((one) => ({ ...one, relevance: number(one['relevance']) + 1 })),
    })),
  },
  {
    id: 'order-as-stored',
    breaks: ['EAAP-0004-004'],
    invariant: [],
    description: 'Orders facts by id alone.',
    expected: ['vectors.relevance.0004-003', 'vectors.relevance.0004-004'],
    compute: answering('relevance', (_, right) =>
      'output' in right ? { output: [...(right.output as string[][])].sort() } : right,
    ),
  },
  {
    id: 'versions-of-now',
    breaks: ['EAAP-0004-006', 'EAAP-0001-061'],
    invariant: [5, 9],
    description: 'Answers the past with the facts that count now.',
    expected: [
      'vectors.snapshots.0001-059',
      'vectors.snapshots.0001-060',
      'vectors.snapshots.0001-061',
      'vectors.snapshots.0003-008',
      'vectors.snapshots.0004-006',
      'vectors.snapshots.0004-007',
      'vectors.snapshots.0004-008',
      'vectors.snapshots.0004-010',
    ],
    compute: misreading('snapshots', (input) => {
      const { as_of: _, ...request } = input['request'] as JsonObject;
      const isPast = Date.parse(String((input['request'] as JsonObject)['as_of'])) < number(input['now']);
      return isPast ? { ...input, request } : input;
    }),
  },
  {
    id: 'conflicts-within-the-limit',
    breaks: ['EAAP-0001-046', 'EAAP-0004-007'],
    invariant: [6],
    description: 'Answers no more conflicts than facts.',
    expected: [
      'vectors.snapshots.0001-046',
      'vectors.snapshots.0004-007',
      'vectors.snapshots.0004-008',
      'vectors.snapshots.0004-011',
    ],
    compute: computing('snapshots', (snapshot) => ({
      ...snapshot,
      conflicts: rows(snapshot['conflicts']).slice(0, number(snapshot['limit'])),
    })),
  },
  {
    id: 'health-of-what-is-shown',
    breaks: ['EAAP-0004-009'],
    invariant: [9],
    description: 'Looks for faded facts only among those that the limit lets through.',
    expected: ['vectors.snapshots.0004-009', 'vectors.snapshots.0004-011'],
    compute: computing('snapshots', (snapshot) => {
      const faded = rows(snapshot['facts']).some((one) => number(one['effective_confidence']) < 2500);
      return snapshot['health'] === 'degraded' && !faded ? { ...snapshot, health: 'healthy' } : snapshot;
    }),
  },
  {
    id: 'health-of-a-narrow-kind',
    breaks: ['EAAP-0004-008', 'EAAP-0004-010'],
    invariant: [5, 9],
    description: 'Knows a healthy context and a degraded one, and takes each for the other.',
    expected: [
      'vectors.snapshots.0001-046',
      'vectors.snapshots.0001-059',
      'vectors.snapshots.0001-060',
      'vectors.snapshots.0001-061',
      'vectors.snapshots.0003-008',
      'vectors.snapshots.0004-003',
      'vectors.snapshots.0004-004',
      'vectors.snapshots.0004-005',
      'vectors.snapshots.0004-006',
      'vectors.snapshots.0004-007',
      'vectors.snapshots.0004-008',
      'vectors.snapshots.0004-009',
      'vectors.snapshots.0004-010',
      'vectors.snapshots.0004-011',
      'vectors.snapshots.0004-012',
    ],
    compute: computing('snapshots', (snapshot) => ({
      ...snapshot,
      health: snapshot['health'] === 'healthy' ? 'degraded' : 'healthy',
    })),
  },
  {
    id: 'says-nothing-of-more',
    breaks: ['EAAP-0004-011', 'EAAP-0004-012'],
    invariant: [],
    description: 'Answers as many facts as there are under a limit of 200.',
    expected: [
      'vectors.snapshots.0001-046',
      'vectors.snapshots.0004-006',
      'vectors.snapshots.0004-008',
      'vectors.snapshots.0004-009',
      'vectors.snapshots.0004-011',
      'vectors.snapshots.0004-012',
    ],
    compute: computing('snapshots', (snapshot) =>
      snapshot['truncated'] === true ? { ...snapshot, truncated: false } : snapshot,
    ),
  },
  {
    id: 'searches-anything',
    breaks: ['EAAP-0004-005', 'EAAP-0001-006', 'EAAP-0001-014'],
    invariant: [4],
    description:
      'Answers searches of the future, with unknown members and of other namespaces with what it has.',
    expected: [
      'vectors.snapshots.0001-006',
      'vectors.snapshots.0001-014',
      'vectors.snapshots.0004-003',
      'vectors.snapshots.0004-005',
      'vectors.snapshots.0004-006',
      'vectors.snapshots.0004-012',
    ],
    compute: answering('snapshots', (_, right) =>
      'refused' in right && right.refused !== 'mismatch' ? { output: {} } : right,
    ),
  },
  {
    id: 'decay-at-observation',
    breaks: ['EAAP-0001-059'],
    invariant: [9],
    description: 'Answers a snapshot with the confidence that facts had when they were observed.',
    expected: [
      'vectors.snapshots.0001-059',
      'vectors.snapshots.0001-061',
      'vectors.snapshots.0003-008',
      'vectors.snapshots.0004-003',
      'vectors.snapshots.0004-004',
      'vectors.snapshots.0004-005',
      'vectors.snapshots.0004-006',
      'vectors.snapshots.0004-007',
      'vectors.snapshots.0004-008',
      'vectors.snapshots.0004-009',
      'vectors.snapshots.0004-010',
      'vectors.snapshots.0004-011',
      'vectors.snapshots.0004-012',
    ],
    compute: computing('snapshots', (snapshot) => ({
      ...snapshot,
      facts: rows(snapshot['facts']).map((one) => ({
        ...one,
        effective_confidence: (one['fact'] as JsonObject)['confidence'] ?? 0,
      })),
    })),
  },
];

/** Broken in how they rate and reinforce. */
const rating: readonly Mutant[] = [
  {
    id: 'last-entry-counts',
    breaks: ['EAAP-0003-001'],
    invariant: [2],
    description: 'Rates a source by the last entry of the trust table that matches.',
    expected: ['vectors.trust.0001-026', 'vectors.trust.0003-001'],
    compute: misreading('trust', (input) => ({ ...input, sources: [...rows(input['sources'])].reverse() })),
  },
  {
    id: 'unknown-sources-unbounded',
    breaks: ['EAAP-0003-002'],
    invariant: [2],
    description: 'Bounds nothing of what a source says that the trust table does not know.',
    expected: ['vectors.trust.0003-002'],
    compute: misreading('trust', (input) => {
      const most = { max_confidence: 10_000, max_half_life_ms: 315_360_000_000 };
      const { kind = '', id = '' } = source(input);
      return { ...input, sources: [...rows(input['sources']), { kind, id, trust: 'untrusted', ...most }] };
    }),
  },
  {
    id: 'agents-as-rated',
    breaks: ['EAAP-0001-025'],
    invariant: [2],
    description: 'Trusts an agent as the trust table says.',
    expected: ['vectors.trust.0001-025', 'vectors.trust.0001-026'],
    compute: misreading('trust', (input) =>
      source(input)['kind'] === 'agent'
        ? {
            ...input,
            source: { ...source(input), kind: 'human' },
            sources: rows(input['sources']).map((one) =>
              one['kind'] === 'agent' ? { ...one, kind: 'human' } : one,
            ),
          }
        : input,
    ),
  },
  {
    id: 'rated-as-asked',
    breaks: ['EAAP-0001-026'],
    invariant: [2, 9],
    description: 'Gives a fact the confidence that was asked for.',
    expected: ['vectors.trust.0001-026', 'vectors.trust.0003-002'],
    compute: answering('trust', ({ confidence }, right) =>
      'output' in right && confidence !== undefined
        ? { output: { ...(right.output as JsonObject), confidence } }
        : right,
    ),
  },
  {
    id: 'stale-repetition-weakens',
    breaks: ['EAAP-0003-020'],
    invariant: [9],
    description: 'Takes from a fact a second time what time has taken, when an old observation is repeated.',
    expected: [
      'vectors.reinforcement.0003-018',
      'vectors.reinforcement.0003-019',
      'vectors.reinforcement.0003-020',
    ],
    compute: computing('reinforcement', (output, { fact, again }) => {
      const [was, said] = [fact as JsonObject, again as JsonObject];
      const isOlder = number(said['observed_at']) <= number(was['observed_at']);
      return isOlder ? { ...output, confidence: Math.floor(number(was['confidence']) / 2) } : output;
    }),
  },
  {
    id: 'repetition-moves-back',
    breaks: ['EAAP-0003-018'],
    invariant: [9],
    description: 'Counts a fact from when it was last told of, be it earlier.',
    expected: [
      'vectors.reinforcement.0003-018',
      'vectors.reinforcement.0003-019',
      'vectors.reinforcement.0003-020',
    ],
    compute: computing('reinforcement', (output, { again }) => ({
      ...output,
      observed_at: (again as JsonObject)['observed_at'] ?? 0,
    })),
  },
  {
    id: 'shorter-half-life',
    breaks: ['EAAP-0003-019'],
    invariant: [9],
    description: 'Gives a reinforced fact the half-life of the newer observation.',
    expected: ['vectors.reinforcement.0003-019'],
    compute: computing('reinforcement', (output, { again }) => ({
      ...output,
      half_life_ms: (again as JsonObject)['half_life_ms'] ?? 1,
    })),
  },
  {
    id: 'reinforced-where-it-was',
    breaks: ['EAAP-0001-060'],
    invariant: [9],
    description: 'Leaves a reinforced fact where it was in time.',
    expected: ['vectors.reinforcement.0001-060', 'vectors.reinforcement.0003-019'],
    compute: computing('reinforcement', (output, { fact }) => ({
      ...output,
      observed_at: (fact as JsonObject)['observed_at'] ?? 0,
    })),
  },
  {
    id: 'takes-what-has-not-been',
    breaks: ['EAAP-0001-023', 'EAAP-0003-003'],
    invariant: [2, 9],
    description: 'Is reinforced by what is yet to be observed, and by what is over.',
    expected: ['vectors.reinforcement.0001-023', 'vectors.reinforcement.0003-003'],
    compute: answering('reinforcement', ({ again }, right) =>
      'refused' in right && right.refused !== 'mismatch' ? { output: again ?? null } : right,
    ),
  },
];

/** A place of vectors with other events. */
const eventful = (change: (event: JsonObject) => JsonObject | undefined): Compute =>
  misreading('transitions', (input) => ({
    ...input,
    events: rows(input['events']).flatMap((event) => change(event) ?? []),
  }));

/** Broken in the states of facts and conflicts. */
const states: readonly Mutant[] = [
  {
    id: 'trusts-all-alike',
    breaks: ['EAAP-0001-041', 'EAAP-0003-008'],
    invariant: [5],
    description: 'Lets every source dispute what any other said.',
    expected: [
      'vectors.transitions.0001-040',
      'vectors.transitions.0001-041',
      'vectors.transitions.0001-045',
      'vectors.transitions.0001-048',
      'vectors.transitions.0001-049',
      'vectors.transitions.0001-052',
      'vectors.transitions.0001-053',
      'vectors.transitions.0001-054',
      'vectors.transitions.0001-055',
      'vectors.transitions.0003-005',
      'vectors.transitions.0003-007',
      'vectors.transitions.0003-008',
      'vectors.transitions.0003-009',
      'vectors.transitions.0003-010',
      'vectors.transitions.0003-011',
      'vectors.transitions.0003-012',
      'vectors.transitions.0003-014',
      'vectors.transitions.0003-016',
      'vectors.transitions.0003-017',
      'vectors.transitions.0003-021',
      'vectors.transitions.0003-024',
      'vectors.transitions.0003-028',
    ],
    compute: eventful((event) => (event['do'] === 'store' ? { ...event, trust: 'verified' } : event)),
  },
  {
    id: 'facts-for-ever',
    breaks: ['EAAP-0003-005', 'EAAP-0003-006'],
    invariant: [9],
    description: 'Knows no end of a fact.',
    expected: [
      'vectors.transitions.0001-043',
      'vectors.transitions.0003-003',
      'vectors.transitions.0003-005',
      'vectors.transitions.0003-006',
      'vectors.transitions.0003-017',
      'vectors.transitions.0003-028',
    ],
    compute: eventful(({ valid_until: _, ...event }) => event),
  },
  {
    id: 'last-record-lost',
    breaks: ['EAAP-0003-028'],
    invariant: [6, 7],
    description: 'Does not log the last thing that a request did.',
    expected: [
      'vectors.transitions.0001-039',
      'vectors.transitions.0001-040',
      'vectors.transitions.0001-041',
      'vectors.transitions.0001-043',
      'vectors.transitions.0001-044',
      'vectors.transitions.0001-045',
      'vectors.transitions.0001-048',
      'vectors.transitions.0001-049',
      'vectors.transitions.0001-050',
      'vectors.transitions.0001-051',
      'vectors.transitions.0001-052',
      'vectors.transitions.0001-053',
      'vectors.transitions.0001-054',
      'vectors.transitions.0001-056',
      'vectors.transitions.0003-005',
      'vectors.transitions.0003-006',
      'vectors.transitions.0003-007',
      'vectors.transitions.0003-008',
      'vectors.transitions.0003-009',
      'vectors.transitions.0003-010',
      'vectors.transitions.0003-011',
      'vectors.transitions.0003-012',
      'vectors.transitions.0003-015',
      'vectors.transitions.0003-016',
      'vectors.transitions.0003-017',
      'vectors.transitions.0003-021',
      'vectors.transitions.0003-024',
      'vectors.transitions.0003-028',
    ],
    compute: computing('transitions', (output) => ({
      ...output,
      records: rows(output['records']).slice(0, -1),
    })),
  },
  {
    id: 'refuses-nothing',
    breaks: ['EAAP-0003-014', 'EAAP-0003-022', 'EAAP-0003-026'],
    invariant: [5, 10],
    description: 'Answers every change of a fact or conflict as done.',
    expected: [
      'vectors.transitions.0001-055',
      'vectors.transitions.0001-057',
      'vectors.transitions.0001-058',
      'vectors.transitions.0003-003',
      'vectors.transitions.0003-013',
      'vectors.transitions.0003-014',
      'vectors.transitions.0003-016',
      'vectors.transitions.0003-022',
      'vectors.transitions.0003-023',
      'vectors.transitions.0003-025',
      'vectors.transitions.0003-026',
      'vectors.transitions.0003-028',
    ],
    compute: answering('transitions', (_, right) =>
      'refused' in right && right.refused !== 'mismatch' ? { output: {} } : right,
    ),
  },
];

export const VECTORS_OF_FACTS_MUTANTS: readonly Mutant[] = [...context, ...rating, ...states];
