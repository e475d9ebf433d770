import type { Unit } from '@eaap/ledger';
import {
  commit as commitment,
  EaapError,
  equalDigest,
  fromBase64Url,
  type Action,
  type Json,
  type Reason,
} from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { Engine } from '../engine.ts';
import { open, seal } from '../seal.ts';

/** What is kept, sealed, of an escalation. */
export interface EscalationPayload {
  readonly action: Action;
  readonly reasons: readonly Reason[];
  readonly subjects: readonly string[];
  /** Who may not decide. Kept in here as well, where whoever edits the database cannot change it. */
  readonly proposer: string;
  readonly proposer_owner: string;
  readonly decision: string | null;
  /** Of this version: each has its own. */
  readonly salt: string;
}

type EscalationRow = Row<'escalations'>;
type Facts = Pick<
  EscalationRow,
  'id' | 'version' | 'status' | 'action_key' | 'reasons_digest' | 'expires_at' | 'decided_by'
>;

/**
 * The commitment to one version of an escalation: its state is an object of the state hash of what it approves.
 *
 * @see RFC-0009 section 3.3
 */
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

/**
 * Opens an escalation. What decides stands in columns, to be found by: a status, a proposer, an expiry that somebody
 * changed there is no approval.
 *
 * @throws EaapError `erased`; `storage-corrupt` when the row says something else than was sealed with it.
 * @see RFC-0001 section 11.1
 */
export async function openEscalation(
  engine: Engine,
  namespace: string,
  row: EscalationRow,
): Promise<EscalationPayload> {
  const payload = await open<EscalationPayload>(engine, namespace, 'escalation', row, row.version);
  const same =
    equalDigest(escalationCommitment(row, payload.salt), row.commitment) &&
    payload.proposer === row.proposer &&
    payload.proposer_owner === row.proposer_owner;
  if (!same) {
    throw new EaapError(
      'storage-corrupt',
      'An escalation was changed in the storage behind the back of the gateway; nothing can rest on it.',
    );
  }
  return payload;
}
