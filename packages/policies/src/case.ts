import Type, { type Static } from 'typebox';
import {
  Action,
  Attribute,
  BasisPoints,
  FactStatus,
  FactValue,
  GATES,
  PrincipalName,
  REASON_CODES,
  ref,
  SourceKind,
  Subject,
  Timestamp,
  TrustLevel,
  Verdict,
  type ReasonCode,
} from '@eaap/protocol';
import { shaped } from './load.ts';
import { DocumentFault } from './yaml/fault.ts';
import { readDocument, type Document } from './yaml/read.ts';

const closed = { additionalProperties: false } as const;

/** A fact as a case states it: everything but subject, attribute and value has a plain default. */
export const CaseFact = Type.Object(
  {
    subject: Subject,
    attribute: Attribute,
    value: FactValue,
    source: Type.Optional(SourceKind),
    trust: Type.Optional(TrustLevel),
    confidence: Type.Optional(BasisPoints),
    observed_at: Type.Optional(Timestamp),
    valid_until: Type.Optional(Timestamp),
    locked: Type.Optional(Type.Boolean()),
    status: Type.Optional(FactStatus),
  },
  closed,
);

/** An action, what is known, and what the policy is to say. */
export const Case = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256 }),
    principal: Type.Optional(PrincipalName),
    executor: Type.Optional(PrincipalName),
    at: Type.Optional(Timestamp),
    action: ref(Action),
    facts: Type.Optional(Type.Array(CaseFact, { maxItems: 256 })),
    conflicts: Type.Optional(
      Type.Array(Type.Object({ subject: Subject, attribute: Attribute }, closed), { maxItems: 64 }),
    ),
    used: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 9007199254740991 }))),
    expect: Type.Object(
      {
        verdict: Verdict,
        reasons: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 64 })),
      },
      closed,
    ),
  },
  closed,
);
export type Case = Static<typeof Case>;
export type CaseFact = Static<typeof CaseFact>;

/** A file of cases. It may name its policy and its manifests, by paths from where it stands. */
export const CaseFile = Type.Object(
  {
    v: Type.Literal(1),
    policy: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
    manifests: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { maxItems: 256 })),
    dialects: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z0-9.]{1,64}$' }), {
        maxItems: 16,
        description: 'Of code, what the gateway reads; nothing unless stated.',
      }),
    ),
    cases: Type.Array(Case, { minItems: 1, maxItems: 10_000 }),
  },
  closed,
);
export type CaseFile = Static<typeof CaseFile>;

/** A reason as a case names it: `gate/code`, or `gate/code:rule` for one of a rule, grant or limit. */
export interface NamedReason {
  readonly gate: string;
  readonly code: ReasonCode;
  readonly rule: string | undefined;
}

/** Reads a named reason, or gives nothing when there is no such gate or no such code of it. */
export function namedReason(text: string): NamedReason | undefined {
  const [, gate = '', code = '', rule] = /^([a-z]+)\/([a-z-]+)(?::(.+))?$/.exec(text) ?? [];
  const codes: readonly string[] | undefined = GATES.some((one) => one === gate)
    ? REASON_CODES[gate as keyof typeof REASON_CODES]
    : undefined;
  return codes?.includes(code) === true ? { gate, code: code as ReasonCode, rule } : undefined;
}

/** The cases of a document, and where each of them stands. */
export interface Cases extends CaseFile {
  readonly document: Document;
}

/**
 * Reads cases from YAML or JSON.
 *
 * @throws DocumentFault
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { loadCases } from '@eaap/policies';
 *
 * const { cases } = loadCases(`
 * v: 1
 * cases:
 *   - name: nobody may do this
 *     action: { tool: crm.drop, environment: production, parameters: {} }
 *     expect: { verdict: BLOCK, reasons: [effects/no-manifest] }
 * `, 'cases.yaml');
 * assert.equal(cases[0]?.expect.verdict, 'BLOCK');
 * ```
 */
export function loadCases(text: string, name: string): Cases {
  const document = readDocument(text, name);
  const file = shaped(CaseFile, document, document.value);
  const names = new Set<string>();
  for (const [i, { name: title, expect }] of file.cases.entries()) {
    if (names.has(title)) refuse(document, `/cases/${i}/name`, 'Two cases have this name.');
    names.add(title);
    for (const [j, reason] of (expect.reasons ?? []).entries()) {
      if (namedReason(reason) === undefined)
        refuse(
          document,
          `/cases/${i}/expect/reasons/${j}`,
          `${reason} is no reason: write gate/code or gate/code:rule, as in constraints/rule:8 (docs/reasons.md).`,
        );
    }
  }
  return { ...file, document };
}

function refuse(document: Document, pointer: string, reason: string): never {
  throw new DocumentFault('invalid', document.name, document.position(pointer), reason, pointer);
}
