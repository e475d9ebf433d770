import Type, { type Static } from 'typebox';
import { Action } from './action.ts';
import { DigestString, EpochMs, NamespaceName, PrincipalName, Timestamp, Uuid, Verdict } from './common.ts';
import { Judgment, Reason, Selector } from './judgment.ts';
import { LogRecord } from './record.ts';
import { closed, nullable, oneOf, ref, schemaId } from './schema.ts';

const Secret = (description: string) => Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description });

/** A proposal. What it says about who or where must be what the credential says. */
export const EvaluateRequest = Type.Object(
  {
    namespace: Type.Optional(NamespaceName),
    principal: Type.Optional(PrincipalName),
    action: ref(Action),
    executor: Type.Optional(PrincipalName),
  },
  { ...closed, $id: schemaId('evaluate-request'), title: 'Evaluate request' },
);

/** What is hashed into `state_hash` (RFC-0001 section 9.2). */
export const State = Type.Object(
  {
    namespace: NamespaceName,
    principal: PrincipalName,
    action_commitment: DigestString,
    policy: DigestString,
    engine: DigestString,
    selectors: Type.Array(Selector),
    objects: Type.Array(
      Type.Unsafe<[string, string, number, string]>({
        type: 'array',
        prefixItems: [
          { type: 'string', enum: ['approval', 'conflict', 'fact'] },
          Uuid,
          { type: 'integer', minimum: 1 },
          DigestString,
        ],
        items: false,
        minItems: 4,
      }),
      {
        description:
          '[type, id, version, commitment] of every selected row, sorted by type, then id, by code unit.',
      },
    ),
    window: EpochMs,
  },
  { ...closed, $id: schemaId('state'), title: 'State' },
);

/** The decision on a proposal. */
export const Evaluation = Type.Object(
  {
    id: Uuid,
    namespace: NamespaceName,
    principal: PrincipalName,
    executor: PrincipalName,
    verdict: Verdict,
    executable: Type.Literal(false),
    action_commitment: DigestString,
    state_hash: DigestString,
    policy: DigestString,
    engine: DigestString,
    window: EpochMs,
    created_at: Timestamp,
    expires_at: Timestamp,
    judgment: ref(Judgment),
    escalation: nullable(Uuid),
    seq: Type.Integer({ minimum: 0 }),
  },
  { ...closed, $id: schemaId('evaluation'), title: 'Evaluation' },
);

/** ALLOW: the decision, and the token that its executor redeems once. */
export const EvaluateResponse = Type.Object(
  {
    evaluation: ref(Evaluation),
    token: Secret('An opaque handle of 256 bits, to be redeemed once by the executor it names.'),
  },
  { ...closed, $id: schemaId('evaluate-response'), title: 'Evaluate response' },
);

/** An evaluation looked up later: what was decided, what has become of it. */
export const EvaluationView = Type.Object(
  {
    evaluation: ref(Evaluation),
    action: nullable(ref(Action)),
    status: oneOf(
      ['open', 'expired', 'committed', 'refused', 'executed', 'failed', 'unknown', 'closed', 'erased'],
      {
        description: 'open: may be committed; closed: was never to be committed (BLOCK, ESCALATE).',
      },
    ),
  },
  { ...closed, $id: schemaId('evaluation-view'), title: 'Evaluation view' },
);

export const CommitRequest = Type.Object(
  {
    namespace: Type.Optional(NamespaceName),
    token: Secret('The execution token.'),
    action: ref(Action),
    audience: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9.:/_-]{0,255}$',
      description: 'The target that is to act on the receipt.',
    }),
    confirmation_key: Secret('The Ed25519 public key, base64url, whose holder may use the receipt.'),
  },
  { ...closed, $id: schemaId('commit-request'), title: 'Commit request' },
);

/** The claims of a receipt; committed to by the leaf of the commit. */
export const ReceiptClaims = Type.Object(
  {
    v: Type.Literal(1),
    jti: Uuid,
    namespace: NamespaceName,
    evaluation: Uuid,
    executor: PrincipalName,
    audience: Type.String(),
    action_commitment: DigestString,
    confirmation_key: Secret('The key whose possession is to be shown.'),
    issued_at: Timestamp,
    expires_at: Timestamp,
  },
  closed,
);

