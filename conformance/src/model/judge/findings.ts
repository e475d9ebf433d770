import type { Json } from '../json.ts';
import type { Claim, Fact, JudgeInput } from './documents.ts';
import { equal, inOrder, TRUSTS } from './text.ts';

/** What a gate finds; what it leaves out is null or none. */
export interface Found {
  readonly code: string;
  readonly outcome: string;
  readonly rule?: string;
  readonly field?: string | null;
  readonly value?: Json;
  readonly facts?: readonly Fact[];
}

/** The facts of a key in the order of their ids (RFC-0005 section 2.2). */
export const factsOf = (
  input: JudgeInput,
  { subject, attribute }: { readonly subject: string; readonly attribute: string },
): readonly Fact[] =>
  input.facts
    .filter((fact) => fact.subject === subject && fact.attribute === attribute)
    .sort((a, b) => inOrder(a.id, b.id));

/** Whether a fact's time has run out at `now`. */
export const isExpired = (fact: Fact, now: number): boolean =>
  fact.valid_until !== null && now >= fact.valid_until;

/** The facts of a key in force. */
export const inForce = (input: JudgeInput, key: Pick<Claim, 'subject' | 'attribute'>): readonly Fact[] =>
  factsOf(input, key).filter((fact) => fact.status === 'active' && !isExpired(fact, input.now));

/** Whether a fact is trusted to a level. */
export const isTrusted = (fact: Fact, level: string): boolean =>
  TRUSTS.indexOf(fact.trust) >= TRUSTS.indexOf(level);

/** Whether one of some facts has a value. */
export const says = (facts: readonly Fact[], value: Json): boolean =>
  facts.some((fact) => equal(fact.value, value));
