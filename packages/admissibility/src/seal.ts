import { registerMentions, type MentionKind, type Unit } from '@eaap/ledger';
import { EaapError, type Json } from '@eaap/protocol';
import type { Engine } from './engine.ts';

/** The kinds of record of this layer that hold a sealed payload. */
export type SealedKind = Exclude<MentionKind, 'fact' | 'conflict'>;

/**
 * Seals a payload under the keys of everybody it is about, and registers it so that their erasure finds it.
 *
 * @throws EaapError `storage-locked` while one of them is being erased.
 */
export async function seal(
  engine: Engine,
  unit: Unit,
  kind: SealedKind,
  id: string,
  version: number,
  subjects: readonly string[],
  payload: Json,
): Promise<{ kids: string; sealed: Uint8Array }> {
  const { sealer } = engine.ledger;
  await registerMentions(unit, sealer, { type: kind, id }, subjects, payload);
  return sealer.seal(unit.namespace, { type: kind, id, version }, subjects, payload);
}

/**
 * Opens a sealed payload.
 *
 * @throws EaapError `erased` when it is gone; `storage-corrupt` when it was altered.
 */
export async function open<T>(
  engine: Engine,
  namespace: string,
  kind: SealedKind,
  row: {
    readonly id?: string;
    readonly evaluation?: string;
    readonly kids: string;
    readonly sealed: Uint8Array | null;
  },
  version: number,
): Promise<T> {
  const id = row.id ?? row.evaluation;
  if (row.sealed === null || id === undefined)
    throw new EaapError('erased', 'The record was erased together with a person it was about.');
  return (await engine.ledger.sealer.open(namespace, { type: kind, id, version }, row.kids, row.sealed)) as T;
}
