import { getFact, resolveConflict, storeFact } from '@eaap/ledger';
import { TRUST_LEVELS, type Conflict, type TrustTable } from '@eaap/protocol';
import type { Answer } from '@eaap/sdk';
import type { Mutant } from '../types.ts';
import { all, handling } from './lib/deciding.ts';
import { withEntries } from './lib/parts.ts';
import { factsAs, refusing, storing, there } from './lib/vault.ts';

const reason = 'zoo';

/** A text with nothing in it that is replaced before it is compared. */
const isPlain = (value: unknown): boolean => typeof value === 'string' && !/[@\d]{3}|PII/.test(value);

/** Broken in what becomes of a contradiction. */
const deciding: readonly Mutant[] = [
  {
    id: 'overwrites-when-outranked',
    breaks: ['EAAP-0001-039'],
    invariant: [5],
    description: 'Lets a source of greater trust replace a fact without asking anybody.',
    expected: ['ledger.conflict-greater-trust'],
    change: refusing(['conflict'], async ({ error, conflict, incumbent, challenger }, { context, actor }) => {
      const rank = ({ trust }: typeof incumbent): number => TRUST_LEVELS.indexOf(trust);
      if (rank(challenger) <= rank(incumbent)) throw error;
      const { ledger } = context;
      await resolveConflict(ledger, actor, conflict.id, conflict.version, { resolution: 'replace', reason });
      const fact = await getFact(ledger, actor, challenger.id);
      return { status: 201, body: { result: 'stored', fact, scrubbed: [], seq: 0 } };
    }),
  },
  {
    id: 'drops-contradictions',
    breaks: ['EAAP-0001-039', 'EAAP-0001-053'],
    invariant: [5, 6, 10],
    description: 'Keeps what it has and says nothing of what contradicts it.',
    expected: [
      'ledger.conflict-answer',
      'ledger.conflict-greater-trust',
      'ledger.conflict-agents',
      'ledger.locked-answer',
      'ledger.lapsed-gives-way',
    ],
    change: storing(async (asked) => {
      const { attribute, value } = asked.call.body;
      const first = (await there(asked)).find(
        (fact) => isPlain(fact.value) && isPlain(value) && fact.value !== value,
      );
      if (first === undefined || ['tag', 'alias'].includes(attribute)) return asked.next();
      const fact = await getFact(asked.context.ledger, asked.actor, first.id);
      return { status: 200, body: { result: 'corroborated', fact, scrubbed: [], seq: 0 } };
    }),
  },
  {
    id: 'case-insensitive-values',
    breaks: ['EAAP-0001-039'],
    invariant: [5],
    description: 'Takes texts that differ in case alone for the same value, and so drops the second.',
    expected: ['ledger.conflict-answer'],
    change: storing(async (asked) => {
      const { body } = asked.call;
      const lower = String(body.value).toLowerCase();
      const alike = (await there(asked)).find(
        ({ value }) =>
          typeof value === 'string' && typeof body.value === 'string' && value.toLowerCase() === lower,
      );
      return alike === undefined
        ? asked.next()
        : asked.next({ call: { ...asked.call, body: { ...body, value: alike.value } } });
    }),
  },
  {
    id: 'hides-disputes',
    breaks: ['EAAP-0001-040'],
    invariant: [5],
    description: 'Answers a disputed fact as if nobody had contradicted it.',
    expected: [
      'ledger.incumbent-disputed',
      'ledger.conflict-waits',
      'ledger.challenge-of-several',
      'ledger.resolve-one-of-several',
      'ledger.rivals-meet',
      'ledger.unlocked-disputed',
    ],
    change: factsAs((fact) => (fact.status === 'disputed' ? { ...fact, status: 'active' } : fact)),
  },
  {
    id: 'latest-challenge-shows',
    breaks: ['EAAP-0001-040'],
    invariant: [5],
    description: 'Answers a disputed fact with the value of who contradicted it last.',
    expected: ['ledger.incumbent-disputed', 'ledger.conflict-waits', 'ledger.resolve-one-of-several'],
    change: (parts) => {
      const said = new Map<string, Conflict['id']>();
      return all(
        refusing(['conflict'], async ({ error, incumbent, challenger }) => {
          said.set(incumbent.id, challenger.id);
          throw error;
        }),
        handling('fact', async ({ context, actor, next }) => {
          const answer = await next();
          const fact = answer.body as { id: string; status: string };
          const other = fact.status === 'disputed' ? said.get(fact.id) : undefined;
          if (other === undefined) return answer;
          return { ...answer, body: { ...fact, value: (await getFact(context.ledger, actor, other)).value } };
        }),
      )(parts);
    },
  },
  {
    id: 'anybody-disputes',
    breaks: ['EAAP-0001-041'],
    invariant: [5],
    description: 'Calls a fact disputed though only less trusted sources contradict it.',
    expected: [
      'ledger.less-trust-changes-nothing',
      'ledger.agent-changes-nothing',
      'ledger.resolve-keep',
      'ledger.resolve-keep-both',
    ],
    change: (parts) => {
      const noted = new Set<string>();
      return all(
        refusing(['conflict'], async ({ error, conflict, incumbent }) => {
          if (conflict.status === 'noted') noted.add(incumbent.id);
          throw error;
        }),
        factsAs((fact) =>
          fact.status === 'active' && noted.has(fact.id) ? { ...fact, status: 'disputed' } : fact,
        ),
      )(parts);
    },
  },
  {
    id: 'challenge-makes-a-version',
    breaks: ['EAAP-0001-041'],
    invariant: [5],
    description: 'Writes a fact anew when a less trusted source contradicts it.',
    expected: ['ledger.less-trust-changes-nothing', 'ledger.agent-changes-nothing'],
    change: refusing(['conflict'], async ({ error, conflict, incumbent }, { context, actor }) => {
      if (conflict.status !== 'noted') throw error;
      const { subject, attribute, value, source } = incumbent;
      const { kind, id } = source;
      const itself = { ...actor, sources: [{ kind, id }] };
      await storeFact(context.ledger, itself, { subject, attribute, value, source });
      throw error;
    }),
  },
  {
    id: 'two-winners',
    breaks: ['EAAP-0001-042'],
    invariant: [5],
    description: 'Tells two who store different values at the same time that both are stored.',
    expected: ['ledger.concurrent-stores'],
    change: (parts) => {
      const running = new Map<string, Promise<Answer>>();
      return storing(async ({ actor, call, next }) => {
        const { subject, attribute, value } = call.body;
        const key = JSON.stringify([actor.namespace, subject, attribute]);
        const first = running.get(key);
        if (first !== undefined) {
          const answer = await first;
          const body = answer.body as { fact: object };
          return { ...answer, body: { ...body, fact: { ...body.fact, value } } };
        }
        const done = next();
        running.set(key, done);
        return done.finally(() => running.delete(key));
      })(parts);
    },
  },
  {
    id: 'one-value-of-many',
    breaks: ['EAAP-0001-043'],
    invariant: [5],
    description: 'Takes an attribute with several values for one with one.',
    expected: ['ledger.many-values'],
    change: handling<TrustTable>('set-trust', async ({ call, next }) => {
      const answer = await next({ call: { ...call, body: { ...call.body, many: [] } } });
      return { ...answer, body: { ...(answer.body as object), trust: call.body } };
    }),
  },
];

