import { getFact } from '@eaap/ledger';
import { EaapError, type Conflict } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { all, handling } from './lib/deciding.ts';
import { withEntries } from './lib/parts.ts';
import { refusing } from './lib/vault.ts';

/** Broken in what it tells of a contradiction. */
export const CONFLICT_EVIDENCE_MUTANTS: readonly Mutant[] = [
  {
    id: 'locked-without-conflict',
    breaks: ['EAAP-0001-044'],
    invariant: [6],
    description: 'Refuses what contradicts a locked fact without naming the conflict.',
    expected: ['ledger.conflict-readable-locked'],
    change: refusing(['locked'], async ({ error }) => {
      throw new EaapError('locked', error.detail);
    }),
  },
  {
    id: 'noted-conflicts-unreadable',
    breaks: ['EAAP-0001-044'],
    invariant: [6],
    description: 'Names the conflict that a less trusted source makes, and does not know it afterwards.',
    expected: ['ledger.conflict-readable-noted', 'ledger.conflict-readable-locked'],
    change: handling('conflict', async ({ next }) => {
      const answer = await next();
      if ((answer.body as Conflict).status !== 'noted') return answer;
      throw new EaapError('not-found', 'There is no such conflict.');
    }),
  },
  {
    id: 'challenger-unnamed',
    breaks: ['EAAP-0001-044'],
    invariant: [6],
    description: 'Names the incumbent as both sides of a conflict.',
    expected: [
      'ledger.conflict-readable-open',
      'ledger.conflict-readable-noted',
      'ledger.conflict-readable-locked',
      'ledger.resolve-replace',
      'admission.state-hash-of-a-conflict',
      'ledger.challenge-of-several',
      'ledger.resolve-one-of-several',
      'ledger.retracted-side',
      'ledger.rivals-meet',
      'ledger.records-name-versions',
    ],
    change: handling('conflict', async ({ next }) => {
      const answer = await next();
      const conflict = answer.body as Conflict;
      return { ...answer, body: { ...conflict, challenger: conflict.incumbent } };
    }),
  },
  {
    id: 'conflicts-unlogged',
    breaks: ['EAAP-0001-045'],
    invariant: [6],
    description: 'Logs a contradiction as a refusal and does not say that there is a conflict.',
    expected: ['ledger.conflict-opened-record', 'log.record-members'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'conflict.opened' ? { type: 'fact.refused' } : {})),
  },
  {
    id: 'noted-logged-as-opened',
    breaks: ['EAAP-0001-045'],
    invariant: [6],
    description: 'Logs a contradiction by a less trusted source as if it had opened a conflict.',
    expected: ['ledger.conflict-noted-record'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'conflict.noted' ? { type: 'conflict.opened' } : {})),
  },
  {
    id: 'limit-cuts-conflicts',
    breaks: ['EAAP-0001-046'],
    invariant: [6],
    description: 'Answers a search with no more conflicts than facts.',
    expected: ['ledger.conflicts-not-limited'],
    change: handling('search', async ({ next }) => {
      const answer = await next();
      const body = answer.body as { snapshot: { conflicts: unknown[]; limit: number } };
      const { conflicts, limit } = body.snapshot;
      return {
        ...answer,
        body: { ...body, snapshot: { ...body.snapshot, conflicts: conflicts.slice(0, limit) } },
      };
    }),
  },
  {
    id: 'conflicts-of-what-is-shown',
    breaks: ['EAAP-0001-046'],
    invariant: [6],
    description: 'Answers a search with the conflicts of those facts alone that the limit let through.',
    expected: ['ledger.conflict-found', 'ledger.conflicts-not-limited', 'judgment.flooded-conflict'],
    change: handling('search', async ({ next }) => {
      const answer = await next();
      type Body = { snapshot: { conflicts: Conflict[]; facts: { fact: { id: string } }[] } };
      const body = answer.body as Body;
      const shown = new Set(body.snapshot.facts.map(({ fact }) => fact.id));
      const conflicts = body.snapshot.conflicts.filter(({ incumbent }) => shown.has(incumbent));
      return { ...answer, body: { ...body, snapshot: { ...body.snapshot, conflicts } } };
    }),
  },
  {
    id: 'conflicts-of-what-is-disputed',
    breaks: ['EAAP-0001-046'],
    invariant: [6],
    description: 'Answers a search with no open conflict of a locked fact, which stays active.',
    expected: ['ledger.conflict-found-locked', 'context.past-locks'],
    change: handling('search', async ({ context, actor, next }) => {
      const answer = await next();
      const body = answer.body as { snapshot: { conflicts: Conflict[] } };
      const conflicts: Conflict[] = [];
      for (const conflict of body.snapshot.conflicts) {
        const { locked } = await getFact(context.ledger, actor, conflict.incumbent);
        if (!locked) conflicts.push(conflict);
      }
      return { ...answer, body: { ...body, snapshot: { ...body.snapshot, conflicts } } };
    }),
  },
  {
    id: 'conflicts-in-memory',
    breaks: ['EAAP-0001-047'],
    invariant: [6],
    description: 'Knows no conflict any more that was made before it started.',
    expected: ['ledger.conflict-after-stop', 'ledger.conflict-after-kill', 'ledger.resolve-one-of-several'],
    change: (parts) => {
      const made = new Set<string>();
      return all(
        refusing(['conflict', 'locked'], async ({ error, conflict }) => {
          made.add(conflict.id);
          throw error;
        }),
        handling('conflict', async ({ next }) => {
          const answer = await next();
          if (made.has((answer.body as Conflict).id)) return answer;
          throw new EaapError('not-found', 'There is no such conflict.');
        }),
      )(parts);
    },
  },
];
