import type { SutAnswer } from '../sut/types.ts';
import type { Evaluation, Reason } from './wire.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of an answer's body, by a path; undefined when any step is not there. */
export function member(answer: SutAnswer, ...path: readonly (string | number)[]): unknown {
  let at: unknown = answer.json;
  for (const step of path) {
    if (Array.isArray(at) && typeof step === 'number') at = at[step];
    else if (isObject(at) && Object.hasOwn(at, step)) at = at[step];
    else return undefined;
  }
  return at;
}

/** The evaluation in an answer to evaluate: of an ALLOW, and of the problem that a BLOCK or ESCALATE is. */
export function evaluationOf(answer: SutAnswer): Evaluation | undefined {
  const evaluation = member(answer, 'evaluation');
  return isObject(evaluation) && isObject(evaluation['judgment']) ? (evaluation as Evaluation) : undefined;
}

/** Every reason in an answer to evaluate, of all gates; none when it carries no evaluation. */
export function reasonsOf(answer: SutAnswer): readonly Reason[] {
  return evaluationOf(answer)?.judgment.gates.flatMap((gate) => gate.reasons) ?? [];
}

/** The reason with this code, if the answer to evaluate gives one. */
export const reasonOf = (answer: SutAnswer, code: string): Reason | undefined =>
  reasonsOf(answer).find((reason) => reason.code === code);
