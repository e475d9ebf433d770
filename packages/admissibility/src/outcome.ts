import { checkReplaced, getPolicy, scrubJson, type Actor, type Unit } from '@eaap/ledger';
import {
  EaapError,
  formatTime,
  OutcomeRequest,
  type Json,
  type JsonObject,
  type Outcome,
} from '@eaap/protocol';
import { detection } from './action.ts';
import { GATEWAY_PRINCIPAL, type Engine } from './engine.ts';
import { transition } from './escalation/decide.ts';
import { settle } from './limits.ts';
import type { EvaluationPayload } from './evaluate.ts';
import { open, seal } from './seal.ts';

/** The most records one sweep closes, so that it never holds the namespace for long. */
const SWEEP_LIMIT = 100;

type Status = Outcome['status'];

/** A report of which nothing is kept but its status. */
const NOTHING: Json = { detail: null, artifacts: [] };

/** Whom an evaluation is about; `undefined` when it was erased, and nothing more may be kept under it. */
async function subjectsOf(engine: Engine, unit: Unit, id: string): Promise<readonly string[] | undefined> {
  const row = await unit.tx.get('evaluations', { id });
  if (row === undefined || row.sealed === null) return undefined;
  return (await open<EvaluationPayload>(engine, unit.namespace, 'evaluation', row, 1)).subjects;
}

async function close(
  engine: Engine,
  unit: Unit,
  evaluation: string,
  status: Status,
  principal: string,
  payload: Json,
): Promise<Outcome> {
  const type = principal === GATEWAY_PRINCIPAL ? 'outcome.unknown' : 'outcome.reported';
  const { seq } = await unit.append({
    type,
    object: `evaluation:${evaluation}`,
    evaluation,
    reason: status,
    principal,
  });
  const about = await subjectsOf(engine, unit, evaluation);
  const content = about === undefined ? NOTHING : payload;
  const sealed = await seal(engine, unit, 'outcome', evaluation, 1, about ?? [], content);
  const row = { status, principal, reported_at: unit.now, seq, ...sealed };
  const before = await unit.tx.get('outcomes', { evaluation });
  if (before === undefined) await unit.tx.insert('outcomes', { evaluation, ...row });
  else await unit.tx.update('outcomes', { evaluation }, row);
  // An erased evaluation stays erased; what became of it is in the log.
  if (about !== undefined) await unit.tx.update('evaluations', { id: evaluation }, { status });
  await settle(unit, evaluation);
  return { evaluation, status, principal, reported_at: formatTime(unit.now), seq };
}

/** What a report says besides its status, with tokens in the place of personal data. */
async function scrubReport(engine: Engine, namespace: string, request: OutcomeRequest): Promise<Json> {
  const { ledger } = engine;
  const { detail, artifacts } = request;
  const said = {
    ...(detail === undefined ? {} : { detail }),
    ...(artifacts === undefined ? {} : { artifacts: artifacts as unknown as Json }),
  };
  const { value } = scrubJson(said, await ledger.sealer.token(namespace), detection(ledger));
  const clean = value as JsonObject;
  checkReplaced(OutcomeRequest, { ...request, ...clean });
  return { detail: clean['detail'] ?? null, artifacts: clean['artifacts'] ?? [] };
}

/**
 * Records what became of a committed action. Silence was recorded as unknown by {@link sweep}; a report that comes
 * after it is still taken, since the truth late is better than a guess, and both stay in the log; one that comes before
 * the sweep finds the silence recorded as well.
 *
 * @throws EaapError `invalid-request` for a report that is out of bounds with tokens in the place of personal data;
 * `not-found` for an evaluation that is not this executor's; `not-committed`; `already-reported`.
 * @see RFC-0001 section 9.4
 */
export async function outcome(engine: Engine, actor: Actor, request: OutcomeRequest): Promise<Outcome> {
  const { ledger } = engine;
  const { evaluation, status } = request;
  const report = await scrubReport(engine, actor.namespace, request);
  return ledger.write(actor.namespace, actor.principal, async (unit) => {
    const row = await unit.tx.get('evaluations', { id: evaluation });
    if (row === undefined || row.executor !== actor.principal) {
      throw new EaapError('not-found', 'There is no such evaluation for this executor.');
    }
    if ((await unit.tx.get('commits', { evaluation })) === undefined) {
      throw new EaapError(
        'not-committed',
        'The evaluation was never committed, so nothing can have been executed under it.',
      );
    }
    const before = await unit.tx.get('outcomes', { evaluation });
    if (before !== undefined && before.principal !== GATEWAY_PRINCIPAL) {
      throw new EaapError('already-reported', `The outcome was reported as ${before.status} already.`, {
        status: before.status,
      });
    }
    // Time passes first: a silence that has ended is on record before the report that breaks it, swept or not. Nobody waits
    // for what was erased.
    if (before === undefined && row.status !== 'erased') {
      const { policy } = await getPolicy(unit);
      if ((row.committed_at ?? unit.now) + policy.outcome_ms <= unit.now)
        await close(engine, unit, evaluation, 'unknown', GATEWAY_PRINCIPAL, NOTHING);
    }
    return close(engine, unit, evaluation, status, actor.principal, report);
  });
}

/** One batch of {@link sweep}: what is due and no more than a transaction should hold. */
function sweepBatch(engine: Engine, namespace: string): Promise<{ outcomes: number; escalations: number }> {
  return engine.ledger.write(namespace, GATEWAY_PRINCIPAL, async (unit) => {
    const { policy } = await getPolicy(unit);
    const silent = await unit.tx.select('evaluations', {
      where: { status: 'committed' },
      range: { column: 'committed_at', to: unit.now - policy.outcome_ms + 1 },
      limit: SWEEP_LIMIT,
    });
    for (const row of silent) await close(engine, unit, row.id, 'unknown', GATEWAY_PRINCIPAL, NOTHING);
    let escalations = 0;
    for (const row of await unit.tx.select('escalations', {
      where: { status: 'pending' },
      range: { column: 'expires_at', to: unit.now + 1 },
      limit: SWEEP_LIMIT,
    })) {
      if (row.sealed === null) continue;
      await transition(engine, unit, row, 'expired', null);
      escalations += 1;
    }
    return { outcomes: silent.length, escalations };
  });
}

/**
 * Closes what time has closed: commits without an outcome become `unknown`, undecided escalations expire, each with
 * its log entry. Safe to call at any time, and as often as one likes.
 *
 * @returns how many of each were closed.
 */
export async function sweep(
  engine: Engine,
  namespace: string,
): Promise<{ outcomes: number; escalations: number }> {
  const closed = { outcomes: 0, escalations: 0 };
  for (;;) {
    const batch = await sweepBatch(engine, namespace);
    closed.outcomes += batch.outcomes;
    closed.escalations += batch.escalations;
    if (batch.outcomes < SWEEP_LIMIT && batch.escalations < SWEEP_LIMIT) return closed;
  }
}
