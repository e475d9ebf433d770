import {
  canonicalize,
  commit,
  EaapError,
  equalDigest,
  fromBase64Url,
  toBase64Url,
  type Digest,
  type FactStatus,
  type Json,
  type SourceKind,
  type TrustLevel,
} from '@eaap/protocol';
import type { NewRow, Row } from '@eaap/store';
import type { Sealer } from '../crypto/types.ts';
import { vectorOf } from '../lib/vector.ts';
import { attributeIndex, subjectIndex, valueIndex } from './indexes.ts';
import { committedFact, type Committed, type FactRecord } from './record.ts';

/** What is encrypted of a version of a fact. Its salt lives and dies with it. */
interface FactPayload {
  readonly subject: string;
  readonly attribute: string;
  readonly value: Json;
  readonly statement?: string;
  readonly source: { readonly kind: SourceKind; readonly id: string; readonly observed_at: number };
  readonly about: readonly string[];
  readonly aside: boolean;
  readonly created_at: number;
  /** Why the version was made, in the words of whoever made it by hand. */
  readonly reason?: string;
  readonly salt: string;
}

/** A version of a fact that is to be written. */
export type FactDraft = Omit<FactRecord, 'commitment' | 'current'>;

/** The rows of a version of a fact, and what its log record needs. */
export interface SealedFact {
  readonly record: FactRecord;
  readonly row: NewRow<'facts'>;
  readonly vector: NewRow<'vectors'>;
  /** Subject indexes: whose keys it is under. */
  readonly subjects: readonly string[];
  /** What was encrypted, for registering the tokens in it. */
  readonly content: Json;
}

/** The text a fact is found by: its statement, or its value as canonical JSON. */
export const textOf = (fact: Pick<FactRecord, 'statement' | 'value'>): string =>
  fact.statement ?? canonicalize(fact.value);

/** Encrypts a version of a fact under the keys of all its subjects. */
export async function sealFact(
  sealer: Sealer,
  namespace: string,
  draft: FactDraft,
  reason?: string,
): Promise<SealedFact> {
  const { id, version } = draft;
  const salt = sealer.salt();
  const commitment = commit(salt, committedFact(draft));
  const current = (draft.status === 'active' || draft.status === 'disputed') && !draft.aside;
  const subjects = await subjectsOf(sealer, namespace, draft);
  const content: Json = {
    subject: draft.subject,
    attribute: draft.attribute,
    value: draft.value,
    ...(draft.statement === undefined ? {} : { statement: draft.statement }),
    source: { ...draft.source },
    about: [...draft.about],
    aside: draft.aside,
    created_at: draft.created_at,
    ...(reason === undefined ? {} : { reason }),
    salt: toBase64Url(salt),
  };
  const sealed = await sealer.seal(namespace, { type: 'fact', id, version }, subjects, content);
  const vector: Json = [...vectorOf(textOf(draft))];
  return {
    record: { ...draft, commitment, current },
    row: {
      id,
      version,
      current: current ? 1 : 0,
      status: draft.status,
      subject_index: await subjectIndex(sealer, namespace, draft.subject),
      attribute_index: await attributeIndex(sealer, namespace, draft.attribute),
      value_index: await valueIndex(sealer, namespace, draft.attribute, draft.value),
      locked: draft.locked ? 1 : 0,
      trust: draft.trust,
      source_kind: draft.source.kind,
      confidence: draft.confidence,
      half_life_ms: draft.half_life_ms,
      observed_at: draft.source.observed_at,
      valid_until: draft.valid_until,
      created_at: draft.created_at,
      commitment,
      ...sealed,
    },
    vector: {
      id,
      version,
      ...(await sealer.seal(namespace, { type: 'vector', id, version }, subjects, vector)),
    },
    subjects,
    content,
  };
}

/** The subject indexes of a fact: its subject's first, then those it is about. */
export async function subjectsOf(
  sealer: Sealer,
  namespace: string,
  fact: Pick<FactRecord, 'subject' | 'about'>,
): Promise<string[]> {
  const indexes = new Set<string>();
  for (const subject of [fact.subject, ...fact.about]) {
    indexes.add(await subjectIndex(sealer, namespace, subject));
  }
  return [...indexes];
}

/**
 * Decrypts a row and holds every column that decides anything against what was committed to: a row that was edited
 * in the storage, or moved to another subject, is not read as if nothing had happened.
 *
 * @throws EaapError `storage-corrupt`; `erased` when a key of it is gone.
 * @see RFC-0001 section 11.1
 */
export async function openFact(sealer: Sealer, namespace: string, row: Row<'facts'>): Promise<FactRecord> {
  const { id, version } = row;
  if (row.sealed === null) throw new EaapError('erased', `Fact ${id} was erased.`);
  const payload = await openPayload(sealer, namespace, row, row.sealed);
  const committed: Committed = {
    id,
    version,
    subject: payload.subject,
    attribute: payload.attribute,
    value: payload.value,
    ...(payload.statement === undefined ? {} : { statement: payload.statement }),
    source: { kind: row.source_kind as SourceKind, id: payload.source.id, observed_at: row.observed_at },
    trust: row.trust as TrustLevel,
    confidence: row.confidence,
    half_life_ms: row.half_life_ms,
    valid_until: row.valid_until,
    locked: row.locked === 1,
    status: row.status as FactStatus,
  };
  const live = (row.status === 'active' || row.status === 'disputed') && !payload.aside;
  const intact =
    equalDigest(commit(fromBase64Url(payload.salt), committedFact(committed)), row.commitment) &&
    payload.created_at === row.created_at &&
    (row.current === 0 || live) &&
    row.subject_index === (await subjectIndex(sealer, namespace, payload.subject)) &&
    row.attribute_index === (await attributeIndex(sealer, namespace, payload.attribute)) &&
    row.value_index === (await valueIndex(sealer, namespace, payload.attribute, payload.value));
  if (!intact) {
    throw new EaapError('storage-corrupt', `Fact ${id} version ${version} was changed in the storage.`);
  }
  return {
    ...committed,
    created_at: row.created_at,
    commitment: row.commitment as Digest,
    current: row.current === 1,
    about: payload.about,
    aside: payload.aside,
  };
}

/** A ciphertext from another namespace comes with keys that are not there either: that is no erasure. */
async function openPayload(
  sealer: Sealer,
  namespace: string,
  { id, version, kids, subject_index }: Row<'facts'>,
  sealed: Uint8Array,
): Promise<FactPayload> {
  try {
    return (await sealer.open(
      namespace,
      { type: 'fact', id, version },
      kids,
      sealed,
    )) as unknown as FactPayload;
  } catch (thrown) {
    if (!(thrown instanceof EaapError) || thrown.type !== 'erased') throw thrown;
    if ((await sealer.isUnder(namespace, subject_index, kids)) !== false) throw thrown;
    throw new EaapError(
      'storage-corrupt',
      `Fact ${id} version ${version} is under keys that are not its subject's: it was changed in the storage.`,
      {},
      { cause: thrown },
    );
  }
}

/**
 * The vector of a version of a fact, for ranking.
 *
 * @throws EaapError `storage-corrupt` when it is missing or was changed; `erased` when a key of it is gone.
 */
export async function openVector(
  sealer: Sealer,
  namespace: string,
  row: Row<'vectors'>,
): Promise<Int32Array> {
  const { id, version, kids, sealed } = row;
  const vector = await sealer.open(namespace, { type: 'vector', id, version }, kids, sealed);
  return Int32Array.from(vector as number[]);
}
