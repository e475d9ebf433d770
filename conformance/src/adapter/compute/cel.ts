import { evaluateCondition } from '@eaap/judgment';
import type { Activation } from '../../model/cel/index.ts';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

type Subject = Parameters<typeof evaluateCondition>[1];

/** Evaluates a condition with the reference. */
export function compute(input: Json): Answer {
  const { when, over } = input as unknown as { when: string; over: Activation };
  const facts = {
    values: (subject: string, attribute: string) =>
      over.facts.find((one) => one.subject === subject && one.attribute === attribute)?.values ?? null,
  };
  const answer = evaluateCondition(when, over as unknown as Subject, facts);
  if ('value' in answer) return { output: answer.value };
  return { refused: 'load' in answer ? answer.load : `run-${answer.run}` };
}
