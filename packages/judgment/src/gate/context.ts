import { TRUST_LEVELS, type Json, type JudgedFact, type JudgeInput, type TrustLevel } from '@eaap/protocol';
import { atLeast, byCodeUnit } from '../lib/rank.ts';
import { sameValue } from '../lib/value.ts';
import type { Finding } from './reason.ts';

/** What the gates share: the input, its facts by key, and the facts that rules have read so far. */
export interface Context {
  readonly input: JudgeInput;
  /** Every fact of a subject and attribute, in the order of their ids. */
  factsOf(subject: string, attribute: string): readonly JudgedFact[];
  /** Whether the rows of a subject and attribute were selected: only then does their absence mean anything. */
  isSelected(subject: string, attribute: string): boolean;
  /** Facts that a rule relied on, by id. */
  readonly read: Map<string, JudgedFact>;
}

/** A gate: what it finds, in the order of the input. */
export type GateFunction = (context: Context) => Finding[];

const keyOf = (subject: string, attribute: string): string => `${attribute} ${subject}`;

/** The context of a judgment. */
export function createContext(input: JudgeInput): Context {
  const byKey = new Map<string, JudgedFact[]>();
  const sorted = [...input.facts].sort((a, b) => byCodeUnit(a.id, b.id) || a.version - b.version);
  for (const fact of sorted) {
    const key = keyOf(fact.subject, fact.attribute);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [fact]);
    else known.push(fact);
  }
  const selected = new Set(
    input.extraction.selectors.map(({ subject, attribute }) => keyOf(subject, attribute)),
  );
  return {
    input,
    factsOf: (subject, attribute) => byKey.get(keyOf(subject, attribute)) ?? [],
    isSelected: (subject, attribute) => selected.has(keyOf(subject, attribute)),
    read: new Map(),
  };
}

/** Whether a fact's time has run out; `valid_until` itself is too late. */
export const isExpired = (fact: JudgedFact, now: number): boolean =>
  fact.valid_until !== null && fact.valid_until <= now;

/** Whether a fact counts: active and not expired. */
export const isInForce = (fact: JudgedFact, now: number): boolean =>
  fact.status === 'active' && !isExpired(fact, now);

/** Whether a fact is believed at least so far. */
export const isTrusted = (fact: JudgedFact, least: TrustLevel): boolean =>
  atLeast(TRUST_LEVELS, fact.trust, least);

/** Whether a lock binds: disputed or past its date, a lock holds until somebody takes it off. */
export const isBinding = (fact: JudgedFact): boolean =>
  fact.locked && (fact.status === 'active' || fact.status === 'disputed');

/** The facts that have this value. */
export const withValue = (facts: readonly JudgedFact[], value: Json): JudgedFact[] =>
  facts.filter((fact) => sameValue(fact.value, value));

/** A key as a sentence names it. */
export const named = (of: { readonly subject: string; readonly attribute: string }): string =>
  `${of.attribute} of ${of.subject}`;
