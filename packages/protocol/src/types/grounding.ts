import Type, { type Static } from 'typebox';
import { JsonPointer, NamePattern, ToolName } from './common.ts';
import { TargetPattern } from './effect.ts';
import { closed, oneOf } from './schema.ts';

/** What a value can be read as, in a text and as a whole. */
export const GROUND_KINDS = [
  'account',
  'amount',
  'date',
  'host',
  'identifier',
  'mail',
  'name',
  'path',
  'quoted',
  'url',
] as const;
export const GroundKind = oneOf(GROUND_KINDS, {
  description: 'What a value is read as; a match is of the same kind, and never a part of another value.',
});

export const DERIVATIONS = [
  'sum',
  'difference',
  'percent',
  'total',
  'product',
  'lookup',
  'max',
  'min',
] as const;
export const Derivation = oneOf(DERIVATIONS, {
  description:
    'sum, difference and product of two, a percentage of one, the total of a field, a fact that is looked up, the greatest and the least of those looked up.',
});

/** A field of the answers of a tool that may support a value. */
export const SessionOutput = Type.Object(
  {
    tool: ToolName,
    field: Type.String({
      pattern: '^(/([^~/]|~[01])*)*$',
      maxLength: 256,
      description: 'A pointer into the answer; a segment * stands for every element.',
    }),
    kinds: Type.Optional(
      Type.Array(GroundKind, { minItems: 1, maxItems: 4, description: 'Only as these kinds.' }),
    ),
    within: Type.Optional(Type.Boolean({ description: 'Whether the value may stand within a longer text.' })),
    key: Type.Optional(JsonPointer),
    named: Type.Optional(JsonPointer),
  },
  {
    ...closed,
    description:
      'key: a field of the same element that the user must have named. named: a parameter of the call that the user must have named.',
  },
);

/** The value of a fact `session.prompt`: what a person said to an agent. */
export const SessionPrompt = Type.Object({ agent: Type.String(), text: Type.String() }, closed);

/** The value of a fact `session.mandate`: what a session of an agent may do at most. */
export const Mandate = Type.Object(
  {
    agent: Type.String(),
    tools: Type.Array(NamePattern, { maxItems: 64 }),
    targets: Type.Optional(Type.Array(TargetPattern, { maxItems: 64 })),
    recipients: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 64 })),
  },
  closed,
);

export type GroundKind = Static<typeof GroundKind>;
export type Derivation = Static<typeof Derivation>;
export type SessionOutput = Static<typeof SessionOutput>;
export type SessionPrompt = Static<typeof SessionPrompt>;
export type Mandate = Static<typeof Mandate>;
