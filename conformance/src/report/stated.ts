import { canonical, type Json } from '../model/json.ts';
import type { Expectation } from '../runner/outcome.ts';
import type { Exchange } from '../sut/transcript.ts';
import type { Bodies } from './bodies.ts';
import { plain, plainText } from './plain.ts';
import { answerHolds, areOfAnswer } from './rules.ts';
import type { Stated } from './types.ts';

/** A value whose canonical form is longer than this is a body. */
const MOST_INLINE = 256;

/** What a check stated as a report tells it, with the rule by which anybody may see that it holds. */
export function statedOf(
  { observation, holds, expected: wanted, got: seen }: Expectation,
  transcript: readonly Exchange[],
  bodies: Bodies,
  most: number,
): Stated {
  const [expected, got] = [plain(wanted), plain(seen)];
  const start = { observation: plainText(observation), holds };
  const value = (name: 'expected' | 'got', json: Json | undefined): object => {
    if (json === undefined) return {};
    const text = canonical(json);
    return text.length <= MOST_INLINE ? { [name]: json } : { [`${name}_body`]: bodies.add(text, most) };
  };
  if (expected === undefined || got === undefined)
    return { ...start, by: 'check', ...value('expected', expected), ...value('got', got) };

  if (areOfAnswer(expected, got) && answerHolds(expected, got) === holds) {
    const { body, ...rest } = got as { body?: string; status: number; problem?: string; type?: string };
    const exchange =
      body === undefined
        ? -1
        : transcript.findLastIndex(({ status, answer }) => status === rest.status && answer.startsWith(body));
    if (exchange >= 0) return { ...start, by: 'answer', ...value('expected', expected), got: rest, exchange };
  }
  const isEqual = canonical(expected) === canonical(got);
  const by = isEqual === holds ? 'equal' : 'check';
  return { ...start, by, ...value('expected', expected), ...value('got', got) };
}
