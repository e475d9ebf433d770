import { EaapError, type FactStatus, type RecordType } from '@eaap/protocol';
import type { Appended, Unit } from '../unit/types.ts';
import type { Sealer } from '../crypto/types.ts';
import { conflictObject, sealConflict, type ConflictDraft, type ConflictRecord } from './conflict-record.ts';
import { registerMentions } from './mention.ts';
import { factObject, type FactRecord } from './record.ts';
import { sealFact, type FactDraft } from './sealed.ts';
import { checkTransition } from './states.ts';

/** What the functions of this folder work with inside a unit. */
export interface Work {
  readonly unit: Unit;
  readonly sealer: Sealer;
}

/** Something written, with its log record. */
export interface Written<T> {
  readonly record: T;
  readonly log: Appended;
}

async function insertFact(
  { unit, sealer }: Work,
  draft: FactDraft,
  type: RecordType,
  reason?: string,
): Promise<Written<FactRecord>> {
  const { record, row, vector, subjects, content } = await sealFact(sealer, unit.namespace, draft, reason);
  await registerMentions(unit, sealer, { type: 'fact', id: record.id }, subjects, content);
  await unit.tx.insert('facts', row);
  await unit.tx.insert('vectors', vector);
  const { commitment } = record;
  const log = await unit.append({ type, object: factObject(record), commitment: commitment });
  return { record, log };
}

/** Writes the first version of a fact. */
export const writeNewFact = (
  work: Work,
  draft: Omit<FactDraft, 'id' | 'version' | 'created_at' | 'locked'>,
): Promise<Written<FactRecord>> => {
  const { ids, now } = work.unit;
  const first = { ...draft, id: ids(), version: 1, created_at: now, locked: false };
  return insertFact(work, first, 'fact.stored');
};

/** What a new version of a fact may change. */
export type FactChanges = Partial<
  Pick<FactRecord, 'source' | 'confidence' | 'half_life_ms' | 'valid_until' | 'locked' | 'status' | 'aside'>
>;

/**
 * Writes the next version of a fact; the one before stays, and stops counting.
 *
 * @param reason - In the words of whoever changed it by hand, without personal data. Sealed with the version.
 * @throws EaapError `invalid-transition`; `internal` when the version is not the newest.
 */
export async function writeNextFact(
  work: Work,
  before: FactRecord,
  changes: FactChanges,
  type: RecordType,
  reason?: string,
): Promise<Written<FactRecord>> {
  const { id, version } = before;
  checkTransition(id, before.status, changes.status ?? before.status);
  const held = await work.unit.tx.update(
    'facts',
    { id, version },
    { current: 0 },
    { current: before.current ? 1 : 0 },
  );
  if (!held) throw new EaapError('internal', `Fact ${id} version ${version} was not there to be changed.`);
  const { commitment: _, current: __, ...rest } = before;
  const draft = { ...rest, ...changes, version: version + 1, created_at: work.unit.now };
  return insertFact(work, draft, type, reason);
}

/** The record type for a fact that becomes `status` as a consequence of something else. */
export const RECORD_OF_STATUS = {
  active: 'fact.restored',
  disputed: 'fact.disputed',
  superseded: 'fact.superseded',
  retracted: 'fact.retracted',
} as const satisfies Partial<Record<FactStatus, RecordType>>;

/** Writes a new conflict. */
export async function writeNewConflict(
  { unit, sealer }: Work,
  status: 'open' | 'noted',
  incumbent: FactRecord,
  challenger: FactRecord,
): Promise<Written<ConflictRecord>> {
  const draft: ConflictDraft = {
    id: unit.ids(),
    version: 1,
    status,
    subject: incumbent.subject,
    attribute: incumbent.attribute,
    incumbent: incumbent.id,
    challenger: challenger.id,
    opened_at: unit.now,
    resolved_at: null,
    resolution: null,
    resolver: null,
    former: null,
  };
  const { record, row, subjects, content } = await sealConflict(sealer, unit.namespace, draft);
  await registerMentions(unit, sealer, { type: 'conflict', id: record.id }, subjects, content);
  await unit.tx.insert('conflicts', row);
  const type = status === 'open' ? 'conflict.opened' : 'conflict.noted';
  const log = await unit.append({ type, object: conflictObject(record), commitment: record.commitment });
  return { record, log };
}

/**
 * Writes that a conflict is resolved.
 *
 * @param code - The stable code in the log: the resolution, or why there is nothing left to resolve.
 * @throws EaapError `already-resolved`
 */
export async function writeResolved(
  { unit, sealer }: Work,
  before: ConflictRecord,
  resolution: NonNullable<ConflictRecord['resolution']>,
  code: string,
  reason?: string,
): Promise<Written<ConflictRecord>> {
  const { id, version, status, commitment } = before;
  if (status === 'resolved') throw new EaapError('already-resolved', `Conflict ${id} is resolved already.`);
  const draft: ConflictDraft = {
    ...before,
    version: version + 1,
    status: 'resolved',
    resolved_at: unit.now,
    resolution,
    resolver: unit.principal,
    former: { status, commitment },
  };
  const { record, row, subjects, content } = await sealConflict(sealer, unit.namespace, draft, reason);
  await registerMentions(unit, sealer, { type: 'conflict', id }, subjects, content);
  const { id: __, ...changes } = row;
  if (!(await unit.tx.update('conflicts', { id }, changes, { version, status }))) {
    throw new EaapError('already-resolved', `Conflict ${id} is resolved already.`);
  }
  const log = await unit.append({
    type: 'conflict.resolved',
    object: conflictObject(record),
    reason: code,
    commitment: record.commitment,
  });
  return { record, log };
}
