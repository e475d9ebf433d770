import type { Unit } from '@eaap/ledger';
import { commit as commitment, fromBase64Url, type Action, type Json, type Reason } from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { Engine } from '../engine.ts';
import { seal } from '../seal.ts';

/** What is kept, sealed, of an escalation. */
export interface EscalationPayload {
  readonly action: Action;
  readonly reasons: readonly Reason[];
  readonly subjects: readonly string[];
  readonly decision: string | null;
  readonly salt: string;
}

type EscalationRow = Row<'escalations'>;
type Facts = Pick<
  EscalationRow,
  'id' | 'version' | 'status' | 'action_key' | 'reasons_digest' | 'expires_at' | 'decided_by'
>;

/** The commitment to one version of an escalation: its state is an object of the state hash of what it approves. */
export function escalationCommitment(row: Facts, salt: string): `sha256:${string}` {
  const { id, version, status, action_key, reasons_digest, expires_at, decided_by } = row;
  return commitment(fromBase64Url(salt), {
    id,
    version,
    status,
    action_key,
    reasons_digest,
    expires_at,
    decided_by,
  });
}

/** Seals a version of an escalation and computes its commitment. */
export async function sealEscalation(engine: Engine, unit: Unit, row: Facts, payload: EscalationPayload) {
  const sealed = await seal(
    engine,
    unit,
    'escalation',
    row.id,
    row.version,
    payload.subjects,
    payload as unknown as Json,
  );
  return { ...sealed, commitment: escalationCommitment(row, payload.salt) };
}
