import Type, { type Static } from 'typebox';
import { DigestString, NamespaceName, PrincipalName, Timestamp, Uuid, Verdict } from './common.ts';
import { closed, nullable, oneOf, ref, schemaId } from './schema.ts';

/** Every type of log record. */
export const RECORD_TYPES = [
  'namespace.created',
  'key.created',
  'key.revoked',
  'policy.changed',
  'manifest.changed',
  'trust.changed',
  'fact.stored',
  'fact.reinforced',
  'fact.corroborated',
  'fact.disputed',
  'fact.superseded',
  'fact.restored',
  'fact.locked',
  'fact.unlocked',
  'fact.retracted',
  'fact.refused',
  'conflict.opened',
  'conflict.noted',
  'conflict.resolved',
  'subject.erased',
  'record.erased',
  'evaluation.recorded',
  'commit.accepted',
  'commit.refused',
  'outcome.reported',
  'outcome.unknown',
  'escalation.opened',
  'escalation.approved',
  'escalation.denied',
  'escalation.expired',
  'control.halted',
  'control.resumed',
  'clock.rebased',
  'requests.refused',
] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** One record of the log: no content, only digests, commitments, ids and codes. */
export const LogRecord = Type.Object(
  {
    v: Type.Literal(1),
    seq: Type.Integer({ minimum: 0, description: 'Its place; the index of its leaf.' }),
    ts: Timestamp,
    ns: NamespaceName,
    type: oneOf(RECORD_TYPES, { description: 'What happened.' }),
    principal: PrincipalName,
    object: nullable(
      Type.String({
        pattern: '^[a-z-]+:[A-Za-z0-9:._-]+(@[1-9]\\d*)?$',
        description: 'What it happened to: type:id or type:id@version.',
      }),
    ),
    evaluation: nullable(Uuid),
    verdict: nullable(Verdict),
    reason: nullable(
      Type.String({ pattern: '^[a-z0-9_.-]{1,64}$', description: 'A stable code, never free text.' }),
    ),
    policy: nullable(DigestString),
    engine: nullable(DigestString),
    state_hash: nullable(DigestString),
    commitment: nullable(DigestString),
    prev: nullable(DigestString),
  },
  { ...closed, $id: schemaId('log-record'), title: 'Log record' },
);

/** An entry as it is answered: the record, its leaf, and what stands outside every digest. */
export const LedgerEntry = Type.Object(
  {
    record: ref(LogRecord),
    leaf: DigestString,
    compute_latency_us: nullable(
      Type.Integer({ minimum: 0, description: 'How long the decision took to compute.' }),
    ),
    model: nullable(Type.String()),
    framework: nullable(Type.String()),
  },
  { ...closed, $id: schemaId('ledger-entry'), title: 'Ledger entry' },
);

export const EntriesResponse = Type.Object(
  {
    entries: Type.Array(ref(LedgerEntry)),
    next: nullable(Type.Integer({ minimum: 0, description: 'The cursor of the next page.' })),
    size: Type.Integer({ minimum: 0 }),
  },
  { ...closed, $id: schemaId('entries-response'), title: 'Entries' },
);

/** A checkpoint: a C2SP signed note over origin, size and root. */
export const CheckpointResponse = Type.Object(
  { note: Type.String({ maxLength: 4096 }), verifier_key: Type.String({ maxLength: 256 }) },
  { ...closed, $id: schemaId('checkpoint-response'), title: 'Checkpoint' },
);

export const ProofResponse = Type.Object(
  {
    record: ref(LogRecord),
    index: Type.Integer({ minimum: 0 }),
    size: Type.Integer({ minimum: 1 }),
    proof: Type.Array(DigestString),
    checkpoint: Type.String({ maxLength: 4096 }),
  },
  { ...closed, $id: schemaId('proof-response'), title: 'Inclusion proof' },
);

export const ConsistencyResponse = Type.Object(
  {
    from: Type.Integer({ minimum: 0 }),
    to: Type.Integer({ minimum: 0 }),
    proof: Type.Array(DigestString),
  },
  { ...closed, $id: schemaId('consistency-response'), title: 'Consistency proof' },
);

export type LogRecord = Static<typeof LogRecord>;
export type LedgerEntry = Static<typeof LedgerEntry>;
export type EntriesResponse = Static<typeof EntriesResponse>;
export type CheckpointResponse = Static<typeof CheckpointResponse>;
export type ProofResponse = Static<typeof ProofResponse>;
export type ConsistencyResponse = Static<typeof ConsistencyResponse>;
