import Type from 'typebox';
import type { Json } from './json.ts';
import { nullable, oneOf } from './schema.ts';

/** A UUID of version 7, lower case. */
export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: 'A UUID of version 7 in lower case.',
});

/** A namespace: the tenant that every record and every decision belongs to. */
export const NamespaceName = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,62}$',
  description: 'The name of a namespace. `system` is reserved for the gateway itself.',
});

/** A principal: who a credential speaks for. Opaque; never a mail address or another identifier of a person. */
export const PrincipalName = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,62}$',
  description: 'An opaque name of who acts, taken from the credential.',
});

/** RFC 3339 in UTC with exactly three fractional digits. */
export const Timestamp = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$',
  description: 'A time in UTC with milliseconds, as in 2026-01-31T09:30:00.000Z.',
});

/** A tagged digest. */
export const DigestString = Type.Unsafe<`sha256:${string}`>({
  type: 'string',
  pattern: '^sha256:[0-9a-f]{64}$',
  description: 'A digest, written sha256: and 64 lower-case hexadecimal digits.',
});

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const EpochMs = Type.Integer({
  minimum: 0,
  maximum: 253402300799999,
  description: 'Milliseconds since the Unix epoch.',
});

/** A duration in milliseconds. */
export const DurationMs = Type.Integer({
  minimum: 1,
  maximum: 315360000000,
  description: 'A duration in milliseconds.',
});

/** Basis points: ten thousand is all. */
export const BasisPoints = Type.Integer({
  minimum: 0,
  maximum: 10000,
  description: 'Basis points, 0 to 10000.',
});

/** The dotted name of a tool, as in `billing.refund`. */
export const ToolName = Type.String({
  pattern: '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$',
  maxLength: 128,
  description: 'The dotted name of a tool, as in billing.refund.',
});

/** A pattern over names: literal characters, and `*` for any run of them. */
export const NamePattern = Type.String({
  pattern: '^[a-z0-9._*-]{1,128}$',
  description: 'A name in which * stands for any run of characters.',
});

/** A JSON Pointer (RFC 6901). */
export const JsonPointer = Type.String({
  pattern: '^(/([^~/]|~[01])*)*$',
  maxLength: 512,
  description: 'A JSON Pointer (RFC 6901). In a manifest a segment * stands for every element.',
});

/** The subject of a fact: an opaque key of the caller. */
export const Subject = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'What or whom a fact is about: an opaque key, as in customer:42.',
});

/** The attribute of a fact. */
export const Attribute = Type.String({
  pattern: '^[a-z][a-z0-9_.-]{0,127}$',
  description: 'The attribute a fact states, as in iban or order.total.',
});

export const ENVIRONMENTS = ['none', 'sandbox', 'staging', 'production'] as const;
/** Environments in rising order of what can be lost. */
export const Environment = oneOf(ENVIRONMENTS, {
  description: 'Where the action takes effect, in rising order.',
});

export const RISKS = ['low', 'medium', 'high', 'critical'] as const;
/** Risks in rising order. */
export const Risk = oneOf(RISKS, { description: 'The risk of an effect, in rising order.' });

export const REVERSIBILITIES = ['reversible', 'recoverable', 'irreversible'] as const;
/** How an effect can be undone, in rising order of harm. */
export const Reversibility = oneOf(REVERSIBILITIES, {
  description: 'Whether an effect can be undone, at some cost, or not at all.',
});

export const TRUST_LEVELS = ['untrusted', 'verified', 'authoritative'] as const;
/** Trust of a fact, in rising order; given by the trust table from the source, never by the caller. */
export const TrustLevel = oneOf(TRUST_LEVELS, {
  description: 'The trust of a fact, given by the trust table from its source.',
});

export const SOURCE_KINDS = ['human', 'system', 'tool', 'document', 'agent'] as const;
export const SourceKind = oneOf(SOURCE_KINDS, { description: 'What kind of source a fact comes from.' });

export const FACT_STATUSES = ['active', 'superseded', 'disputed', 'retracted', 'erased'] as const;
export const FactStatus = oneOf(FACT_STATUSES, { description: 'The state of a version of a fact.' });

export const ROLES = ['agent', 'recorder', 'executor', 'approver', 'admin', 'auditor'] as const;
/** What a credential may do (RFC-0001 section 5). */
export const Role = oneOf(ROLES, { description: 'What a credential may do.' });

export const VERDICTS = ['ALLOW', 'ESCALATE', 'BLOCK'] as const;
/** The lattice of verdicts, in rising order: the join of all gates is the verdict. */
export const Verdict = oneOf(VERDICTS, { description: 'The verdict: the highest outcome of any gate.' });

export const GATES = [
  'standing',
  'authority',
  'effects',
  'consistency',
  'constraints',
  'grounding',
  'confidence',
  'limits',
  'escalation',
] as const;
/** The nine gates in their fixed order. */
export const Gate = oneOf(GATES, { description: 'One of the nine gates.' });

export const HEALTHS = ['healthy', 'degraded', 'conflicted'] as const;
export const Health = oneOf(HEALTHS, { description: 'The health of the context.' });

/** Who said it, which one of that kind, and when it was seen. */
export const Source = Type.Object(
  {
    kind: SourceKind,
    id: Type.String({ minLength: 1, maxLength: 256, description: 'Which source of that kind.' }),
    observed_at: Timestamp,
  },
  { additionalProperties: false, description: 'Where a fact comes from and when it was observed there.' },
);

/** A value of a fact: any JSON of at most 8 KiB canonical. */
export const FactValue = Type.Unsafe<Json>({
  description: 'Any JSON value, at most 8 KiB in canonical form.',
});

export const nullableTimestamp = nullable(Timestamp);

export type Environment = (typeof ENVIRONMENTS)[number];
export type Risk = (typeof RISKS)[number];
export type Reversibility = (typeof REVERSIBILITIES)[number];
export type TrustLevel = (typeof TRUST_LEVELS)[number];
export type SourceKind = (typeof SOURCE_KINDS)[number];
export type FactStatus = (typeof FACT_STATUSES)[number];
export type Role = (typeof ROLES)[number];
export type Verdict = (typeof VERDICTS)[number];
export type Gate = (typeof GATES)[number];
export type Health = (typeof HEALTHS)[number];
