import Type, { type Static } from 'typebox';
import {
  Attribute,
  BasisPoints,
  DigestString,
  DurationMs,
  FactStatus,
  FactValue,
  Health,
  NamespaceName,
  Source,
  Subject,
  Timestamp,
  TrustLevel,
  Uuid,
} from './common.ts';
import { closed, nullable, oneOf, ref, schemaId } from './schema.ts';

const Statement = Type.String({
  minLength: 1,
  maxLength: 4096,
  description: 'The fact in words, for people and for retrieval.',
});
const Version = Type.Integer({
  minimum: 1,
  description: 'Counts from 1; every change makes a new version, none is overwritten.',
});

/** A request to store a fact. */
export const StoreRequest = Type.Object(
  {
    namespace: Type.Optional(NamespaceName),
    subject: Subject,
    attribute: Attribute,
    value: FactValue,
    statement: Type.Optional(Statement),
    source: Type.Optional(Source),
    confidence: Type.Optional(BasisPoints),
    half_life_ms: Type.Optional(DurationMs),
    valid_until: Type.Optional(Timestamp),
    about: Type.Optional(
      Type.Array(Subject, {
        maxItems: 16,
        description: 'Further subjects the text is about; it is erased with any of them.',
      }),
    ),
  },
  {
    ...closed,
    $id: schemaId('store-request'),
    title: 'Store request',
    description: 'A fact to store. `source` is required; its absence is answered with source-required.',
  },
);

/** A version of a fact as it is answered. */
export const Fact = Type.Object(
  {
    id: Uuid,
    version: Version,
    subject: Subject,
    attribute: Attribute,
    value: FactValue,
    statement: Type.Optional(Statement),
    source: Source,
    trust: TrustLevel,
    confidence: BasisPoints,
    half_life_ms: DurationMs,
    valid_until: Type.Optional(Timestamp),
    locked: Type.Boolean(),
    status: FactStatus,
    created_at: Timestamp,
    commitment: DigestString,
  },
  { ...closed, $id: schemaId('fact'), title: 'Fact' },
);

/** The answer to a store request. */
export const StoreResponse = Type.Object(
  {
    result: oneOf(['stored', 'reinforced', 'corroborated'], {
      description:
        'stored: a new fact; reinforced: the same value again, fresher; corroborated: the same value from a less trusted source, which changes nothing.',
    }),
    fact: ref(Fact),
    scrubbed: Type.Array(Type.Object({ pointer: Type.String(), type: Type.String() }, closed), {
      description: 'Where personal data was found and replaced.',
    }),
    seq: Type.Integer({ minimum: 0, description: 'The log entry.' }),
  },
  { ...closed, $id: schemaId('store-response'), title: 'Store response' },
);

/** A contradiction between two facts. */
export const Conflict = Type.Object(
  {
    id: Uuid,
    version: Version,
    status: oneOf(['open', 'noted', 'resolved'], {
      description:
        'open: the incumbent is disputed until somebody decides; noted: the challenger had less trust and changed nothing.',
    }),
    subject: Subject,
    attribute: Attribute,
    incumbent: Uuid,
    challenger: Uuid,
    opened_at: Timestamp,
    resolved_at: Type.Optional(Timestamp),
    resolution: Type.Optional(
      oneOf(['keep', 'replace', 'keep_both', 'retract'], { description: 'What was decided.' }),
    ),
    resolver: Type.Optional(Type.String()),
    commitment: DigestString,
  },
  { ...closed, $id: schemaId('conflict'), title: 'Conflict' },
);

export const ResolveRequest = Type.Object(
  {
    resolution: oneOf(['keep', 'replace', 'keep_both', 'retract'], {
      description: 'keep the incumbent; replace it by the challenger; keep both; retract both.',
    }),
    reason: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { ...closed, $id: schemaId('resolve-request'), title: 'Resolve request' },
);

/** A reason for a change by hand: lock, unlock, retract. */
export const ReasonRequest = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1024 }) },
  { ...closed, $id: schemaId('reason-request'), title: 'Reason request' },
);

/** A question to the context. */
export const SearchRequest = Type.Object(
  {
    namespace: Type.Optional(NamespaceName),
    query: Type.Optional(Type.String({ maxLength: 1024, description: 'Words to rank by.' })),
    subject: Type.Optional(Subject),
    attribute: Type.Optional(Attribute),
    as_of: Type.Optional(Timestamp),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { ...closed, $id: schemaId('search-request'), title: 'Search request' },
);

/** A fact in a snapshot, with what time has left of it. */
export const SnapshotFact = Type.Object(
  {
    fact: ref(Fact),
    effective_confidence: BasisPoints,
    relevance: Type.Integer({
      minimum: 0,
      maximum: 10000,
      description: 'Rank: higher is nearer; ties break by id.',
    }),
  },
  closed,
);

/** The context at an instant: the same ledger and the same `as_of` give the same bytes. */
export const Snapshot = Type.Object(
  {
    v: Type.Literal(1),
    namespace: NamespaceName,
    as_of: Timestamp,
    facts: Type.Array(SnapshotFact),
    conflicts: Type.Array(ref(Conflict)),
    health: Health,
    limit: Type.Integer({ minimum: 1, maximum: 200 }),
    truncated: Type.Boolean({ description: 'Whether more facts matched than the limit let through.' }),
  },
  { ...closed, $id: schemaId('snapshot'), title: 'Snapshot' },
);

export const SearchResponse = Type.Object(
  {
    snapshot: ref(Snapshot),
    mac: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'HMAC-SHA-256 of the canonical snapshot under a key of the namespace.',
    }),
  },
  { ...closed, $id: schemaId('search-response'), title: 'Search response' },
);

export const EraseRequest = Type.Object(
  {
    subject: Subject,
    identifiers: Type.Optional(
      Type.Array(Type.String({ minLength: 3, maxLength: 256 }), {
        maxItems: 32,
        description:
          'Mail addresses, account numbers and the like: records that hold their tokens are erased as well.',
      }),
    ),
    reason: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { ...closed, $id: schemaId('erase-request'), title: 'Erase request' },
);

export const EraseResponse = Type.Object(
  {
    erased: Type.Object(
      {
        facts: Type.Integer({ minimum: 0 }),
        vectors: Type.Integer({ minimum: 0 }),
        conflicts: Type.Integer({ minimum: 0 }),
        evaluations: Type.Integer({ minimum: 0 }),
        escalations: Type.Integer({ minimum: 0 }),
        keys: Type.Integer({ minimum: 0 }),
      },
      closed,
    ),
    residual_until: nullable(Timestamp),
    seq: Type.Integer({ minimum: 0 }),
  },
  { ...closed, $id: schemaId('erase-response'), title: 'Erase response' },
);

export type StoreRequest = Static<typeof StoreRequest>;
export type Source = Static<typeof Source>;
export type Fact = Static<typeof Fact>;
export type StoreResponse = Static<typeof StoreResponse>;
export type Conflict = Static<typeof Conflict>;
export type ResolveRequest = Static<typeof ResolveRequest>;
export type ReasonRequest = Static<typeof ReasonRequest>;
export type SearchRequest = Static<typeof SearchRequest>;
export type SnapshotFact = Static<typeof SnapshotFact>;
export type Snapshot = Static<typeof Snapshot>;
export type SearchResponse = Static<typeof SearchResponse>;
export type EraseRequest = Static<typeof EraseRequest>;
export type EraseResponse = Static<typeof EraseResponse>;
