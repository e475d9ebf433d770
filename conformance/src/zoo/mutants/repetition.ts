import { search as searchContext } from '@eaap/meaning';
import { getFact } from '@eaap/ledger';
import type { Conflict, Fact, SearchRequest, SearchResponse, StoreResponse } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { handling, type Called, type Change } from './lib/deciding.ts';
import { storing, there } from './lib/vault.ts';

/** Broken in what the same value again does to a fact. */
const repeating: readonly Mutant[] = [
  {
    id: 'repetition-raises-trust',
    breaks: ['EAAP-0001-051'],
    invariant: [5, 9],
    description: 'Answers a fact that people repeat as one that people have stated.',
    expected: ['ledger.reinforced', 'ledger.reinforced-locked'],
    change: storing(async ({ call, next }) => {
      const answer = await next();
      const body = answer.body as StoreResponse;
      if (body.result !== 'reinforced' || call.body.source?.kind !== 'human') return answer;
      return { ...answer, body: { ...body, fact: { ...body.fact, trust: 'authoritative' } } };
    }),
  },
  {
    id: 'repetition-is-new',
    breaks: ['EAAP-0001-051'],
    invariant: [5],
    description: 'Answers a repetition as a new fact.',
    expected: [
      'ledger.reinforced',
      'ledger.reinforced-canonical',
      'ledger.reinforced-agent',
      'ledger.reinforced-locked',
    ],
    change: storing(async ({ next }) => {
      const answer = await next();
      const body = answer.body as StoreResponse;
      return body.result === 'reinforced' ? { status: 201, body: { ...body, result: 'stored' } } : answer;
    }),
  },
  {
    id: 'corroboration-refreshes',
    breaks: ['EAAP-0001-052'],
    invariant: [5, 9],
    description: 'Makes a fact as fresh as the repetition by a source that is trusted less.',
    expected: ['ledger.corroborated-unchanged', 'ledger.corroborated-decays'],
    change: storing(async (asked) => {
      const answer = await asked.next();
      const { result, fact } = answer.body as StoreResponse;
      const observed_at = asked.call.body.source?.observed_at;
      if (result !== 'corroborated' || observed_at === undefined) return answer;
      const { kind, id } = fact.source;
      const actor = { ...asked.actor, sources: [{ kind, id }] };
      const body = { ...asked.call.body, source: { kind, id, observed_at } };
      await asked.next({ actor, call: { ...asked.call, body } });
      return answer;
    }),
  },
  {
    id: 'repetition-keeps-its-age',
    breaks: ['EAAP-0001-060'],
    invariant: [9],
    description: 'Lets a fact that was observed again decay as if it had not been.',
    // What is left after a half-life is the same whichever of the two it is counted from: a weaker one shows nothing.
    expected: ['context.reinforced-later', 'judgment.reinforced-ground'],
    change: storing(async (asked) => {
      const { body } = asked.call;
      const same = (await there(asked)).find(
        ({ value }) => JSON.stringify(value) === JSON.stringify(body.value),
      );
      if (same === undefined || body.source === undefined) return asked.next();
      const observed_at = new Date(same.source.observed_at).toISOString();
      return asked.next({
        call: { ...asked.call, body: { ...body, source: { ...body.source, observed_at } } },
      });
    }),
  },
];

type Snapshot = SearchResponse['snapshot'];
type Searching = Called<SearchRequest>;

const snapshots = (
  change: (snapshot: Snapshot, searching: Searching) => Snapshot | Promise<Snapshot>,
): Change =>
  handling<SearchRequest>('search', async (searching) => {
    const answer = await searching.next();
    const body = answer.body as SearchResponse;
    return { ...answer, body: { ...body, snapshot: await change(body.snapshot, searching) } };
  });

/** Snapshots in which what is left of a confidence is computed in another way. */
const leaving = (left: (fact: Fact, age: number, now: number) => number): Change =>
  snapshots((snapshot, { context }) => ({
    ...snapshot,
    facts: snapshot.facts.map((one) => {
      const seen = Date.parse(one.fact.source.observed_at);
      const age = Math.max(0, Date.parse(snapshot.as_of) - seen);
      return { ...one, effective_confidence: left(one.fact, age, context.ledger.parts.clock.now() - seen) };
    }),
  }));

