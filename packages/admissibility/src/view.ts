import { getPolicy, type Actor, type View } from '@eaap/ledger';
import { EaapError, type EvaluationView } from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { Engine } from './engine.ts';
import type { EvaluationPayload } from './evaluate.ts';
import { open } from './seal.ts';

const mayRead = (actor: Actor, row: Row<'evaluations'>): boolean =>
  actor.roles.some((role) => role === 'approver' || role === 'auditor') ||
  (actor.roles.includes('agent') && row.principal === actor.principal) ||
  (actor.roles.includes('executor') && row.executor === actor.principal);

/** The status at `now`: what time has ended is over, whether or not that was recorded yet. */
async function statusAt(view: View, row: Row<'evaluations'>): Promise<EvaluationView['status']> {
  if (row.status === 'open') return view.now >= row.expires_at ? 'expired' : 'open';
  if (row.status === 'committed') {
    const { policy } = await getPolicy(view);
    return view.now >= (row.committed_at ?? row.created_at) + policy.outcome_ms ? 'unknown' : 'committed';
  }
  return row.status as EvaluationView['status'];
}

/**
 * An evaluation and what has become of it. An agent sees its own, an executor those it may commit; anything else is
 * answered as if it were not there.
 *
 * @throws EaapError `not-found`; `erased` when it died with a person it was about.
 * @see RFC-0008 section 8.1
 */
export async function getEvaluation(engine: Engine, actor: Actor, id: string): Promise<EvaluationView> {
  return engine.ledger.read(actor.namespace, async (view) => {
    const row = await view.tx.get('evaluations', { id });
    if (row === undefined || !mayRead(actor, row))
      throw new EaapError('not-found', 'There is no such evaluation for you here.');
    const { evaluation, action } = await open<EvaluationPayload>(
      engine,
      view.namespace,
      'evaluation',
      row,
      1,
    );
    return { evaluation, action, status: await statusAt(view, row) };
  });
}
