import type { Fact, JudgeInput } from '../documents.ts';
import { factsOf, isTrusted } from '../findings.ts';
import { formOf, standsAmong } from './forms.ts';

type Ground = JudgeInput['extraction']['grounds'][number];
type Forms = readonly (readonly [kind: string, form: string])[];

/** For each entry of `lookup`, the facts of its key that count (RFC-0005 section 14.7). */
export const keysOf = (
  input: JudgeInput,
  ground: Ground,
  counts: (fact: Fact) => boolean,
): readonly (readonly Fact[])[] => (ground.lookup ?? []).map((key) => factsOf(input, key).filter(counts));

/** Those trusted to the level of the ground. */
export const believedOf = (ground: Ground, facts: readonly Fact[]): readonly Fact[] =>
  facts.filter((fact) => isTrusted(fact, ground.trust));

/** Those whose value has one of some forms as a whole. */
export const having = (forms: Forms, facts: readonly Fact[]): readonly Fact[] =>
  facts.filter(({ value }) =>
    forms.some(([kind, form]) => {
      const own = formOf(kind, value);
      return own !== null && (kind === 'name' ? own === form : standsAmong(kind, form, [own]));
    }),
  );

/** An operand, and the fact it is of. */
export interface Looked {
  readonly form: string;
  readonly facts: readonly Fact[];
}

/** The amounts of what is looked up. */
export const amountsOf = (facts: readonly Fact[]): readonly Looked[] =>
  facts.flatMap((fact): Looked[] => {
    const form = formOf('amount', fact.value);
    return form === null ? [] : [{ form, facts: [fact] }];
  });
