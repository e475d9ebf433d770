import { EaapError } from '@eaap/protocol';
import { bounded } from '../lib/bounded.ts';
import type { Tx } from '../types/store.ts';
import type { Engine } from './engine.ts';
import { injected } from './fault-point.ts';
import { SqliteTx } from './tx.ts';

/** One piece of work that waits for its turn, and the promise it will settle. */
export interface Member {
  readonly work: (tx: Tx) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Ending =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** What a piece of work is told that outlasted its bound. */
export function overdue(limitMs: number): EaapError {
  return new EaapError(
    'storage-unavailable',
    `The work did not end within ${limitMs} ms. Nothing of it was kept.`,
  );
}

/** Hands `work` a transaction for as long as it runs, and makes sure that neither an error it swallowed nor a late call counts. */
async function handOver(engine: Engine, tx: SqliteTx, work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  try {
    const value = await bounded(
      engine.running(async () => work(tx)),
      engine.limitMs,
      () => overdue(engine.limitMs),
    );
    if (tx.doom !== undefined) throw tx.doom;
    return value;
  } catch (error) {
    throw tx.doom ?? error;
  } finally {
    tx.end();
  }
}

async function runMember(
  engine: Engine,
  namespace: string,
  member: Member,
): Promise<Ending & { wrote: boolean }> {
  const { writer } = engine;
  writer.run('SAVEPOINT member');
  const tx = new SqliteTx(engine, writer, namespace);
  let ending: Ending;
  try {
    ending = { ok: true, value: await handOver(engine, tx, member.work) };
  } catch (error) {
    ending = { ok: false, error };
  }
  // With the transaction gone the savepoints of all are gone: the group has failed, not this member alone.
  if (!writer.inTransaction) throw tx.doom ?? lost();
  if (!ending.ok) writer.run('ROLLBACK TO member');
  writer.run('RELEASE member');
  return { ...ending, wrote: ending.ok && tx.changes > 0 };
}

function lost(): EaapError {
  return new EaapError('storage-unavailable', 'The database ended the transaction. Nothing of it was kept.');
}

async function runHooks(engine: Engine, namespace: string): Promise<void> {
  for (const hook of engine.hooks)
    await handOver(engine, new SqliteTx(engine, engine.writer, namespace), hook);
}

async function attempt(engine: Engine, namespace: string, members: readonly Member[]): Promise<Ending[]> {
  const { writer } = engine;
  engine.assertUsable();
  injected(engine.fault, 'begin');
  writer.run('BEGIN IMMEDIATE');
  const endings: Ending[] = [];
  let wrote = false;
  for (const member of members) {
    const ending = await runMember(engine, namespace, member);
    endings.push(ending);
    wrote ||= ending.wrote;
  }
  if (wrote) await runHooks(engine, namespace);
  // A member may have come upon damage: what the others read beside it is not to be trusted either.
  engine.assertUsable();
  injected(engine.fault, 'commit');
  if (!writer.inTransaction) throw lost();
  writer.run('COMMIT');
  return endings;
}

/**
 * Runs the members of one namespace in one transaction, and settles each only after its flush. When the group fails,
 * the members that threw get the group's failure too: what they threw about was never so.
 */
export async function runGroup(engine: Engine, namespace: string, members: readonly Member[]): Promise<void> {
  let endings: Ending[];
  try {
    endings = await attempt(engine, namespace, members);
  } catch (thrown) {
    const error = engine.note(EaapError.from(thrown));
    undo(engine);
    for (const member of members) member.reject(error);
    return;
  }
  members.forEach((member, index) => {
    const ending = endings[index];
    if (ending?.ok === true) member.resolve(ending.value);
    else member.reject(ending?.error);
  });
}

function undo(engine: Engine): void {
  try {
    if (engine.writer.inTransaction) engine.writer.run('ROLLBACK');
  } catch (error) {
    engine.abandon(error);
  }
}
