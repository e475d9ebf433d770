import type { Json, JudgedFact, JudgeInput } from '@eaap/protocol';
import { show } from '../lib/text.ts';
import { atMost, sameValue } from '../lib/value.ts';
import { isInForce, isTrusted, named, type Context, type GateFunction } from './context.ts';
import type { Finding } from './reason.ts';

/** A value that carries authority, and the fact it needs. */
export type Ground = JudgeInput['extraction']['grounds'][number];

/** Whether a fact of this value supports the ground, its trust left aside. */
export const supports = ({ relation, value }: Ground, of: Json): boolean =>
  relation === 'equal' ? sameValue(value, of) : atMost(value, of);

const wanted = ({ relation, value }: Ground): string =>
  relation === 'equal' ? show(value) : `at least ${show(value)}`;

function finding(ground: Ground, facts: readonly JudgedFact[]): Finding | null {
  const { field, value, trust } = ground;
  const trusted = facts.filter((fact) => isTrusted(fact, trust));
  if (trusted.some((fact) => supports(ground, fact.value))) return null;
  const base = {
    outcome: 'escalate',
    field,
    value,
    admissible: `A fact of trust ${trust} or more that the ${named(ground)} is ${wanted(ground)}, or an approver's decision.`,
  } as const;
  const [first] = trusted;
  if (first !== undefined) {
    const over = ground.relation === 'at_most';
    return {
      ...base,
      code: over ? 'over-ground' : 'contradicted',
      facts: trusted,
      message: `${field} is ${show(value)}; the ${named(ground)} is ${over ? 'at most ' : ''}${show(first.value)}.`,
    };
  }
  const weaker = facts.filter((fact) => supports(ground, fact.value));
  if (weaker.length > 0) {
    return {
      ...base,
      code: 'untrusted-ground',
      facts: weaker,
      message: `${field} is ${show(value)}, and only a fact of less trust than ${trust} says so.`,
    };
  }
  return {
    ...base,
    code: 'ungrounded',
    message: `${field} is ${show(value)}, and no fact of trust ${trust} or more about the ${named(ground)} supports it.`,
  };
}

/**
 * Gate 6: every value that carries authority is supported by a fact of enough trust. An agent may have read the value
 * in a text that somebody wrote for it; a fact has a source.
 *
 * @see RFC-0001 section 8.6
 */
export const grounding: GateFunction = ({ input, factsOf }: Context) =>
  input.extraction.grounds.flatMap((ground) => {
    const facts = factsOf(ground.subject, ground.attribute).filter((fact) => isInForce(fact, input.now));
    return finding(ground, facts) ?? [];
  });
