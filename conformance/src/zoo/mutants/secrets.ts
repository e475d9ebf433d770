import { judge } from '@eaap/judgment';
import type { NewRow, ReadTx, Row } from '@eaap/store';
import type { Mutant } from '../types.ts';
import { inClear, over, withHandler, withKeys, withTx } from './lib/parts.ts';

/** Broken in how content and keys are kept. */
export const SECRETS_MUTANTS: readonly Mutant[] = [
  {
    id: 'facts-in-clear',
    breaks: ['EAAP-0001-130'],
    invariant: [3],
    description: 'A copy of every fact, personal data replaced, lies in clear in the database.',
    expected: ['secrets.facts-at-rest', 'secrets.changed-facts-at-rest'],
    change: (parts) =>
      withHandler(parts, 'store', (next) => async (context, actor, call) => {
        const answer = await next(context, actor, call);
        const { fact } = answer.body as { fact: { id: string; version: number } };
        await inClear(context.ledger.parts.store, actor.namespace, JSON.stringify(fact), fact.version);
        return answer;
      }),
  },
  {
    id: 'actions-in-clear',
    breaks: ['EAAP-0001-131'],
    invariant: [3],
    description: 'A copy of every evaluated action, personal data replaced, lies in clear in the database.',
    expected: ['secrets.actions-at-rest', 'secrets.refused-actions-at-rest'],
    change: (parts) => {
      let action = '';
      const copying = withHandler(parts, 'evaluate', (next) => async (context, actor, call) => {
        try {
          return await next(context, actor, call);
        } finally {
          await inClear(
            context.ledger.parts.store,
            actor.namespace,
            action,
            context.ledger.parts.clock.now(),
          );
        }
      });
      return {
        ...copying,
        engine: {
          ...parts.engine,
          judge: (input) => {
            action = JSON.stringify(input.action);
            return judge(input);
          },
        },
      };
    },
  },
  {
    id: 'content-keys-in-database',
    breaks: ['EAAP-0001-132'],
    invariant: [3],
    description: 'Every key that is made is kept in the database too, in hexadecimal.',
    expected: ['secrets.keys-apart'],
    change: (parts) => {
      const made: string[] = [];
      const noting = withKeys(parts, (keys) => ({
        ensure: async (namespace, purpose, name) => {
          const stored = await keys.ensure(namespace, purpose, name);
          if (purpose === 'subject') made.push(Buffer.from(stored.key).toString('hex'));
          return stored;
        },
      }));
      return withHandler(noting, 'store', (next) => async (context, actor, call) => {
        const answer = await next(context, actor, call);
        const { store } = context.ledger.parts;
        for (const key of made.splice(0)) await inClear(store, actor.namespace, key, 0);
        return answer;
      });
    },
  },
  {
    id: 'one-key-for-all-subjects',
    breaks: ['EAAP-0001-133'],
    invariant: [3],
    description: 'Facts are encrypted under one key of their namespace, whomever they are about.',
    expected: ['secrets.keys-of-facts', 'secrets.key-of-subject', 'secrets.others-kept'],
    change: (parts) =>
      withKeys(parts, (keys) => ({
        ensure: (namespace, purpose, name) =>
          keys.ensure(namespace, purpose, purpose === 'subject' ? 'everybody' : name),
        find: (namespace, purpose, name) =>
          keys.find(namespace, purpose, purpose === 'subject' ? 'everybody' : name),
      })),
  },
  {
    id: 'trusts-memory-over-storage',
    breaks: ['EAAP-0001-125', 'EAAP-0001-134'],
    invariant: [3, 7, 10],
    description:
      'Facts are answered as they were written, whatever has become of their rows: tampering goes unseen.',
    expected: [
      'log.tampered-fact-read',
      'log.tampered-fact-search',
      'log.tampered-fact-evaluate',
      'log.tampered-fact-commit',
      'secrets.moved-within-a-subject',
      'secrets.moved-between-subjects',
      'secrets.moved-to-namespace',
      'secrets.moved-and-judged',
    ],
    change: (parts) => {
      const written = new Map<string, NewRow<'facts'>>();
      const nameOf = (namespace: string, { id, version }: { id: string; version: number }): string =>
        `${namespace} ${id} ${version}`;
      // What changes in a row by right, `current`, is taken from the row.
      const remembered = (namespace: string, row: Row<'facts'>): Row<'facts'> => ({
        ...row,
        ...written.get(nameOf(namespace, row)),
        current: row.current,
      });
      const reading = <T extends ReadTx>(tx: T): T =>
        over<ReadTx>(tx, {
          get: async (table, key) => {
            const row = await tx.get(table, key);
            if (table !== 'facts' || row === undefined) return row;
            return remembered(tx.namespace, row as unknown as Row<'facts'>) as unknown as typeof row;
          },
          select: async (table, query) => {
            const rows = await tx.select(table, query);
            if (table !== 'facts') return rows;
            const facts = rows as unknown as Row<'facts'>[];
            return facts.map((row) => remembered(tx.namespace, row)) as unknown as typeof rows;
          },
        }) as T;
      return withTx(parts, {
        read: reading,
        write: (tx) =>
          over(reading(tx), {
            insert: async (table, row) => {
              await tx.insert(table, row);
              if (table !== 'facts') return;
              const fact = row as unknown as NewRow<'facts'>;
              written.set(nameOf(tx.namespace, fact), fact);
            },
          }),
      });
    },
  },
];