/** The proof of a commit. A target acts on this and on nothing else. */
export const Receipt = Type.Object(
  {
    claims: ReceiptClaims,
    action_salt: Secret('The salt of the action commitment.'),
    claims_salt: Secret('The salt of the commitment to the claims that is in the record.'),
    record: ref(LogRecord),
    index: Type.Integer({ minimum: 0 }),
    proof: Type.Array(DigestString),
    checkpoint: Type.String({ maxLength: 4096 }),
  },
  { ...closed, $id: schemaId('receipt'), title: 'Receipt' },
);

export const CommitResponse = Type.Object(
  { receipt: ref(Receipt) },
  { ...closed, $id: schemaId('commit-response'), title: 'Commit response' },
);

export const OutcomeRequest = Type.Object(
  {
    namespace: Type.Optional(NamespaceName),
    evaluation: Uuid,
    status: oneOf(['executed', 'failed', 'unknown'], {
      description: 'What became of it. Nothing is guessed: unknown is an answer.',
    }),
    artifacts: Type.Optional(
      Type.Array(
        Type.Object({ name: Type.String({ minLength: 1, maxLength: 128 }), digest: DigestString }, closed),
        { maxItems: 64 },
      ),
    ),
    detail: Type.Optional(Type.String({ maxLength: 2048 })),
  },
  { ...closed, $id: schemaId('outcome-request'), title: 'Outcome request' },
);

export const Outcome = Type.Object(
  {
    evaluation: Uuid,
    status: oneOf(['executed', 'failed', 'unknown'], { description: 'What became of it.' }),
    principal: PrincipalName,
    reported_at: Timestamp,
    seq: Type.Integer({ minimum: 0 }),
  },
  { ...closed, $id: schemaId('outcome'), title: 'Outcome' },
);

/** An action that waits for somebody who may decide it. */
export const Escalation = Type.Object(
  {
    id: Uuid,
    version: Type.Integer({ minimum: 1 }),
    status: oneOf(['pending', 'approved', 'denied', 'expired', 'consumed', 'erased'], {
      description: 'Its state.',
    }),
    target: Type.String({ description: 'The queue it was sent to.' }),
    evaluation: Uuid,
    proposer: PrincipalName,
    action: nullable(ref(Action)),
    reasons: Type.Array(Reason),
    challenge: Type.String({ description: 'What an approver types to show that it was read.' }),
    opened_at: Timestamp,
    expires_at: Timestamp,
    decided_at: Type.Optional(Timestamp),
    decided_by: Type.Optional(PrincipalName),
  },
  { ...closed, $id: schemaId('escalation'), title: 'Escalation' },
);

export const EscalationsResponse = Type.Object(
  { escalations: Type.Array(ref(Escalation)), next: nullable(Uuid) },
  { ...closed, $id: schemaId('escalations-response'), title: 'Escalations' },
);

export const DecideRequest = Type.Object(
  {
    challenge: Type.Optional(
      Type.String({ maxLength: 64, description: 'Required to approve: exactly what the escalation shows.' }),
    ),
    reason: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { ...closed, $id: schemaId('decide-request'), title: 'Decide request' },
);

export type EvaluateRequest = Static<typeof EvaluateRequest>;
export type State = Static<typeof State>;
export type Evaluation = Static<typeof Evaluation>;
export type EvaluateResponse = Static<typeof EvaluateResponse>;
export type EvaluationView = Static<typeof EvaluationView>;
export type CommitRequest = Static<typeof CommitRequest>;
export type ReceiptClaims = Static<typeof ReceiptClaims>;
export type Receipt = Static<typeof Receipt>;
export type CommitResponse = Static<typeof CommitResponse>;
export type OutcomeRequest = Static<typeof OutcomeRequest>;
export type Outcome = Static<typeof Outcome>;
export type Escalation = Static<typeof Escalation>;
export type EscalationsResponse = Static<typeof EscalationsResponse>;
export type DecideRequest = Static<typeof DecideRequest>;
