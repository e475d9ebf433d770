import Type, { type Static } from 'typebox';
import {
  Attribute,
  BasisPoints,
  DurationMs,
  Environment,
  NamePattern,
  PrincipalName,
  Reversibility,
  Risk,
} from './common.ts';
import { CompareForm } from './compare.ts';
import { Effect, TargetPattern } from './effect.ts';
import { SubjectRef } from './manifest.ts';
import { closed, oneOf, schemaId } from './schema.ts';

const Id = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  description: 'A stable id within the policy.',
});

/** Default-deny: an action needs a grant that covers its principal, tool, every effect, target, risk and environment. */
export const Grant = Type.Object(
  {
    id: Id,
    principals: Type.Array(NamePattern, { minItems: 1, maxItems: 64 }),
    tools: Type.Array(NamePattern, { minItems: 1, maxItems: 64 }),
    effects: Type.Array(Effect, { minItems: 1, maxItems: 32 }),
    targets: Type.Array(TargetPattern, {
      minItems: 1,
      maxItems: 64,
      description: 'An effect without a target needs *.',
    }),
    risk: Risk,
    environment: Environment,
  },
  closed,
);

/** A rule: where it applies, its condition in EAAP-CEL, and what follows when the condition is true. */
export const Rule = Type.Object(
  {
    id: Id,
    description: Type.String({ minLength: 1, maxLength: 512 }),
    tools: Type.Optional(Type.Array(NamePattern, { minItems: 1, maxItems: 64 })),
    effects: Type.Optional(Type.Array(Effect, { minItems: 1, maxItems: 32 })),
    targets: Type.Optional(Type.Array(TargetPattern, { minItems: 1, maxItems: 64 })),
    when: Type.String({
      minLength: 1,
      maxLength: 2048,
      description: 'EAAP-CEL; the rule fires when it is true.',
    }),
    outcome: oneOf(['block', 'escalate', 'shadow'], { description: 'What follows; shadow only reports.' }),
    admissible: Type.Optional(
      Type.String({ maxLength: 512, description: 'What would make the action admissible.' }),
    ),
  },
  closed,
);

/** A limit on what a principal, session or namespace does within a sliding window. */
export const Limit = Type.Object(
  {
    id: Id,
    kind: oneOf(['quota', 'rate', 'loop'], {
      description:
        'quota: the sum of a measure; rate: the number of commits; loop: the number of evaluations of one and the same action.',
    }),
    scope: oneOf(['principal', 'session', 'namespace'], { description: 'What is counted together.' }),
    tools: Type.Optional(Type.Array(NamePattern, { minItems: 1, maxItems: 64 })),
    currency: Type.Optional(
      Type.String({ pattern: '^[A-Z]{3}$', description: 'For a quota of money: its currency.' }),
    ),
    max: Type.Integer({
      minimum: 0,
      maximum: 9007199254740991,
      description: 'The most that may be reached; minor units for money.',
    }),
    window_ms: DurationMs,
    outcome: oneOf(['block', 'escalate'], { description: 'What follows over the limit.' }),
  },
  closed,
);

