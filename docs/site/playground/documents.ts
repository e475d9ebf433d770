import { checkManifest, compilePolicy } from '@eaap/judgment';
import {
  Action,
  EaapError,
  JudgeInput,
  Manifest,
  parseJson,
  Policy,
  TrustTable,
  validate,
  type Json,
} from '@eaap/protocol';
import Type, { type Static, type TSchema } from 'typebox';
import { positionOf, type Position } from './positions.ts';

const closed = { additionalProperties: false };
const Time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' });
const { namespace, principal, executor, halted, conflicts, facts } = JudgeInput.properties;
const judged = facts.items.properties;

/** A fact as its source states it; what it is worth is said by the trust table. */
const StatedFact = Type.Object(
  {
    id: judged.id,
    version: Type.Optional(judged.version),
    subject: judged.subject,
    attribute: judged.attribute,
    value: judged.value,
    statement: Type.Optional(Type.String({ maxLength: 4096 })),
    source: Type.Object(
      { kind: judged.source_kind, id: Type.String({ minLength: 1, maxLength: 128 }), observed_at: Time },
      closed,
    ),
    confidence: Type.Optional(judged.confidence),
    half_life_ms: Type.Optional(judged.half_life_ms),
    valid_until: Type.Optional(Time),
    locked: Type.Optional(judged.locked),
    status: Type.Optional(judged.status),
  },
  closed,
);

/** Everything else a verdict depends on. */
const Circumstances = Type.Object(
  {
    now: Time,
    namespace,
    principal,
    executor,
    halted,
    conflicts,
    used: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
  },
  closed,
);

/** What can be edited, in the order of the tabs. */
export const DOCUMENTS = {
  action: { title: 'Action', schema: Action, about: 'What the agent proposes.' },
  manifest: { title: 'Manifest', schema: Manifest, about: 'What the tool does, as an admin stated it.' },
  facts: {
    title: 'Facts',
    schema: Type.Array(StatedFact, { maxItems: 64 }),
    about: 'What is on record, each with its source.',
  },
  policy: { title: 'Policy', schema: Policy, about: 'Who may do what, and under which rules.' },
  trust: { title: 'Trust', schema: TrustTable, about: 'How far each source is believed.' },
  circumstances: {
    title: 'Time and more',
    schema: Circumstances,
    about: 'The clock, who asks, what is halted or in conflict, and what limits have counted.',
  },
} as const;

export type DocumentName = keyof typeof DOCUMENTS;
export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as DocumentName[];
export type Texts = Readonly<Record<DocumentName, string>>;
export type Documents = { readonly [Name in DocumentName]: Static<(typeof DOCUMENTS)[Name]['schema']> };
export type StatedFact = Static<typeof StatedFact>;

/** What is wrong with a document, and where. */
export interface Fault extends Position {
  readonly document: DocumentName;
  readonly message: string;
}

/** The place is told beside the sentence already. */
const withoutPlace = (detail: string): string =>
  detail
    .replace(/^At line \d+, column \d+: /, '')
    .replace(/, at line \d+, column \d+\.?$/, '.')
    .replace(/^./, (first) => first.toUpperCase());

function placeOf(error: EaapError, text: string, value: Json | undefined): Position {
  const { line, column, pointer, kind, id } = error.extras;
  if (typeof line === 'number' && typeof column === 'number') return { line, column };
  if (typeof pointer === 'string') return positionOf(text, pointer);
  if (typeof kind === 'string' && typeof value === 'object' && value !== null) {
    const list = (value as Record<string, unknown>)[`${kind}s`];
    const at = Array.isArray(list) ? list.findIndex((entry: { id?: unknown }) => entry.id === id) : -1;
    if (at >= 0) return positionOf(text, `/${kind}s/${at}`);
  }
  return { line: 1, column: 1 };
}

function readOne(document: DocumentName, text: string, faults: Fault[]): unknown {
  let value: Json | undefined;
  try {
    value = parseJson(text);
    const { schema } = DOCUMENTS[document];
    const valid: unknown = validate(schema as TSchema, value);
    if (document === 'policy') compilePolicy(valid as Policy);
    if (document === 'manifest') checkManifest(valid as Manifest);
    return valid;
  } catch (thrown) {
    const error = EaapError.from(thrown);
    const message = withoutPlace(error.detail);
    faults.push({ document, message, ...placeOf(error, text, value) });
    return undefined;
  }
}

/** Reads all documents as a gateway would, or says what is wrong with each. */
export function readDocuments(texts: Texts): { documents: Documents } | { faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const read = Object.fromEntries(DOCUMENT_NAMES.map((name) => [name, readOne(name, texts[name], faults)]));
  if (faults.length > 0) return { faults };
  return { documents: read as unknown as Documents };
}
