import { isBlank, similarityBp, vectorOf } from '@eaap/ledger';

/** Of ten parts, how many likeness has in relevance; confidence has the rest. */
const LIKENESS = 7;
const WHOLE = 10;

/**
 * Relevance from a likeness and an effective confidence, both in basis points. Likeness below zero counts as none.
 *
 * @returns 0 to 10000.
 */
export const score = (likeness: number, effective: number): number =>
  Math.floor((LIKENESS * Math.max(0, likeness) + (WHOLE - LIKENESS) * effective) / WHOLE);

/**
 * How near a fact is to a question, in basis points: seven parts the likeness of their texts, three parts what time has
 * left of the fact's confidence, rounded down; without a question, the latter alone. It ranks for people and models and
 * decides nothing.
 *
 * @param query - The question, or `undefined`; one of white space alone is none.
 * @param text - The statement of the fact, or its value as canonical JSON.
 * @param effective - Its effective confidence, 0 to 10000.
 * @returns 0 to 10000.
 * @see RFC-0001 section 7.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { relevance } from '@eaap/meaning';
 *
 * assert.equal(relevance(undefined, 'the refund limit', 4000), 4000);
 * assert.equal(relevance('refund limit', 'refund limit', 10_000), 10_000);
 * assert.ok(relevance('refund limit', 'the refund limit is 50', 4000) > relevance('refund limit', 'opening hours', 4000));
 * ```
 */
export function relevance(query: string | undefined, text: string, effective: number): number {
  if (query === undefined || isBlank(query)) return effective;
  return score(similarityBp(vectorOf(query), vectorOf(text)), effective);
}