/** The policy of a namespace. Content-addressed: its digest is in every state hash and record. */
export const Policy = Type.Object(
  {
    v: Type.Literal(1),
    name: Id,
    version: Type.String({ minLength: 1, maxLength: 64 }),
    executors: Type.Array(PrincipalName, {
      minItems: 1,
      maxItems: 32,
      description: 'Who may redeem tokens; the first one unless the request names another.',
    }),
    grants: Type.Array(Grant, { maxItems: 256 }),
    rules: Type.Array(Rule, { maxItems: 256 }),
    limits: Type.Array(Limit, { maxItems: 64 }),
    confidence: Type.Object(
      { minimum: BasisPoints },
      { ...closed, description: 'The least effective confidence of a fact that is relied on.' },
    ),
    escalate: Type.Object(
      {
        effects: Type.Array(Effect, { maxItems: 32 }),
        reversibility: Type.Array(Reversibility, { maxItems: 3 }),
        risk: Type.Optional(Risk),
      },
      {
        ...closed,
        description: 'What always needs a person: these effects, these reversibilities, this risk and above.',
      },
    ),
    grounding: Type.Optional(
      Type.Object(
        {
          outputs: oneOf(['never', 'designated'], {
            description:
              'Whether fields of answers that a manifest designates support a value; never when grounding is absent.',
          }),
          mandate: oneOf(['none', 'optional', 'required'], {
            description: 'Whether mandates of sessions are looked at, and whether each session needs one.',
          }),
        },
        { ...closed, description: 'What typed authorities may stand on.' },
      ),
    ),
    compare: Type.Optional(
      Type.Unsafe<Readonly<Record<string, CompareForm>>>({
        type: 'object',
        maxProperties: 256,
        propertyNames: { pattern: '^[a-z][a-z0-9_.-]{0,127}$' },
        additionalProperties: CompareForm,
        description:
          'By attribute, the form in which a claim is compared with facts. Of an attribute that is not here, and of a value that the form does not read, canonical bytes are compared.',
      }),
    ),
    escalation: Type.Object(
      {
        target: Type.String({
          pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
          description: 'The queue that escalations go to.',
        }),
        ttl_ms: Type.Integer({
          minimum: 1000,
          maximum: 604800000,
          description: 'After this an undecided escalation is denied.',
        }),
      },
      closed,
    ),
    selects: Type.Array(
      Type.Object(
        {
          tools: Type.Array(NamePattern, { minItems: 1, maxItems: 64 }),
          subject: SubjectRef,
          attribute: Attribute,
        },
        closed,
      ),
      { maxItems: 64, description: 'Facts every matching action is judged by.' },
    ),
    ttl_ms: Type.Integer({
      minimum: 1000,
      maximum: 300000,
      description: 'How long an evaluation may be committed.',
    }),
    window_ms: Type.Integer({
      minimum: 1000,
      maximum: 3600000,
      description: 'The width of the window in the state hash.',
    }),
    outcome_ms: Type.Integer({
      minimum: 1000,
      maximum: 86400000,
      description: 'After this a commit without an outcome is unknown.',
    }),
  },
  {
    ...closed,
    $id: schemaId('policy'),
    title: 'Policy',
    description: 'Grants, rules, limits and thresholds of a namespace.',
  },
);
export type Grant = Static<typeof Grant>;
export type Rule = Static<typeof Rule>;
export type Limit = Static<typeof Limit>;
export type Policy = Static<typeof Policy>;

/** Which sources are believed how far, and which attributes hold several values. */
export const TrustTable = Type.Object(
  {
    v: Type.Literal(1),
    version: Type.String({ minLength: 1, maxLength: 64 }),
    sources: Type.Array(
      Type.Object(
        {
          kind: oneOf(['human', 'system', 'tool', 'document', 'agent'], {
            description: 'The kind of source.',
          }),
          id: Type.String({ pattern: '^[^\\u0000-\\u001f]{1,256}$', description: 'Its id; * for any.' }),
          trust: oneOf(['untrusted', 'verified', 'authoritative'], {
            description: 'How far it is believed.',
          }),
          max_confidence: BasisPoints,
          max_half_life_ms: DurationMs,
        },
        closed,
      ),
      {
        maxItems: 256,
        description:
          'The first entry that matches counts; an agent is untrusted whatever it says; no match is untrusted with confidence 2500 and a half-life of a day.',
      },
    ),
    many: Type.Array(Attribute, {
      maxItems: 256,
      description: 'Attributes that hold several values at once and so never contradict.',
    }),
  },
  { ...closed, $id: schemaId('trust-table'), title: 'Trust table' },
);
export type TrustTable = Static<typeof TrustTable>;
