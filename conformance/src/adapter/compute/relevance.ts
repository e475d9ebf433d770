import { inOrder, relevance } from '@eaap/meaning';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { answered } from './lib/claimed.ts';

interface Candidate {
  readonly id: string;
  readonly text: string;
  readonly effective: number;
}

export function compute(input: Json): Answer {
  const { query, facts } = input as unknown as { query: string | null; facts: readonly Candidate[] };
  const ranked = facts.map(({ id, text, effective }) => ({
    id,
    relevance: relevance(query ?? undefined, text, effective),
  }));
  return answered(
    input as JsonObject,
    ranked.sort(inOrder).map(({ id, relevance: score }) => [id, score]),
  );
}
