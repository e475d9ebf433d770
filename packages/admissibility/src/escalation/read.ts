import type { Actor, View } from '@eaap/ledger';
import {
  EaapError,
  formatTime,
  type Escalation,
  type EscalationsResponse,
  type Reason,
} from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { Engine } from '../engine.ts';
import { openEscalation } from './record.ts';

/** The state of an escalation at `now`: one whose time is over is expired, whether or not it was swept yet. */
function statusAt(row: Row<'escalations'>, now: number): Escalation['status'] {
  const status = row.status as Escalation['status'];
  return (status === 'pending' || status === 'approved') && row.expires_at <= now ? 'expired' : status;
}

/** An escalation as it is answered. */
export async function viewOf(engine: Engine, view: View, row: Row<'escalations'>): Promise<Escalation> {
  const payload = row.sealed === null ? undefined : await openEscalation(engine, view.namespace, row);
  return {
    id: row.id,
    version: row.version,
    status: payload === undefined ? 'erased' : statusAt(row, view.now),
    target: row.target,
    evaluation: row.evaluation,
    proposer: row.proposer,
    action: payload?.action ?? null,
    reasons: (payload?.reasons ?? []) as Reason[],
    challenge: row.challenge,
    opened_at: formatTime(row.opened_at),
    expires_at: formatTime(row.expires_at),
    ...(row.decided_at === null ? {} : { decided_at: formatTime(row.decided_at) }),
    ...(row.decided_by === null ? {} : { decided_by: row.decided_by }),
  };
}

/**
 * One escalation.
 *
 * @throws EaapError `not-found`.
 */
export async function getEscalation(engine: Engine, actor: Actor, id: string): Promise<Escalation> {
  return engine.ledger.read(actor.namespace, async (view) => {
    const row = await view.tx.get('escalations', { id });
    if (row === undefined) throw new EaapError('not-found', 'There is no such escalation in this namespace.');
    return viewOf(engine, view, row);
  });
}

/** Which escalations. */
export interface EscalationQuery {
  readonly status?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Escalations, oldest first, a page at a time. */
export async function listEscalations(
  engine: Engine,
  actor: Actor,
  query: EscalationQuery = {},
): Promise<EscalationsResponse> {
  const limit = query.limit ?? 50;
  return engine.ledger.read(actor.namespace, async (view) => {
    const rows = await view.tx.select('escalations', {
      ...(query.status === undefined ? {} : { where: { status: query.status } }),
      ...(query.cursor === undefined ? {} : { range: { column: 'id', after: query.cursor } }),
      order: [['id', 'asc']],
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const escalations = [];
    for (const row of page) escalations.push(await viewOf(engine, view, row));
    return { escalations, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  });
}
