import Type, { type Static } from 'typebox';
import { Receipt } from './admission.ts';
import { DigestString } from './common.ts';
import { LogRecord } from './record.ts';
import { closed, nullable, oneOf, ref, schemaId } from './schema.ts';

/** The media type of an in-toto statement, which every bundle has for its payload. */
export const BUNDLE_PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** The type of an in-toto statement of version 1. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
/** What the predicate of a bundle is. */
export const BUNDLE_PREDICATE_TYPE = 'urn:eaap:predicate:v1:decision';
/** The names of what a bundle is about, in their order. */
export const BUNDLE_SUBJECTS = ['action_commitment', 'state_hash', 'receipt'] as const;

const base64 = (description: string) =>
  Type.String({
    pattern: '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
    description,
  });

/** A DSSE envelope: a payload, what it is, and who signed both. */
export const BundleEnvelope = Type.Object(
  {
    payload: base64('The bytes of the statement: canonical JSON, in base64 with padding.'),
    payloadType: Type.String({ description: `What the payload is: ${BUNDLE_PAYLOAD_TYPE} for a bundle.` }),
    signatures: Type.Array(
      Type.Object(
        {
          keyid: Type.String({
            pattern: '^[^+]+\\+[0-9a-f]{8}$',
            maxLength: 256,
            description: 'Name and id of a verifier key, joined by a plus. A hint, and not signed.',
          }),
          sig: Type.String({
            ...base64('The signature, over the pre-authentication encoding.'),
            minLength: 4,
          }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 100 },
    ),
  },
  { ...closed, $id: schemaId('bundle-envelope'), title: 'Envelope of a proof bundle' },
);

/** What an in-toto statement says something about. */
export const BundleSubject = Type.Object(
  {
    name: oneOf(BUNDLE_SUBJECTS, { description: 'What the digest is of.' }),
    digest: Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, closed),
  },
  closed,
);

/** A record with the proof that the log of the checkpoint holds it at its `seq`. */
export const BundleEntry = Type.Object(
  { record: ref(LogRecord), proof: Type.Array(DigestString, { maxItems: 64 }) },
  closed,
);

/** Everything that shows one decision. */
export const BundlePredicate = Type.Object(
  {
    v: Type.Literal(1),
    entries: Type.Array(BundleEntry, { minItems: 1, maxItems: 64 }),
    checkpoint: Type.String({ maxLength: 4096, description: 'The note that every proof leads to.' }),
    receipt: nullable(ref(Receipt)),
  },
  closed,
);

/** The in-toto statement in the envelope of a bundle. */
export const BundleStatement = Type.Object(
  {
    _type: Type.Literal(STATEMENT_TYPE),
    subject: Type.Array(BundleSubject, { minItems: 1, maxItems: 3 }),
    predicateType: Type.Literal(BUNDLE_PREDICATE_TYPE),
    predicate: BundlePredicate,
  },
  { ...closed, $id: schemaId('bundle-statement'), title: 'Statement of a proof bundle' },
);

export type BundleEnvelope = Static<typeof BundleEnvelope>;
export type BundleSubject = Static<typeof BundleSubject>;
export type BundleEntry = Static<typeof BundleEntry>;
export type BundlePredicate = Static<typeof BundlePredicate>;
export type BundleStatement = Static<typeof BundleStatement>;
