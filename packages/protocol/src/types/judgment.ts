import Type, { type Static } from 'typebox';
import { Action, Claim } from './action.ts';
import {
  Attribute,
  BasisPoints,
  DigestString,
  DurationMs,
  EpochMs,
  FactStatus,
  FactValue,
  Gate,
  JsonPointer,
  NamespaceName,
  PrincipalName,
  Reversibility,
  Risk,
  SourceKind,
  Subject,
  TrustLevel,
  Uuid,
  Verdict,
} from './common.ts';
import { ExtractedEffect, Unread } from './effect.ts';
import { Derivation, GroundKind, SessionOutput } from './grounding.ts';
import { Manifest } from './manifest.ts';
import { Policy } from './policy.ts';
import { closed, nullable, oneOf, ref, schemaId } from './schema.ts';

/** A normative selector: rows of exactly this subject and attribute. */
export const Selector = Type.Object({ subject: Subject, attribute: Attribute }, closed);

/** What an action was read as. Computed by `extract` before judging; part of the judged document. */
export const Extraction = Type.Object(
  {
    effects: Type.Array(ExtractedEffect, { maxItems: 128 }),
    unread: Type.Array(Unread, { maxItems: 512 }),
    claims: Type.Array(Claim, { maxItems: 64, description: 'What the action takes to be true.' }),
    grounds: Type.Array(
      Type.Object(
        {
          field: JsonPointer,
          value: FactValue,
          subject: Subject,
          attribute: Attribute,
          relation: oneOf(['equal', 'at_most', 'supported'], {
            description:
              'How the value must stand to the fact; supported: it stands, as one of kinds, in facts of the session.',
          }),
          trust: TrustLevel,
          kinds: Type.Optional(Type.Array(GroundKind, { minItems: 1, maxItems: 4 })),
          outputs: Type.Optional(Type.Array(SessionOutput, { maxItems: 32 })),
          derive: Type.Optional(Type.Array(Derivation, { minItems: 1, maxItems: 8 })),
          lookup: Type.Optional(Type.Array(Selector, { minItems: 1, maxItems: 8 })),
          unit: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
        },
        closed,
      ),
      { maxItems: 128, description: 'Parameters that carry authority, and the fact each one needs.' },
    ),
    writes: Type.Array(
      Type.Object(
        { subject: Subject, attribute: Attribute, field: nullable(JsonPointer), value: nullable(FactValue) },
        closed,
      ),
      {
        maxItems: 64,
        description: 'Facts the action changes; value null with field null means to something unknown.',
      },
    ),
    selectors: Type.Array(Selector, {
      maxItems: 128,
      description: 'Sorted by subject, then attribute, by code unit; no two alike.',
    }),
    cost: nullable(
      Type.Object(
        { amount: Type.Integer({ minimum: 0 }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
        closed,
      ),
    ),
    risk: Risk,
    reversibility: Reversibility,
  },
  { ...closed, $id: schemaId('extraction'), title: 'Extraction' },
);

/** A selected fact as judged: integers for times, no ciphertext, personal data tokenised. */
export const JudgedFact = Type.Object(
  {
    id: Uuid,
    version: Type.Integer({ minimum: 1 }),
    subject: Subject,
    attribute: Attribute,
    value: FactValue,
    source_kind: SourceKind,
    trust: TrustLevel,
    confidence: BasisPoints,
    half_life_ms: DurationMs,
    observed_at: EpochMs,
    valid_until: nullable(EpochMs),
    locked: Type.Boolean(),
    status: FactStatus,
  },
  closed,
);

export const JudgedConflict = Type.Object(
  {
    id: Uuid,
    version: Type.Integer({ minimum: 1 }),
    subject: Subject,
    attribute: Attribute,
    incumbent: Uuid,
    challenger: Uuid,
  },
  closed,
);

/** A counter as it stands, before this action. */
export const Counter = Type.Object(
  {
    limit: Type.String({ description: 'The id of the limit in the policy.' }),
    used: Type.Integer({ minimum: 0 }),
    next: Type.Integer({ minimum: 0, description: 'What this action would add.' }),
  },
  closed,
);

/** What an approver has approved of this very action. */
export const JudgedApproval = Type.Object(
  {
    escalation: Uuid,
    reasons: Type.Array(DigestString, {
      // Nine gates list up to 512 reasons each: what an escalation can hold, an approval can cover.
      maxItems: 4608,
      description: 'Digests of the reasons approved (EAAP-REASONS-v1).',
    }),
  },
  closed,
);

/** The whole of what a verdict depends on. One document in, one judgment out, on any machine, byte for byte. */
export const JudgeInput = Type.Object(
  {
    v: Type.Literal(1),
    now: EpochMs,
    namespace: NamespaceName,
    principal: PrincipalName,
    executor: PrincipalName,
    action: ref(Action),
    manifest: nullable(ref(Manifest)),
    extraction: ref(Extraction),
    policy: ref(Policy),
    facts: Type.Array(JudgedFact, { maxItems: 256 }),
    conflicts: Type.Array(JudgedConflict, { maxItems: 256 }),
    truncated: Type.Boolean({ description: 'Whether more rows were selected than may be judged: blocks.' }),
    halted: Type.Array(
      Type.Object(
        {
          scope: oneOf(['gateway', 'namespace', 'agent'], { description: 'What is halted.' }),
          name: Type.String({ maxLength: 64 }),
          reason: Type.String({ maxLength: 1024 }),
        },
        closed,
      ),
    ),
    counters: Type.Array(Counter, { maxItems: 64 }),
    approvals: Type.Array(JudgedApproval, { maxItems: 16 }),
  },
  { ...closed, $id: schemaId('judge-input'), title: 'Judge input' },
);

/** The closed list of reason codes, by gate. `gate-error`: the gate itself failed, and so blocks. */
export const REASON_CODES = {
  standing: ['halted', 'malformed', 'gate-error'],
  authority: [
    'no-grant',
    'principal-not-granted',
    'tool-not-granted',
    'effect-not-granted',
    'target-not-granted',
    'risk-above-grant',
    'environment-above-grant',
    'executor-not-permitted',
    'no-mandate',
    'outside-mandate',
    'gate-error',
  ],
  effects: [
    'unknown-effect',
    'unread',
    'secret-read',
    'no-manifest',
    'manifest-mismatch',
    'below-floor',
    'gate-error',
  ],
  consistency: ['open-conflict', 'claim-contradicts-fact', 'too-many-rows', 'gate-error'],
  constraints: ['locked-fact', 'rule', 'rule-shadow', 'rule-error', 'gate-error'],
  grounding: ['ungrounded', 'untrusted-ground', 'contradicted', 'over-ground', 'gate-error'],
  confidence: ['below-minimum', 'expired-fact', 'gate-error'],
  limits: ['over-quota', 'over-rate', 'loop', 'counter-missing', 'currency-mismatch', 'gate-error'],
  escalation: ['always-escalate', 'gate-error'],
} as const satisfies Record<Static<typeof Gate>, readonly string[]>;

export type ReasonCode = (typeof REASON_CODES)[keyof typeof REASON_CODES][number];
const ALL_CODES = [...new Set(Object.values(REASON_CODES).flat())] as ReasonCode[];

/** Why a gate did not simply pass: which rule, field and fact, and what would make the action admissible. */
export const Reason = Type.Object(
  {
    gate: Gate,
    code: oneOf(ALL_CODES, { description: 'A code of the closed list.' }),
    outcome: oneOf(['shadow', 'escalate', 'block'], { description: 'What this reason asks for.' }),
    rule: nullable(Type.String({ description: 'The rule, grant or limit.' })),
    field: nullable(JsonPointer),
    value: nullable(FactValue),
    facts: Type.Array(Type.String({ pattern: '^[0-9a-f-]{36}@[1-9]\\d*$' }), {
      maxItems: 256,
      description: 'id@version of the facts concerned.',
    }),
    message: Type.String({ maxLength: 2048 }),
    admissible: Type.String({ maxLength: 2048, description: 'What would make the action admissible.' }),
    approved: nullable(Uuid),
  },
  closed,
);

export const GateResult = Type.Object(
  {
    gate: Gate,
    outcome: oneOf(['pass', 'escalate', 'block'], {
      description: 'pass, or the highest outcome of its reasons that no approval covers.',
    }),
    reasons: Type.Array(Reason, { maxItems: 512 }),
  },
  closed,
);

/** The judgment: all nine gates in order, and their join. */
export const Judgment = Type.Object(
  {
    v: Type.Literal(1),
    verdict: Verdict,
    gates: Type.Array(GateResult, { minItems: 9, maxItems: 9 }),
    needs: Type.Array(Type.String({ maxLength: 2048 }), {
      maxItems: 128,
      description: 'What would turn ESCALATE into ALLOW.',
    }),
    approvals: Type.Array(Uuid, { description: 'Escalations whose approval was needed for this verdict.' }),
  },
  { ...closed, $id: schemaId('judgment'), title: 'Judgment' },
);

export type Selector = Static<typeof Selector>;
export type Extraction = Static<typeof Extraction>;
/** A ground that facts of the session support, by a typed match. */
export type TypedGround = Extraction['grounds'][number] & { readonly kinds: readonly GroundKind[] };
export type ExtractedEffect = Static<typeof ExtractedEffect>;
export type Unread = Static<typeof Unread>;
export type JudgedFact = Static<typeof JudgedFact>;
export type JudgedConflict = Static<typeof JudgedConflict>;
export type JudgedApproval = Static<typeof JudgedApproval>;
export type Counter = Static<typeof Counter>;
export type JudgeInput = Static<typeof JudgeInput>;
export type Reason = Static<typeof Reason>;
export type GateResult = Static<typeof GateResult>;
export type Judgment = Static<typeof Judgment>;