/** Broken in what is decided about a conflict. */
const resolving: readonly Mutant[] = [
  {
    id: 'decides-the-other-way',
    breaks: ['EAAP-0001-048', 'EAAP-0001-049'],
    invariant: [5],
    description: 'Replaces when it is to keep, and keeps when it is to replace.',
    expected: [
      'ledger.resolve-keep',
      'ledger.resolve-keep-again',
      'ledger.resolve-keep-locked',
      'ledger.resolve-replace',
      'ledger.locked-replace',
      'ledger.locked-later-replace',
      'ledger.resolve-once',
      'ledger.resolve-one-of-several',
      'ledger.rivals-meet',
    ],
    change: handling<{ resolution: string }>('resolve', async ({ call, next }) => {
      const { resolution } = call.body;
      const other = { keep: 'replace', replace: 'keep' }[resolution] ?? resolution;
      const answer = await next({ call: { ...call, body: { ...call.body, resolution: other } } });
      return { ...answer, body: { ...(answer.body as object), resolution } };
    }),
  },
  {
    id: 'kept-stays-disputed',
    breaks: ['EAAP-0001-048'],
    invariant: [5],
    description: 'Leaves a fact disputed after it was decided to keep it.',
    expected: [
      'ledger.resolve-keep',
      'ledger.resolve-keep-again',
      'ledger.resolve-keep-locked',
      'ledger.locked-holds',
      'ledger.resolve-once',
      'ledger.resolve-one-of-several',
    ],
    change: (parts) => {
      const kept = new Set<string>();
      return all(
        handling<{ resolution: string }>('resolve', async ({ call, next }) => {
          const answer = await next();
          if (call.body.resolution === 'keep') kept.add((answer.body as Conflict).incumbent);
          return answer;
        }),
        factsAs((fact) =>
          kept.has(fact.id) && fact.status === 'active' ? { ...fact, status: 'disputed' } : fact,
        ),
      )(parts);
    },
  },
  {
    id: 'replaced-still-counts',
    breaks: ['EAAP-0001-049'],
    invariant: [5],
    description: 'Keeps both facts when one is to replace the other.',
    expected: ['ledger.resolve-replace'],
    change: handling<{ resolution: string }>('resolve', async ({ call, next }) => {
      if (call.body.resolution !== 'replace') return next();
      const answer = await next({ call: { ...call, body: { ...call.body, resolution: 'keep_both' } } });
      return { ...answer, body: { ...(answer.body as object), resolution: 'replace' } };
    }),
  },
  {
    id: 'resolver-unnamed',
    breaks: ['EAAP-0001-050'],
    invariant: [6],
    description: 'Logs a decision in its own name.',
    expected: ['ledger.conflict-resolved-record'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'conflict.resolved' ? { principal: 'gateway' } : {})),
  },
  {
    id: 'decisions-unlogged',
    breaks: ['EAAP-0001-050'],
    invariant: [6],
    description: 'Logs of a decision only what became of the facts.',
    expected: ['ledger.conflict-resolved-record', 'ledger.resolve-one-of-several'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'conflict.resolved' ? { type: 'fact.restored' } : {})),
  },
];

export const CONFLICTS_MUTANTS: readonly Mutant[] = [...deciding, ...resolving];
