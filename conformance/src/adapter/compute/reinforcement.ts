import { freshened } from '@eaap/ledger';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { answered } from './lib/claimed.ts';

interface Stated {
  readonly source: string;
  readonly confidence: number;
  readonly half_life_ms: number;
  readonly observed_at: number;
  readonly valid_until: number | null;
}
const observed = ({ source, observed_at, ...rest }: Stated) => ({
  source: { id: source, observed_at },
  ...rest,
});

export function compute(input: Json): Answer {
  const { fact, again, now } = input as unknown as { fact: Stated; again: Stated; now: number };
  if (again.observed_at > now) return { refused: 'observed-in-future' };
  if (again.valid_until !== null && again.valid_until <= now) return { refused: 'invalid-request' };
  const { source, confidence, half_life_ms, valid_until } = freshened(observed(fact), observed(again), now);
  const { id, observed_at } = source;
  return answered(input as JsonObject, { source: id, confidence, half_life_ms, observed_at, valid_until });
}
