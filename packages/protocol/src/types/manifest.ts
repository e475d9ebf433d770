import Type, { type Static } from 'typebox';
import { Attribute, JsonPointer, Reversibility, Risk, Subject, ToolName, TrustLevel } from './common.ts';
import { Effect, Target } from './effect.ts';
import { Derivation, GroundKind, SessionOutput } from './grounding.ts';
import { closed, oneOf, schemaId } from './schema.ts';

/** Which subject is meant: a fixed one, or one named by a parameter behind a fixed prefix. */
export const SubjectRef = Type.Union([
  Type.Object({ literal: Subject }, closed),
  Type.Object(
    {
      param: JsonPointer,
      prefix: Type.Optional(
        Type.String({ maxLength: 128, description: 'Set before the value, as in customer:.' }),
      ),
    },
    closed,
  ),
]);

/** The types of parameter a manifest can state; a value of another shape is unread and blocks. */
export const PARAMETER_TYPES = [
  'text',
  'identifier',
  'integer',
  'number',
  'boolean',
  'money',
  'mail',
  'url',
  'path',
  'json',
  'code',
] as const;

/** An authority that one fact supports: of this subject and attribute. */
const FactAuthority = Type.Object(
  {
    subject: SubjectRef,
    attribute: Attribute,
    relation: oneOf(['equal', 'at_most'], { description: 'How the value must stand to the fact.' }),
    trust: Type.Optional(TrustLevel),
  },
  {
    ...closed,
    description:
      'The value carries authority: it must be supported by such a fact of at least this trust (verified when absent).',
  },
);

/** An authority that the words and answers of the session support, by a typed match. */
const TypedAuthority = Type.Object(
  {
    kinds: Type.Optional(
      Type.Array(GroundKind, { minItems: 1, maxItems: 4, description: 'What the value is, as a whole.' }),
    ),
    carries: Type.Optional(
      Type.Array(GroundKind, {
        minItems: 1,
        maxItems: 4,
        description: 'Every value of these kinds that stands in the text must be supported.',
      }),
    ),
    outputs: Type.Optional(Type.Array(SessionOutput, { maxItems: 32 })),
    derive: Type.Optional(
      Type.Array(Derivation, {
        minItems: 1,
        maxItems: 8,
        description: 'How an amount may be computed from amounts that are supported.',
      }),
    ),
    lookup: Type.Optional(
      Type.Array(Type.Object({ subject: SubjectRef, attribute: Attribute }, closed), {
        minItems: 1,
        maxItems: 8,
        description: 'Facts by key that derive may use.',
      }),
    ),
    unit: Type.Optional(
      Type.String({ pattern: '^[A-Z]{3}$', description: 'The currency of a number that states none.' }),
    ),
    trust: Type.Optional(TrustLevel),
  },
  {
    ...closed,
    description:
      'The value carries authority: the words of the user, or fields of answers that are designated here, must hold it as what it is. Exactly one of kinds and carries.',
  },
);

/** What one parameter is. */
export const ParameterSpec = Type.Object(
  {
    type: oneOf(PARAMETER_TYPES, {
      description:
        'text: data that nothing interprets; json: any data; money: {amount, currency} in minor units; url and path are read for targets; code needs a dialect and an extractor that reads it.',
    }),
    required: Type.Optional(Type.Boolean({ description: 'Whether it must be there; true when absent.' })),
    dialect: Type.Optional(
      Type.String({ maxLength: 64, description: 'For code: the language, as in sql.postgresql.' }),
    ),
    authority: Type.Optional(Type.Union([FactAuthority, TypedAuthority])),
  },
  closed,
);

/** What a tool does. Without one a tool is unknown, and unknown blocks. */
export const Manifest = Type.Object(
  {
    v: Type.Literal(1),
    tool: ToolName,
    version: Type.String({ minLength: 1, maxLength: 64 }),
    description: Type.String({ minLength: 1, maxLength: 1024 }),
    effects: Type.Array(
      Type.Object(
        {
          effect: Effect,
          target: Type.Optional(
            Type.Union([
              Type.Object({ literal: Target }, closed),
              Type.Object(
                {
                  param: JsonPointer,
                  kind: oneOf(['host', 'path', 'resource'], { description: 'How the parameter is read.' }),
                  prefix: Type.Optional(Type.String({ maxLength: 128 })),
                },
                closed,
              ),
            ]),
          ),
        },
        closed,
      ),
      { maxItems: 16, description: 'Everything the tool may do. None at all is unknown.' },
    ),
    risk: Type.Optional(Risk),
    reversibility: Type.Optional(Reversibility),
    parameters: Type.Unsafe<Record<string, Static<typeof ParameterSpec>>>({
      type: 'object',
      maxProperties: 128,
      propertyNames: { pattern: '^(/([^~/]|~[01])*)+$' },
      additionalProperties: ParameterSpec,
      description:
        'Each parameter by JSON Pointer into `parameters`; a segment * stands for every element. One not described here is unread.',
    }),
    selects: Type.Optional(
      Type.Array(Type.Object({ subject: SubjectRef, attribute: Attribute }, closed), {
        maxItems: 32,
        description: 'Facts the verdict relies on.',
      }),
    ),
    writes: Type.Optional(
      Type.Array(
        Type.Object(
          {
            subject: SubjectRef,
            attribute: Attribute,
            value: Type.Optional(JsonPointer),
          },
          closed,
        ),
        {
          maxItems: 32,
          description:
            'Facts the tool changes, and to which parameter. A locked one blocks unless the value is the same.',
        },
      ),
    ),
    cost: Type.Optional(
      Type.Object(
        { amount: JsonPointer },
        { ...closed, description: 'The money parameter that limits on money count.' },
      ),
    ),
  },
  {
    ...closed,
    $id: schemaId('manifest'),
    title: 'Tool manifest',
    description: 'What a tool does, which parameters carry authority, and which facts it relies on.',
  },
);
export type SubjectRef = Static<typeof SubjectRef>;
export type ParameterSpec = Static<typeof ParameterSpec>;
export type Manifest = Static<typeof Manifest>;
