import Type, { type Static } from 'typebox';
import { Attribute, Environment, FactValue, Subject, ToolName } from './common.ts';
import { Effect, Target } from './effect.ts';
import type { JsonObject } from './json.ts';
import { closed, schemaId } from './schema.ts';

/** A statement the agent makes about the world and relies on. */
export const Claim = Type.Object({ subject: Subject, attribute: Attribute, value: FactValue }, closed);

/** What an agent proposes to do. */
export const Action = Type.Object(
  {
    tool: ToolName,
    parameters: Type.Unsafe<JsonObject>({
      type: 'object',
      maxProperties: 256,
      description: 'The parameters of the tool, any I-JSON.',
    }),
    environment: Environment,
    intent: Type.Optional(
      Type.String({
        maxLength: 4096,
        description: 'Why, in the words of the agent. Scrubbed, recorded, never judged.',
      }),
    ),
    claims: Type.Optional(
      Type.Array(Claim, { maxItems: 32, description: 'What the agent takes to be true.' }),
    ),
    effects: Type.Optional(
      Type.Array(Type.Object({ effect: Effect, target: Type.Optional(Target) }, closed), {
        maxItems: 32,
        description: 'Effects the agent declares. They raise risk and never lower it.',
      }),
    ),
    session: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9._-]{1,128}$', description: 'The session the action belongs to.' }),
    ),
    model: Type.Optional(
      Type.String({ maxLength: 128, description: 'The model behind the agent; telemetry only.' }),
    ),
    framework: Type.Optional(
      Type.String({ maxLength: 128, description: 'The framework behind the agent; telemetry only.' }),
    ),
  },
  { ...closed, $id: schemaId('action'), title: 'Action', description: 'An action an agent proposes.' },
);

export type Claim = Static<typeof Claim>;
export type Action = Static<typeof Action>;
