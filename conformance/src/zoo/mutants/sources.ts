import type { Mutant } from '../types.ts';
import { authenticate } from '@eaap/ledger';
import { withHandler } from './lib/parts.ts';
import { rewriting, type Seen } from './lib/wire.ts';

const STORE = /\/vault\/store$/;
type Body = Record<string, unknown>;
type Source = { readonly kind: string; readonly id: string; readonly observed_at: string };

/** Changes the body of a store request before it is handled, given the gateway's time. */
const storing =
  (change: (body: Body, now: number) => Body): NonNullable<Mutant['change']> =>
  (parts) =>
    withHandler(parts, 'store', (next) => (context, actor, call) => {
      const now = context.ledger.parts.clock.now();
      const { body } = call as { body: Body };
      return next(context, actor, { ...(call as object), body: change(body, now) } as never);
    });

/** Observed no later than now, if it is no more than this much later. */
const clamped =
  (tolerance: number) =>
  (body: Body, now: number): Body => {
    const source = body['source'] as Source | undefined;
    if (source === undefined) return body;
    const late = Date.parse(source.observed_at) - now;
    if (!(late > 0 && late <= tolerance)) return body;
    return { ...body, source: { ...source, observed_at: new Date(now).toISOString() } };
  };

/** Changes the fact in answers to store requests. */
const answering = (change: (fact: Body, asked: Body) => Body): NonNullable<Mutant['fetch']> =>
  rewriting(STORE, (body, seen: Seen) => {
    const fact = body['fact'] as Body | undefined;
    if (fact === undefined) return body;
    return {
      ...body,
      fact: change(fact, JSON.parse(Buffer.from(seen.text, 'latin1').toString('utf8')) as Body),
    } as never;
  });

/** Broken in sources and in the trust they are given. */
export const SOURCES_MUTANTS: readonly Mutant[] = [
  {
    id: 'source-made-up',
    breaks: ['EAAP-0001-021'],
    invariant: [2],
    description: 'A fact without a source is given the name of who stored it.',
    expected: ['ledger.source-missing'],
    change: (parts) =>
      withHandler(parts, 'store', (next) => (context, actor, call) => {
        const { body } = call as { body: Body };
        const observed_at = new Date(context.ledger.parts.clock.now()).toISOString();
        const isAgent = actor.roles.includes('agent');
        const own = { kind: isAgent ? 'agent' : 'system', id: actor.principal, observed_at };
        const full = { ...(call as object), body: { source: own, ...body } };
        return next(context, actor, full as never);
      }),
  },
  {
    id: 'sources-not-compared',
    breaks: ['EAAP-0001-022'],
    invariant: [2],
    description: 'A recorder may assert every source.',
    expected: ['ledger.source-not-permitted'],
    change: (parts) => ({
      ...parts,
      authenticate: async (ledger, key) => {
        const actor = await authenticate(ledger, key);
        if (!actor.roles.includes('recorder')) return actor;
        const kinds = ['human', 'system', 'tool', 'document'] as const;
        return { ...actor, sources: kinds.map((kind) => ({ kind, id: '*' })) };
      },
    }),
  },
  {
    id: 'agents-assert-people',
    breaks: ['EAAP-0001-022'],
    invariant: [2],
    description: 'An agent may assert what a person said.',
    expected: ['ledger.source-not-permitted'],
    change: (parts) => ({
      ...parts,
      authenticate: async (ledger, key) => {
        const actor = await authenticate(ledger, key);
        if (!actor.roles.includes('agent')) return actor;
        return { ...actor, sources: [...actor.sources, { kind: 'human', id: '*' }] };
      },
    }),
  },
  {
    id: 'future-taken',
    breaks: ['EAAP-0001-023'],
    invariant: [2],
    description: 'What is observed in the future counts as observed now.',
    expected: ['ledger.observed-in-future', 'ledger.observed-boundary'],
    change: storing(clamped(Number.POSITIVE_INFINITY)),
  },
  {
    id: 'future-tolerated',
    breaks: ['EAAP-0001-023'],
    invariant: [2],
    description: 'Five seconds of the future are tolerated.',
    expected: ['ledger.observed-boundary'],
    change: storing(clamped(5000)),
  },
  {
    id: 'source-id-lost',
    breaks: ['EAAP-0001-024'],
    invariant: [2],
    description: 'A fact is answered with the kind of its source and not with which one it was.',
    expected: ['ledger.source-kept', 'secrets.others-kept', 'secrets.other-namespace-kept'],
    fetch: rewriting(/\/vault\/facts\/[0-9a-f-]+$/, (body) => ({
      ...body,
      source: { ...(body['source'] as Body), id: String((body['source'] as Source).kind) } as never,
    })),
  },
  {
    id: 'last-match-counts',
    breaks: ['EAAP-0001-025'],
    invariant: [2],
    description: 'Of the entries of a trust table the last that matches counts.',
    expected: ['ledger.trust-of-source'],
    change: (parts) =>
      withHandler(parts, 'set-trust', (next) => (context, actor, call) => {
        const { body } = call as { body: { sources: readonly unknown[] } };
        const turned = { ...body, sources: [...body.sources].reverse() };
        return next(context, actor, { ...(call as object), body: turned } as never);
      }),
  },
  {
    id: 'unknown-sources-verified',
    breaks: ['EAAP-0001-025'],
    invariant: [2],
    description: 'A source that the trust table does not know is taken for verified.',
    expected: ['ledger.trust-of-source'],
    change: (parts) =>
      withHandler(parts, 'set-trust', (next) => (context, actor, call) => {
        const { body } = call as { body: { sources: readonly unknown[] } };
        const more = ['human', 'system', 'tool', 'document'].map((kind) => ({
          ...{ kind, id: '*', trust: 'verified' },
          ...{ max_confidence: 2500, max_half_life_ms: 86_400_000 },
        }));
        const known = { ...body, sources: [...body.sources, ...more] };
        return next(context, actor, { ...(call as object), body: known } as never);
      }),
  },
  {
    id: 'agents-believed',
    breaks: ['EAAP-0001-025'],
    invariant: [2],
    description: 'What an agent says is answered as verified.',
    expected: ['ledger.agent-untrusted'],
    fetch: answering((fact) =>
      (fact['source'] as Source).kind === 'agent' ? { ...fact, trust: 'verified' } : fact,
    ),
  },
  {
    id: 'confidence-as-asked',
    breaks: ['EAAP-0001-026'],
    invariant: [2, 9],
    description: 'A fact has the confidence that was asked for, where that is more than it may have.',
    expected: ['ledger.caps', 'ledger.caps-unmatched', 'ledger.caps-reinforced'],
    fetch: answering((fact, { confidence }) => ({
      ...fact,
      confidence: Math.max(Number(fact['confidence']), Number(confidence ?? 0)),
    })),
  },
  {
    id: 'half-life-as-asked',
    breaks: ['EAAP-0001-026'],
    invariant: [2, 9],
    description: 'A fact has the half-life that was asked for.',
    expected: ['ledger.caps', 'ledger.caps-unmatched'],
    fetch: answering((fact, { half_life_ms }) =>
      half_life_ms === undefined ? fact : { ...fact, half_life_ms },
    ),
  },
];
