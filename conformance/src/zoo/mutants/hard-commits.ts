import type { Engine } from '@eaap/admissibility';
import type { Ledger, Unit } from '@eaap/ledger';
import type { CommitRequest, EvaluateResponse, Judgment } from '@eaap/protocol';
import type { HandlerContext } from '@eaap/sdk';
import type { Mutant } from '../types.ts';
import { all, handling, type Change } from './lib/deciding.ts';
import { over } from './lib/parts.ts';

type Insert = (table: string, row: never) => Promise<void>;

/** A context whose writes go through another `write`. */
function writing(
  context: HandlerContext,
  change: (right: Ledger['write']) => Ledger['write'],
): HandlerContext {
  const { ledger } = context.engine;
  const changed: Ledger = { ...ledger, write: change(ledger.write) };
  return { ...context, ledger: changed, engine: { ...context.engine, ledger: changed } };
}

/** A unit that gives rows of some tables to somebody else. */
function setAside(unit: Unit, tables: readonly string[], take: (table: string, row: never) => void): Unit {
  const insert: Insert = async (table, row) => {
    if (tables.includes(table)) take(table, row);
    else await unit.tx.insert(table as 'facts', row);
  };
  return { ...unit, tx: over(unit.tx, { insert: insert as Unit['tx']['insert'] }) };
}

/** Rows of some tables are written in a transaction of their own, after the others. */
const later = (...tables: readonly string[]) =>
  ((write) => async (namespace, principal, work) => {
    const rows: [string, never][] = [];
    const result = await write(namespace, principal, (unit) =>
      work(setAside(unit, tables, (table, row) => rows.push([table, row]))),
    );
    if (rows.length > 0)
      await write(namespace, principal, async (unit) => {
        for (const [table, row] of rows) await unit.tx.insert(table as 'facts', row);
      });
    return result;
  }) satisfies (right: Ledger['write']) => Ledger['write'];

const passing = (judgment: Judgment): Judgment => ({
  ...judgment,
  verdict: 'ALLOW',
  gates: judgment.gates.map((gate) => ({ ...gate, outcome: 'pass', reasons: [] })),
});

/** Undoes a transaction that would have written. */
class Undone extends Error {
  readonly isRefusal: boolean;
  constructor(isRefusal: boolean) {
    super('rehearsed');
    this.isRefusal = isRefusal;
  }
}

/** Goes as far as marking the evaluation as committed, or recording a refusal, and back. */
const rehearsed: (right: Ledger['write']) => Ledger['write'] = (write) => (namespace, principal, work) =>
  write(namespace, principal, (unit) => {
    const { tx } = unit;
    const update = (async (table: string, ...change: [never, never, never]) => {
      const changed = await tx.update(table as 'evaluations', ...change);
      if (table === 'evaluations') throw new Undone(false);
      return changed;
    }) as typeof tx.update;
    const append: Unit['append'] = ({ type }) => Promise.reject(new Undone(type === 'commit.refused'));
    return work({ ...unit, append, tx: over(tx, { update }) });
  });

/** The undoing of a rehearsal, however it was wrapped on its way. */
function undoneIn(error: unknown): Undone | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof Undone) return at;
  return undefined;
}

/** Decides in one transaction and writes in another, where it takes for granted what it has decided. */
function decidingFirst(): Change {
  const states = new Map<string, string>();
  const granted = (engine: Engine, hash: string): Engine => ({
    ...engine,
    parts: {
      ...engine.parts,
      judge: (input) => passing(engine.parts.judge(input)),
      hash: () => hash as ReturnType<Engine['parts']['hash']>,
    },
  });
  return all(
    handling('evaluate', async ({ next }) => {
      const answer = await next();
      const { token, evaluation } = answer.body as EvaluateResponse;
      states.set(token, evaluation.state_hash);
      return answer;
    }),
    handling<CommitRequest>('commit', async ({ context, call, next }) => {
      try {
        return await next({ context: writing(context, rehearsed) });
      } catch (error) {
        const undone = undoneIn(error);
        if (undone === undefined) throw error;
        const hash = states.get(call.body.token);
        if (undone.isRefusal || hash === undefined) return next();
        return next({ context: { ...context, engine: granted(context.engine, hash) } });
      }
    }),
  );
}

/** Broken in what is one step and is made two. */
export const HARD_COMMIT_MUTANTS: readonly Mutant[] = [
  {
    id: 'commits-in-two-steps',
    breaks: ['EAAP-0008-023', 'EAAP-0008-024'],
    invariant: [7],
    description: 'Marks an evaluation as committed first, and writes the receipt and its key after that.',
    expected: ['failing.commit-fails-at-each-step', 'failing.commit-killed-at-each-step'],
    change: handling('commit', ({ context, next }) =>
      next({ context: writing(context, later('commits', 'idempotency')) }),
    ),
  },
  {
    id: 'opens-conflicts-later',
    breaks: ['EAAP-0008-024'],
    invariant: [5, 6],
    description: 'Disputes a fact first, and writes the conflict after that.',
    expected: ['failing.store-killed-in-between'],
    change: handling('store', ({ context, next }) => next({ context: writing(context, later('conflicts')) })),
  },
  {
    id: 'decides-before-it-locks',
    breaks: ['EAAP-0001-086', 'EAAP-0001-088', 'EAAP-0001-100', 'EAAP-0001-109'],
    invariant: [11],
    description: 'Selects and judges in one transaction, and commits in the next on the strength of that.',
    expected: [
      'admission.race-with-a-fact',
      'admission.race-with-a-contradiction',
      'admission.race-with-a-policy',
      'admission.race-with-a-halt',
      'admission.race-for-one-limit',
      'admission.race-for-one-approval',
      'admission.limit-reached-at-once',
      'admission.approval-used-at-once',
    ],
    change: (parts) => decidingFirst()(parts),
  },
];
