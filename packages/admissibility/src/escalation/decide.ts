import { checkReplacedReason, scrubText, type Actor, type Unit } from '@eaap/ledger';
import { EaapError, toBase64Url, type DecideRequest, type Escalation } from '@eaap/protocol';
import type { Row } from '@eaap/store';
import { detection } from '../action.ts';
import { GATEWAY_PRINCIPAL, type Engine } from '../engine.ts';
import { openEscalation, sealEscalation } from './record.ts';
import { viewOf } from './read.ts';

type Status = 'approved' | 'denied' | 'expired' | 'consumed';

/**
 * The transitions of an escalation; what is not here is refused (RFC-0001 section 9.5).
 * An approval that nobody used expires as well: `approved → expired` is read from `expires_at` and is not a row change.
 */
const FROM: Record<Status, string> = {
  approved: 'pending',
  denied: 'pending',
  expired: 'pending',
  consumed: 'approved',
};

/** Moves an escalation to another state: a new version, sealed anew, with its log entry in the same transaction. */
export async function transition(
  engine: Engine,
  unit: Unit,
  row: Row<'escalations'>,
  status: Status,
  decision: { by: string; reason: string } | null,
): Promise<Row<'escalations'>> {
  const payload = await openEscalation(engine, unit.namespace, row);
  const next = {
    ...row,
    status,
    version: row.version + 1,
    ...(decision === null ? {} : { decided_at: unit.now, decided_by: decision.by }),
  };
  const sealed = await sealEscalation(engine, unit, next, {
    ...payload,
    decision: decision?.reason ?? payload.decision,
    salt: toBase64Url(engine.ledger.sealer.salt()),
  });
  const changes = {
    status,
    version: next.version,
    decided_at: next.decided_at,
    decided_by: next.decided_by,
    ...sealed,
  };
  const moved = await unit.tx.update('escalations', { id: row.id }, changes, {
    status: FROM[status],
    version: row.version,
  });
  if (!moved) throw new EaapError('already-decided', 'Somebody else has decided this escalation meanwhile.');
  if (status !== 'consumed') {
    await unit.append({
      type: `escalation.${status}`,
      object: `escalation:${row.id}@${next.version}`,
      evaluation: row.evaluation,
      commitment: sealed.commitment,
      ...(decision === null ? { principal: GATEWAY_PRINCIPAL } : {}),
    });
  }
  return { ...next, ...sealed };
}

async function decide(
  engine: Engine,
  actor: Actor,
  id: string,
  version: number,
  request: DecideRequest,
  status: 'approved' | 'denied',
): Promise<Escalation> {
  const { ledger } = engine;
  const tokenise = await ledger.sealer.token(actor.namespace);
  const reason = checkReplacedReason(scrubText(request.reason, tokenise, detection(ledger)).text);
  // A refusal that changes state (an expiry found on the way) must be kept, so it is returned and thrown afterwards.
  const result = await ledger.write(actor.namespace, actor.principal, async (unit) => {
    const row = await unit.tx.get('escalations', { id });
    if (row === undefined) throw new EaapError('not-found', 'There is no such escalation in this namespace.');
    if (row.sealed === null)
      throw new EaapError('erased', 'The escalation was erased together with a person it was about.');
    await openEscalation(engine, unit.namespace, row);
    if (row.proposer === actor.principal || row.proposer_owner === actor.owner) {
      throw new EaapError(
        'separation-of-duties',
        'You or somebody who answers for you proposed this action; another person must decide it.',
      );
    }
    if (row.status === 'expired')
      throw new EaapError('escalation-expired', 'The escalation has expired, and that is a denial.');
    if (row.status !== 'pending')
      throw new EaapError('already-decided', `The escalation is ${row.status} already.`);
    if (row.expires_at <= unit.now) {
      await transition(engine, unit, row, 'expired', null);
      return new EaapError('escalation-expired', 'The escalation has expired, and that is a denial.');
    }
    if (row.version !== version) {
      throw new EaapError('version-mismatch', `The escalation has version ${row.version}.`, {
        current: row.version,
      });
    }
    if (status === 'approved' && request.challenge !== row.challenge) {
      throw new EaapError('challenge-mismatch', 'Type the challenge exactly as the escalation shows it.');
    }
    const next = await transition(engine, unit, row, status, { by: actor.principal, reason });
    return viewOf(engine, unit, next);
  });
  if (result instanceof EaapError) throw result;
  return result;
}

/**
 * Approves this very action for these very reasons, once, until the escalation expires.
 *
 * @throws EaapError `separation-of-duties`, `challenge-mismatch`, `already-decided`, `escalation-expired`,
 * `version-mismatch`, `not-found`, `erased`.
 * @see RFC-0001 section 9.5
 */
export function approve(
  engine: Engine,
  actor: Actor,
  id: string,
  version: number,
  request: DecideRequest,
): Promise<Escalation> {
  return decide(engine, actor, id, version, request, 'approved');
}

/**
 * Denies it. The same action for the same reasons stays denied until the escalation would have expired.
 *
 * @throws EaapError as {@link approve}, but for the challenge.
 */
export function deny(
  engine: Engine,
  actor: Actor,
  id: string,
  version: number,
  request: DecideRequest,
): Promise<Escalation> {
  return decide(engine, actor, id, version, request, 'denied');
}
