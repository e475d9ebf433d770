import type { Json, JudgedFact, JudgeInput, TypedGround } from '@eaap/protocol';
import { show } from '../lib/text.ts';
import { atMost, sameValue } from '../lib/value.ts';
import { supportOf } from '../typed/support.ts';
import { isInForce, isTrusted, named, type Context, type GateFunction } from './context.ts';
import type { Finding } from './reason.ts';

/** A value that carries authority, and the fact it needs. */
export type Ground = JudgeInput['extraction']['grounds'][number];

/** Whether a fact of this value supports the ground, its trust left aside. */
export const supports = ({ relation, value }: Ground, of: Json): boolean =>
  relation === 'equal' ? sameValue(value, of) : relation === 'at_most' && atMost(value, of);

/** Whether facts of the session support the ground, by a typed match, and not a fact of one key. */
export const isTyped = (ground: Ground): ground is TypedGround => ground.relation === 'supported';

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

function typed(context: Context, ground: TypedGround): Finding | null {
  const { field, value, trust, kinds = [] } = ground;
  const { support, weak } = supportOf(context, ground, (fact) => isInForce(fact, context.input.now));
  if (support !== null) return null;
  const what = `${field} is ${show(value)}, read as ${kinds.join(' or ')}`;
  return {
    outcome: 'escalate',
    field,
    value,
    code: weak.length > 0 ? 'untrusted-ground' : 'ungrounded',
    facts: weak,
    message:
      weak.length > 0
        ? `${what}; it stands only in what is not believed so far: less trust than ${trust}, or a field that is not designated.`
        : `${what}; neither the words of the user nor an answer that the manifest looks at has it.`,
    admissible: `The user says ${show(value)}, or an approver's decision.`,
  };
}

/**
 * Gate 6: every value that carries authority is supported by a fact of enough trust. An agent may have read the value
 * in a text that somebody wrote for it; a fact has a source.
 *
 * @see RFC-0001 section 8.6
 */
export const grounding: GateFunction = (context: Context) =>
  context.input.extraction.grounds.flatMap((ground) => {
    const { input, factsOf } = context;
    if (isTyped(ground)) return typed(context, ground) ?? [];
    const facts = factsOf(ground.subject, ground.attribute).filter((fact) => isInForce(fact, input.now));
    return finding(ground, facts) ?? [];
  });
