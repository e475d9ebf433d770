import {
  commit,
  EaapError,
  equalDigest,
  formatTime,
  fromBase64Url,
  toBase64Url,
  type Conflict,
  type Digest,
  type Json,
} from '@eaap/protocol';
import type { NewRow, Row } from '@eaap/store';
import type { Sealer } from '../crypto/types.ts';
import { attributeIndex, subjectIndex } from './indexes.ts';

/** What can be decided about a conflict. */
export type Resolution = NonNullable<Conflict['resolution']>;

/** A conflict, decrypted. Times are milliseconds since 1970. */
export interface ConflictRecord {
  readonly id: string;
  /** 1 while it is undecided, 2 once it is resolved. */
  readonly version: number;
  readonly status: Conflict['status'];
  readonly subject: string;
  readonly attribute: string;
  readonly incumbent: string;
  readonly challenger: string;
  readonly opened_at: number;
  readonly resolved_at: number | null;
  readonly resolution: Resolution | null;
  readonly resolver: string | null;
  readonly commitment: Digest;
  /** What it was before it was resolved, for looking into the past. */
  readonly former: { readonly status: Conflict['status']; readonly commitment: Digest } | null;
}

/** A version of a conflict that is to be written. */
export type ConflictDraft = Omit<ConflictRecord, 'commitment'>;

/** The JSON that a conflict's commitment is over (RFC-0002 section 5.1). */
export const committedConflict = (conflict: ConflictDraft): Json => ({
  id: conflict.id,
  version: conflict.version,
  status: conflict.status,
  subject: conflict.subject,
  attribute: conflict.attribute,
  incumbent: conflict.incumbent,
  challenger: conflict.challenger,
  opened_at: conflict.opened_at,
  resolved_at: conflict.resolved_at,
  resolution: conflict.resolution,
  resolver: conflict.resolver,
});

/** How the log names a version of a conflict. */
export const conflictObject = (conflict: Pick<ConflictRecord, 'id' | 'version'>): string =>
  `conflict:${conflict.id}@${conflict.version}`;

/** Encrypts a conflict under the key of its subject. */
export async function sealConflict(
  sealer: Sealer,
  namespace: string,
  draft: ConflictDraft,
  reason?: string,
): Promise<{ record: ConflictRecord; row: NewRow<'conflicts'>; subjects: string[]; content: Json }> {
  const { id, version, status, incumbent, challenger } = draft;
  const { opened_at, resolved_at, resolution, resolver } = draft;
  const salt = sealer.salt();
  const commitment = commit(salt, committedConflict(draft));
  const subject_index = await subjectIndex(sealer, namespace, draft.subject);
  const content: Json = {
    subject: draft.subject,
    attribute: draft.attribute,
    former: draft.former === null ? null : { ...draft.former },
    ...(reason === undefined ? {} : { reason }),
    salt: toBase64Url(salt),
  };
  const sealed = await sealer.seal(namespace, { type: 'conflict', id, version }, [subject_index], content);
  return {
    record: { ...draft, commitment },
    row: {
      id,
      version,
      status,
      subject_index,
      attribute_index: await attributeIndex(sealer, namespace, draft.attribute),
      incumbent,
      challenger,
      opened_at,
      resolved_at,
      resolution,
      resolver,
      commitment,
      ...sealed,
    },
    subjects: [subject_index],
    content,
  };
}

/**
 * Decrypts a row and holds its columns against what was committed to.
 *
 * @throws EaapError `storage-corrupt`; `erased` when its key is gone.
 */
export async function openConflict(
  sealer: Sealer,
  namespace: string,
  row: Row<'conflicts'>,
): Promise<ConflictRecord> {
  const { id, version, incumbent, challenger, opened_at, resolved_at, resolver } = row;
  if (row.sealed === null) throw new EaapError('erased', `Conflict ${id} was erased.`);
  const payload = (await sealer.open(
    namespace,
    { type: 'conflict', id, version },
    row.kids,
    row.sealed,
  )) as unknown as Pick<ConflictRecord, 'subject' | 'attribute' | 'former'> & { readonly salt: string };
  const { subject, attribute, former } = payload;
  const status = row.status as ConflictRecord['status'];
  const resolution = row.resolution as Resolution | null;
  const draft: ConflictDraft = {
    ...{ id, version, status, subject, attribute, incumbent, challenger },
    ...{ opened_at, resolved_at, resolution, resolver, former },
  };
  const intact =
    equalDigest(commit(fromBase64Url(payload.salt), committedConflict(draft)), row.commitment) &&
    row.subject_index === (await subjectIndex(sealer, namespace, subject)) &&
    row.attribute_index === (await attributeIndex(sealer, namespace, attribute));
  if (!intact) throw new EaapError('storage-corrupt', `Conflict ${id} was changed in the storage.`);
  return { ...draft, commitment: row.commitment as Digest };
}

/** A conflict as it is answered. */
export function toWireConflict(conflict: ConflictRecord): Conflict {
  const { id, version, status, subject, attribute, incumbent, challenger, commitment } = conflict;
  return {
    ...{ id, version, status, subject, attribute, incumbent, challenger },
    opened_at: formatTime(conflict.opened_at),
    ...(conflict.resolved_at === null ? {} : { resolved_at: formatTime(conflict.resolved_at) }),
    ...(conflict.resolution === null ? {} : { resolution: conflict.resolution }),
    ...(conflict.resolver === null ? {} : { resolver: conflict.resolver }),
    commitment,
  };
}
