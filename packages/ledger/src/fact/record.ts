import {
  formatTime,
  type Digest,
  type Fact,
  type FactStatus,
  type Json,
  type SourceKind,
  type TrustLevel,
} from '@eaap/protocol';

/** One version of a fact, decrypted. Times are milliseconds since 1970. Personal data in it is tokenised. */
export interface FactRecord {
  readonly id: string;
  /** Counts from 1. */
  readonly version: number;
  readonly subject: string;
  readonly attribute: string;
  readonly value: Json;
  readonly statement?: string;
  readonly source: { readonly kind: SourceKind; readonly id: string; readonly observed_at: number };
  readonly trust: TrustLevel;
  /** Basis points at the time of observation. */
  readonly confidence: number;
  readonly half_life_ms: number;
  /** Exclusive: at this time it has expired. */
  readonly valid_until: number | null;
  readonly locked: boolean;
  readonly status: FactStatus;
  /** When this version was written. */
  readonly created_at: number;
  readonly commitment: Digest;
  /** Whether it is the version that counts now: the newest, active or disputed, and not set aside. */
  readonly current: boolean;
  /** Further subjects it is about. */
  readonly about: readonly string[];
  /** A challenger of too little trust, kept on record and counted nowhere. */
  readonly aside: boolean;
}

/** What a fact's commitment covers, besides the salt. */
export type Committed = Pick<
  FactRecord,
  | 'id'
  | 'version'
  | 'subject'
  | 'attribute'
  | 'value'
  | 'statement'
  | 'source'
  | 'trust'
  | 'confidence'
  | 'half_life_ms'
  | 'valid_until'
  | 'locked'
  | 'status'
>;

/**
 * The JSON that a fact's commitment is over (RFC-0001 section 4): everything that judgment could rely on, so that none
 * of it can be changed in the storage unseen.
 */
export const committedFact = (fact: Committed): Json => ({
  id: fact.id,
  version: fact.version,
  subject: fact.subject,
  attribute: fact.attribute,
  value: fact.value,
  statement: fact.statement ?? null,
  source: { kind: fact.source.kind, id: fact.source.id, observed_at: fact.source.observed_at },
  trust: fact.trust,
  confidence: fact.confidence,
  half_life_ms: fact.half_life_ms,
  valid_until: fact.valid_until,
  locked: fact.locked,
  status: fact.status,
});

/** How the log names a version of a fact. */
export const factObject = (fact: Pick<FactRecord, 'id' | 'version'>): string =>
  `fact:${fact.id}@${fact.version}`;

/** Whether a fact's time is over. */
export const hasExpired = (fact: { readonly valid_until: number | null }, now: number): boolean =>
  fact.valid_until !== null && fact.valid_until <= now;

/**
 * A fact as it is answered.
 *
 * @see RFC-0001 section 6
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { toWireFact, type FactRecord } from '@eaap/ledger';
 *
 * const record: FactRecord = {
 *   id: '018bcfe5-6800-7000-8000-000000000000', version: 1, subject: 'order:7', attribute: 'total', value: 12,
 *   source: { kind: 'system', id: 'shop', observed_at: 0 }, trust: 'verified', confidence: 9000, half_life_ms: 1000,
 *   valid_until: null, locked: false, status: 'active', created_at: 0, commitment: `sha256:${'0'.repeat(64)}`,
 *   current: true, about: [], aside: false,
 * };
 * assert.equal(toWireFact(record).source.observed_at, '1970-01-01T00:00:00.000Z');
 * ```
 */
export function toWireFact(fact: FactRecord): Fact {
  return {
    id: fact.id,
    version: fact.version,
    subject: fact.subject,
    attribute: fact.attribute,
    value: fact.value,
    ...(fact.statement === undefined ? {} : { statement: fact.statement }),
    source: { kind: fact.source.kind, id: fact.source.id, observed_at: formatTime(fact.source.observed_at) },
    trust: fact.trust,
    confidence: fact.confidence,
    half_life_ms: fact.half_life_ms,
    ...(fact.valid_until === null ? {} : { valid_until: formatTime(fact.valid_until) }),
    locked: fact.locked,
    status: fact.status,
    created_at: formatTime(fact.created_at),
    commitment: fact.commitment,
  };
}