const halved = ({ confidence, half_life_ms }: Fact, age: number): number => {
  const n = Math.floor(age / half_life_ms);
  const a = n >= 14 ? 0 : Math.floor(confidence / 2 ** n);
  return a - Math.floor(((a - Math.floor(a / 2)) * (age % half_life_ms)) / half_life_ms);
};

/** Broken in what time does to facts, and in what it told of the past. */
const passing: readonly Mutant[] = [
  {
    id: 'no-decay',
    breaks: ['EAAP-0001-059'],
    invariant: [9],
    description: 'Answers a fact with the confidence it had when it was observed.',
    expected: [
      'ledger.corroborated-decays',
      'context.decay',
      'context.decay-millisecond',
      'context.decay-by-time',
      'context.reinforced-later',
      'context.reinforced-weaker',
    ],
    change: leaving(({ confidence }) => confidence),
  },
  {
    id: 'smooth-decay',
    breaks: ['EAAP-0001-059'],
    invariant: [9],
    description: 'Decays on an exponential curve in floating point and not on the line between two halvings.',
    expected: [
      'context.decay',
      'context.decay-millisecond',
      'context.decay-by-time',
      'context.reinforced-later',
    ],
    change: leaving(({ confidence, half_life_ms }, age) =>
      Math.round(confidence * 2 ** (-age / half_life_ms)),
    ),
  },
  {
    id: 'decay-in-steps',
    breaks: ['EAAP-0001-059'],
    invariant: [9],
    description: 'Decays only when a half-life is over.',
    expected: [
      'context.decay',
      'context.decay-millisecond',
      'context.decay-by-time',
      'context.reinforced-later',
    ],
    change: leaving(({ confidence, half_life_ms }, age) =>
      Math.floor(confidence / 2 ** Math.min(14, Math.floor(age / half_life_ms))),
    ),
  },
  {
    id: 'decay-never-ends',
    breaks: ['EAAP-0001-059'],
    invariant: [9],
    description: 'Leaves a fact at least one basis point for ever.',
    expected: ['context.decay', 'context.decay-millisecond', 'context.decay-by-time'],
    change: leaving((fact, age) => Math.max(Math.min(1, fact.confidence), halved(fact, age))),
  },
  {
    id: 'past-decays',
    breaks: ['EAAP-0001-059'],
    invariant: [9],
    description: 'Answers a past as_of with what is left now.',
    expected: ['context.decay'],
    change: leaving((fact, _, ageNow) => halved(fact, Math.max(0, ageNow))),
  },
  {
    id: 'past-with-present-conflicts',
    breaks: ['EAAP-0001-061'],
    invariant: [5, 9],
    description: 'Answers the past without the conflicts that have been decided since.',
    expected: ['context.past-conflicts'],
    change: snapshots(async (snapshot, { context, actor, call }) => {
      const { as_of: _, ...request } = call.body;
      const present = await searchContext(context.ledger, actor, request);
      const open = new Set(present.snapshot.conflicts.map(({ id }) => id));
      return { ...snapshot, conflicts: snapshot.conflicts.filter(({ id }: Conflict) => open.has(id)) };
    }),
  },
  {
    id: 'past-with-present-facts',
    breaks: ['EAAP-0001-061'],
    invariant: [5, 9],
    description: 'Answers the past with facts as they are now.',
    expected: ['context.past-facts', 'context.past-conflicts', 'context.past-locks'],
    change: snapshots(async (snapshot, { context, actor }) => ({
      ...snapshot,
      facts: await Promise.all(
        snapshot.facts.map(async (one) => ({
          ...one,
          fact: await getFact(context.ledger, actor, one.fact.id),
        })),
      ),
    })),
  },
];

export const REPETITION_MUTANTS: readonly Mutant[] = [...repeating, ...passing];
