import type { SearchResponse, SearchRequest, Snapshot } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { handling, type Change } from './lib/deciding.ts';

/** Another snapshot than the right one. */
const showing = (change: (snapshot: Snapshot, asked: SearchRequest) => Snapshot): Change =>
  handling<SearchRequest>('search', async ({ call, next }) => {
    const answer = await next();
    const body = answer.body as SearchResponse;
    return { ...answer, body: { ...body, snapshot: change(body.snapshot, call.body) } };
  });

/** Another MAC. */
const sealing = (mac: (body: SearchResponse, namespace: string) => string): Change =>
  handling('search', async ({ actor, next }) => {
    const answer = await next();
    const body = answer.body as SearchResponse;
    return { ...answer, body: { ...body, mac: mac(body, actor.namespace) } };
  });

/** Broken in how they answer a search. */
export const SNAPSHOTS_MUTANTS: readonly Mutant[] = [
  {
    id: 'least-relevant-first',
    breaks: ['EAAP-0004-004'],
    invariant: [],
    description: 'Answers facts the other way round.',
    expected: ['context.order'],
    change: showing((snapshot) => ({ ...snapshot, facts: [...snapshot.facts].reverse() })),
  },
  {
    id: 'ties-by-newest',
    breaks: ['EAAP-0004-004'],
    invariant: [],
    description: 'Answers the newest first of facts that are equally relevant.',
    expected: ['context.order'],
    change: showing((snapshot) => ({
      ...snapshot,
      facts: [...snapshot.facts].sort(
        (a, b) => b.relevance - a.relevance || (a.fact.id < b.fact.id ? 1 : -1),
      ),
    })),
  },
  {
    id: 'future-is-now',
    breaks: ['EAAP-0004-005'],
    invariant: [],
    description: 'Answers a search of the future with the present.',
    expected: ['context.future'],
    change: handling<SearchRequest>('search', async ({ context, call, next }) => {
      const { as_of, ...rest } = call.body;
      const isFuture = as_of !== undefined && Date.parse(as_of) > context.ledger.parts.clock.now() + 10_000;
      return isFuture ? next({ call: { ...call, body: rest } }) : next();
    }),
  },
  {
    id: 'health-without-conflicts',
    breaks: ['EAAP-0004-008'],
    invariant: [5],
    description: 'Calls a context healthy in which facts contradict each other.',
    expected: ['context.health'],
    change: showing((snapshot) =>
      snapshot.health === 'conflicted' ? { ...snapshot, health: 'healthy' } : snapshot,
    ),
  },
  {
    id: 'health-without-age',
    breaks: ['EAAP-0004-009'],
    invariant: [9],
    description: 'Calls a context healthy whose facts have faded.',
    expected: ['context.health'],
    change: showing((snapshot) =>
      snapshot.health === 'degraded' ? { ...snapshot, health: 'healthy' } : snapshot,
    ),
  },
  {
    id: 'never-healthy',
    breaks: ['EAAP-0004-010'],
    invariant: [9],
    description: 'Calls every context degraded that is not conflicted.',
    expected: ['context.health'],
    change: showing((snapshot) =>
      snapshot.health === 'healthy' ? { ...snapshot, health: 'degraded' } : snapshot,
    ),
  },
  {
    id: 'truncated-in-silence',
    breaks: ['EAAP-0004-011'],
    invariant: [],
    description: 'Does not say that there are more facts.',
    expected: ['context.limit'],
    change: showing((snapshot) => ({ ...snapshot, truncated: false })),
  },
  {
    id: 'limit-of-a-hundred',
    breaks: ['EAAP-0004-012'],
    invariant: [],
    description: 'Answers a hundred facts where no limit is stated.',
    expected: ['context.limit'],
    change: handling<SearchRequest>('search', async ({ call, next }) =>
      next({ call: { ...call, body: { limit: 100, ...call.body } } }),
    ),
  },
  {
    id: 'one-mac-for-all',
    breaks: ['EAAP-0004-013'],
    invariant: [4],
    description: 'Seals every snapshot of a namespace with the same MAC.',
    expected: ['context.mac'],
    change: sealing((_, namespace) => Buffer.from(namespace.padEnd(32)).toString('hex').slice(0, 64)),
  },
  {
    id: 'mac-of-the-facts',
    breaks: ['EAAP-0004-013'],
    invariant: [4],
    description: 'Seals nothing but which facts there are.',
    expected: ['context.mac'],
    change: sealing(({ snapshot }) =>
      Buffer.from(String(snapshot.facts.length).padEnd(32)).toString('hex').slice(0, 64),
    ),
  },
];
