import { EaapError, ReasonRequest, validate } from '@eaap/protocol';
import type { Sealer } from '../crypto/types.ts';
import { scrubText } from '../pii/scrub-text.ts';
import { checkReplacedReason } from '../lib/replaced.ts';
import type { Ledger, View } from '../unit/types.ts';
import { openConflict, type ConflictRecord } from './conflict-record.ts';
import type { FactRecord } from './record.ts';
import { openFact } from './sealed.ts';

/** The newest version of a fact, whatever its state. */
export async function newestFact(view: View, sealer: Sealer, id: string): Promise<FactRecord | undefined> {
  const [row] = await view.tx.select('facts', { where: { id }, order: [['version', 'desc']], limit: 1 });
  return row === undefined ? undefined : openFact(sealer, view.namespace, row);
}

/**
 * The newest version of a fact.
 *
 * @throws EaapError `erased`, `not-found`, `storage-corrupt`
 */
export async function requireFact(view: View, sealer: Sealer, id: string): Promise<FactRecord> {
  return (await newestFact(view, sealer, id)) ?? (await refuseMissing(view, 'fact', id));
}

/**
 * A conflict.
 *
 * @throws EaapError `erased`, `not-found`, `storage-corrupt`
 */
export async function requireConflict(view: View, sealer: Sealer, id: string): Promise<ConflictRecord> {
  const row = await view.tx.get('conflicts', { id });
  return row === undefined ? refuseMissing(view, 'conflict', id) : openConflict(sealer, view.namespace, row);
}

async function refuseMissing(view: View, kind: 'fact' | 'conflict', id: string): Promise<never> {
  const where = { type: 'record.erased', object: `${kind}:${id}` };
  const [tombstone] = await view.tx.select('log', { where, limit: 1 });
  if (tombstone !== undefined) throw new EaapError('erased', `This ${kind} was erased.`);
  throw new EaapError('not-found', `There is no such ${kind}.`);
}

/**
 * The version that a change names. It is asked for before anything is read (RFC-0013 section 3.2).
 *
 * @throws EaapError `precondition-required`
 */
export function requireVersion(kind: string, expected: number | undefined): number {
  if (expected !== undefined) return expected;
  throw new EaapError('precondition-required', `Say which version of the ${kind} you mean.`);
}

/**
 * Refuses a change of another version than the one that is there.
 *
 * @throws EaapError `version-mismatch`
 */
export function checkVersion(kind: string, expected: number, version: number): void {
  if (expected === version) return;
  // A number of any length is the caller's own text: it could be that of a card.
  const meant = expected < 1_000_000 ? String(expected) : 'the one that was named';
  throw new EaapError('version-mismatch', `The ${kind} has version ${version}, not ${meant}.`, {
    current: version,
  });
}

/** The reason somebody gives for a change by hand, without personal data. */
export async function readReason(ledger: Ledger, namespace: string, body: unknown): Promise<string> {
  return scrubReason(ledger, namespace, validate(ReasonRequest, body).reason);
}

/**
 * A reason without personal data.
 *
 * @throws EaapError `invalid-request` when it is too long with tokens in its place; `detector-unavailable`.
 */
export async function scrubReason(ledger: Ledger, namespace: string, reason: string): Promise<string> {
  const options = ledger.detectors === undefined ? {} : { detectors: ledger.detectors };
  return checkReplacedReason(scrubText(reason, await ledger.sealer.token(namespace), options).text);
}
