import type { Control } from '../../../control/types.ts';
import type { Json, JsonObject } from '../../../model/json.ts';

type Compute = Control['compute'];
type Computed = Awaited<ReturnType<Compute>>;

/** Computes a topic as if it had been asked something else. */
export const asked =
  (topic: string, change: (input: JsonObject) => JsonObject) =>
  (next: Compute): Compute =>
  (name, input) =>
    next(name, name === topic ? change(input as JsonObject) : input);

/** Computes a topic and says something else of it. */
export const said =
  (topic: string, change: (answer: Computed, input: JsonObject) => Computed) =>
  (next: Compute): Compute =>
  async (name, input) => {
    const answer = await next(name, input);
    return name === topic ? change(answer, input as JsonObject) : answer;
  };

/** Another output of a topic, where there is one. */
export const output = (topic: string, change: (output: JsonObject, input: JsonObject) => Json) =>
  said(topic, (answer, input) =>
    'output' in answer ? { output: change(answer.output as JsonObject, input) } : answer,
  );

/** A member of an object, as an object or a list. */
export const object = (of: JsonObject, name: string): JsonObject => of[name] as JsonObject;
export const list = (of: JsonObject, name: string): readonly JsonObject[] =>
  of[name] as unknown as readonly JsonObject[];
