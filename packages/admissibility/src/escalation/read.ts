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

/** How many rows are looked at together for those of a state that is shown and not stored. */
const LOOKED_AT = 200;

/** The next escalations that are *shown* in a state, and at most `most`: time changes what is shown before any row. */
async function shown(view: View, query: EscalationQuery, most: number): Promise<Row<'escalations'>[]> {
  const { status } = query;
  const found: Row<'escalations'>[] = [];
  let after = query.cursor;
  for (;;) {
    const rows = await view.tx.select('escalations', {
      // Only what is expired may be stored as something else; everything else is stored as it is shown.
      ...(status === undefined || status === 'expired' ? {} : { where: { status } }),
      ...(after === undefined ? {} : { range: { column: 'id', after } }),
      order: [['id', 'asc']],
      limit: LOOKED_AT,
    });
    for (const row of rows) {
      if (status !== undefined && statusAt(row, view.now) !== status) continue;
      found.push(row);
      if (found.length === most) return found;
    }
    after = rows.at(-1)?.id;
    if (rows.length < LOOKED_AT) return found;
  }
}

/** Escalations, oldest first, a page at a time. */
export async function listEscalations(
  engine: Engine,
  actor: Actor,
  query: EscalationQuery = {},
): Promise<EscalationsResponse> {
  const limit = query.limit ?? 50;
  return engine.ledger.read(actor.namespace, async (view) => {
    const rows = await shown(view, query, limit + 1);
    const page = rows.slice(0, limit);
    const escalations = [];
    for (const row of page) escalations.push(await viewOf(engine, view, row));
    return { escalations, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  });
}
