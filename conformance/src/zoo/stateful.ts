import type { StoreRequest } from '@eaap/protocol';
import type { ServiceParts } from '@eaap/sdk';
import type { Tx } from '@eaap/store';
import { MUTANTS } from './mutants/index.ts';
import { all, handling, indexing, withUnit, type Change } from './mutants/lib/deciding.ts';
import { over, withTx } from './mutants/lib/parts.ts';
import { HEALTHY, type Mutant } from './types.ts';

/** A gateway that goes wrong only after several requests. */
const mutant = (id: string, description: string, change: Change): Mutant => ({
  ...HEALTHY,
  id,
  description,
  change,
});

const writing =
  (change: (tx: Tx) => Partial<Tx>): Change =>
  (parts: ServiceParts) =>
    withTx(parts, { write: (tx) => over(tx, change(tx)) });

/** A handler whose transactions are changed. */
const within = (route: Parameters<typeof handling>[0], change: (tx: Tx) => Partial<Tx>): Change =>
  handling(route, ({ context, next }) =>
    next({ context: withUnit(context, (unit) => ({ ...unit, tx: over(unit.tx, change(unit.tx)) })) }),
  );

/** No conflict is seen to be open. */
const withoutConflicts = (tx: Tx): Partial<Tx> => ({
  select: async (table, query) => (table === 'conflicts' ? [] : tx.select(table, query)),
});

const known = (id: string): Mutant => {
  const found = MUTANTS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`The zoo has no ${id}.`);
  return found;
};

/** Broken gateways that a sequence of requests tells from the model. */
export const STATEFUL: readonly Mutant[] = [
  known('approves-for-good'),
  known('approves-beyond-the-expiry'),
  known('never-expires'),
  known('expires-a-moment-late'),
  known('escalates-for-good'),
  mutant(
    'refunds-failures',
    'Gives a budget back when the commit is reported as failed.',
    writing((tx) => ({
      insert: async (table, row) => {
        const { evaluation, status } = row as { evaluation?: string; status?: string };
        if (table === 'outcomes' && status === 'failed' && evaluation !== undefined)
          await tx.delete('usage', { evaluation });
        await tx.insert(table, row);
      },
    })),
  ),
  mutant(
    'erasure-gives-back',
    'Gives an agent its budget back with the erasure of what it was used for.',
    within('erase', (tx) => ({
      insert: async (table, row) => {
        if (table !== 'usage') await tx.insert(table, row);
      },
    })),
  ),
  mutant(
    'erasure-keeps-keys-of-requests',
    'Takes an Idempotency-Key for used although its commit was erased.',
    within('erase', (tx) => ({
      delete: async (table, where, range) => (table === 'idempotency' ? 0 : tx.delete(table, where, range)),
    })),
  ),
  mutant(
    'resume-lifts-all',
    'Resumes the namespace with any of its principals.',
    writing((tx) => ({
      delete: async (table, where, range) => {
        const { scope } = where as { scope?: string };
        const own = table === 'controls' && scope === 'agent' ? await tx.select('controls') : [];
        const deleted = await tx.delete(table, where, range);
        for (const row of own)
          if (deleted > 0 && row.scope === 'namespace')
            await tx.delete('controls', { scope: row.scope, name: row.name });
        return deleted;
      },
    })),
  ),
  mutant(
    'halts-evaluations-alone',
    'Commits what was allowed before the halt.',
    handling('commit', ({ context, next }) => {
      const { engine } = context;
      const { judge } = engine.parts;
      const parts = {
        ...engine.parts,
        judge: (input: Parameters<typeof judge>[0]) => judge({ ...input, halted: [] }),
      };
      return next({ context: { ...context, engine: { ...engine, parts } } });
    }),
  ),
  mutant(
    'one-key-for-all',
    'Takes the same Idempotency-Key of two executors for one.',
    writing((tx) => ({
      get: async (table, key) => tx.get(table, table === 'idempotency' ? { ...key, principal: 'all' } : key),
      insert: async (table, row) =>
        tx.insert(table, table === 'idempotency' ? { ...row, principal: 'all' } : row),
    })),
  ),
  mutant(
    'counts-the-commit-again',
    'Counts an attempt twice once it is committed.',
    writing((tx) => ({
      insert: async (table, row) => {
        await tx.insert(table, row);
        const { evaluation } = row as { evaluation?: string };
        if (table !== 'commits' || evaluation === undefined) return;
        for (const use of await tx.select('usage', { where: { evaluation } }))
          await tx.insert('usage', { ...use, evaluation: `${evaluation}+` });
      },
    })),
  ),
  mutant(
    'window-one-longer',
    'Counts a use for a millisecond longer than its window.',
    writing((tx) => ({
      sum: async (table, column, query = {}) => {
        const { range } = query as unknown as { range?: { column: never; from: number } };
        const wider = range === undefined ? query : { ...query, range: { ...range, from: range.from - 1 } };
        return tx.sum(table, column, wider as typeof query);
      },
    })),
  ),
  mutant(
    'sessions-in-common',
    'Counts sessions of one name together, whoever they are of.',
    indexing('limit', (value) => {
      const [id, kind, scope, ...rest] = value as readonly string[];
      return scope === 'session' ? [id, kind, scope, rest[1]] : value;
    }),
  ),
  mutant(
    'unlock-settles',
    'Takes a fact that is unlocked for undisputed.',
    within('unlock', withoutConflicts),
  ),
  mutant(
    'retraction-leaves-conflicts',
    'Leaves the conflicts of a retracted fact open.',
    within('retract', withoutConflicts),
  ),
  mutant(
    'forgets-keep-both',
    'Opens a conflict again that was decided with keep_both.',
    writing((tx) => ({
      count: async (table, query) => {
        const { where } = (query ?? {}) as { where?: { resolution?: string } };
        return where?.resolution === 'keep_both' ? 0 : tx.count(table, query);
      },
    })),
  ),
  mutant(
    'same-policy-is-another',
    'Counts a policy that is put in force again as another one.',
    within('set-policy', (tx) => ({
      get: async (table, key) => {
        const row = await tx.get(table, key);
        return table === 'settings' && row !== undefined ? { ...row, digest: 'another' } : row;
      },
    })),
  ),
  mutant(
    'instant-is-not-over',
    'Answers a search about an instant without what was written in it.',
    handling<{ as_of?: string }>('search', async ({ call, next }) => {
      const { as_of } = call.body;
      if (as_of === undefined) return next();
      const earlier = new Date(Date.parse(as_of) - 1).toISOString();
      const answer = await next({ call: { ...call, body: { ...call.body, as_of: earlier } } });
      const body = answer.body as { snapshot: object };
      return { ...answer, body: { ...body, snapshot: { ...body.snapshot, as_of } } };
    }),
  ),
  mutant(
    'valid-for-good',
    'Lets a fact that is said again hold for as long as it is said, however short that is.',
    all(
      handling<StoreRequest>('store', ({ call, next }) => {
        const { valid_until: _, ...rest } = call.body;
        return next({ call: { ...call, body: rest } });
      }),
    ),
  ),
];
