import type { Actor, Unit } from '@eaap/ledger';
import { reasonDigest } from '@eaap/judgment';
import { digest, draw, toBase64Url, toHex, type Digest, type Judgment, type Reason } from '@eaap/protocol';
import type { Assembly } from '../assemble.ts';
import type { Engine } from '../engine.ts';
import { sealEscalation, type EscalationPayload } from './record.ts';

/** What is escalated. */
export interface EscalationRequest {
  readonly actor: Actor;
  readonly evaluation: string;
  readonly assembly: Assembly;
  readonly judgment: Judgment;
}

/**
 * The digest of the reasons of an escalation, whatever their order.
 *
 * @see RFC-0009 section 3.1
 */
export function reasonsDigest(reasons: readonly Reason[]): Digest {
  return digest('EAAP-REASONS-v1', reasons.map(reasonDigest).sort());
}

/**
 * Routes an action to the people who may decide it. The same action for the same reasons is not asked twice: one that
 * is pending is returned again, and one that was denied stays denied until it would have expired.
 *
 * @see RFC-0001 section 9.5
 */
export async function escalate(
  engine: Engine,
  unit: Unit,
  request: EscalationRequest,
): Promise<{ id: string; denied: boolean }> {
  const { actor, assembly, judgment, evaluation } = request;
  const { action, policy } = assembly.input;
  const reasons = judgment.gates
    .flatMap((gate) => gate.reasons)
    .filter((reason) => reason.outcome === 'escalate' && reason.approved === null);
  const reasons_digest = reasonsDigest(reasons);
  for (const status of ['pending', 'denied']) {
    const rows = await unit.tx.select('escalations', { where: { action_key: assembly.actionKey, status } });
    const same = rows.find(
      (row) => row.reasons_digest === reasons_digest && row.expires_at > unit.now && row.sealed !== null,
    );
    if (same !== undefined) return { id: same.id, denied: status === 'denied' };
  }
  const id = unit.ids();
  const payload: EscalationPayload = {
    action,
    reasons,
    subjects: assembly.subjects,
    proposer: actor.principal,
    proposer_owner: actor.owner,
    decision: null,
    salt: toBase64Url(engine.ledger.sealer.salt()),
  };
  const row = {
    id,
    evaluation,
    proposer: actor.principal,
    proposer_owner: actor.owner,
    target: policy.escalation.target,
    status: 'pending',
    version: 1,
    opened_at: unit.now,
    expires_at: unit.now + policy.escalation.ttl_ms,
    decided_at: null,
    decided_by: null,
    action_key: assembly.actionKey,
    reasons_digest,
    challenge: `${action.tool} ${toHex(draw(engine.ledger.parts.entropy, 3)).toUpperCase()}`,
  };
  const sealed = await sealEscalation(engine, unit, row, payload);
  await unit.tx.insert('escalations', { ...row, ...sealed });
  await unit.append({
    type: 'escalation.opened',
    object: `escalation:${id}@1`,
    evaluation,
    commitment: sealed.commitment,
  });
  return { id, denied: false };
}
