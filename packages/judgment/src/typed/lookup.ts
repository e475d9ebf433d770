import type { JudgedFact, TypedGround } from '@eaap/protocol';
import { isTrusted, type Context } from '../gate/context.ts';
import type { Operand } from './derive.ts';
import type { Forms } from './hits.ts';
import { formOf, isAmong } from './kinds.ts';

/** What a ground looks up by key. */
export interface LookedUp {
  /** The facts that are believed. */
  readonly believed: readonly JudgedFact[];
  /** Those of too little trust. */
  readonly weak: readonly JudgedFact[];
  /** The amounts of those believed. */
  readonly amounts: readonly Operand<JudgedFact>[];
  /** One amount for each key, or none at all when a key has not exactly one. */
  readonly single: readonly Operand<JudgedFact>[];
}

/** The facts of the keys that a ground looks up, in the order of the manifest. */
export function lookUp(
  { factsOf }: Context,
  { lookup = [], trust }: TypedGround,
  counts: (fact: JudgedFact) => boolean,
): LookedUp {
  const keys = lookup.map(({ subject, attribute }) => factsOf(subject, attribute).filter(counts));
  const believed = keys.map((facts) => facts.filter((fact) => isTrusted(fact, trust)));
  const amounts = believed.flat().flatMap((fact): Operand<JudgedFact>[] => {
    const form = formOf('amount', fact.value);
    return form === null ? [] : [{ form, of: [fact] }];
  });
  // Which of two values of one key would count is for nobody to choose.
  const isClear = believed.every((facts) => facts.length === 1) && amounts.length === believed.length;
  return {
    believed: believed.flat(),
    weak: keys.flat().filter((fact) => !isTrusted(fact, trust)),
    amounts,
    single: isClear ? amounts : [],
  };
}

/** Those of some facts whose value is, as a whole, one that has these forms. */
export const saying = (forms: Forms, facts: readonly JudgedFact[]): JudgedFact[] =>
  facts.filter(({ value }) =>
    [...forms].some(([kind, form]) => {
      const other = formOf(kind, value);
      return other !== null && (kind === 'name' ? form === other : isAmong(kind, form, [other]));
    }),
  );
