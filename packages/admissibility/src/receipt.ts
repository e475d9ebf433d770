import { checkpointCovering, proveInclusion, readRecord, type View } from '@eaap/ledger';
import { EaapError, type Receipt, type ReceiptClaims } from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { Engine } from './engine.ts';
import { open } from './seal.ts';

/** What is kept, sealed, of a commit: enough to give the same receipt again. */
export interface CommitPayload {
  readonly claims: ReceiptClaims;
  readonly action_salt: string;
  readonly claims_salt: string;
}

/**
 * The receipt of a commit: its leaf proven in the checkpoint of its own flush. It is computed from what is stored, so
 * that asking again gives the same bytes.
 *
 * @throws EaapError `erased`; `log-unavailable` when no checkpoint covers the entry.
 * @see RFC-0001 section 10.3
 */
export async function buildReceipt(engine: Engine, view: View, row: Row<'commits'>): Promise<Receipt> {
  const payload = await open<CommitPayload>(engine, view.namespace, 'commit', row, 1);
  const record = await readRecord(view, row.seq);
  const checkpoint = await checkpointCovering(view, row.seq);
  if (record === undefined || checkpoint === undefined) {
    throw new EaapError(
      'log-unavailable',
      'The commit is recorded, but no checkpoint covers it; the receipt cannot be given.',
    );
  }
  return {
    ...payload,
    record,
    index: row.seq,
    proof: await proveInclusion(view, row.seq, checkpoint.size),
    checkpoint: checkpoint.note,
  };
}
