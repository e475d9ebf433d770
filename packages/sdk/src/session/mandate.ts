import type { Manifest, Mandate } from '@eaap/protocol';

/** Words by which a person asks for a tool: of one alternative, each word or its beginning (`pay*`), in any order. */
export interface Asked {
  readonly tool: string;
  readonly words: readonly (readonly string[])[];
}

/** Effects that leave everything as it was, and reach nobody. */
const READS: ReadonlySet<string> = new Set([
  'compute',
  'data.read',
  'file.read',
  'repo.read',
  'message.draft',
]);

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[a-z0-9\u0080-\uffff]+/g) ?? []);

const hasWord = (words: ReadonlySet<string>, pattern: string): boolean =>
  pattern.endsWith('*')
    ? [...words].some((word) => word.startsWith(pattern.slice(0, -1)))
    : words.has(pattern);

/**
 * The mandate that follows from what a user asked for, by rules that look at nothing else: a tool is in it when one of its
 * alternatives is in the user's words; a tool without any is in it when it only reads.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { deriveMandate } from '@eaap/sdk';
 *
 * const asked = [{ tool: 'bank.pay', words: [['pay*'], ['send', 'money']] }];
 * assert.deepEqual(deriveMandate('Please pay my rent.', [], asked).tools, ['bank.pay']);
 * assert.deepEqual(deriveMandate('What is my balance?', [], asked).tools, []);
 * ```
 */
export function deriveMandate(
  prompt: string,
  manifests: readonly Manifest[],
  asked: readonly Asked[],
): Omit<Mandate, 'agent'> {
  const words = wordsOf(prompt);
  const known = new Map(asked.map(({ tool, words: alternatives }) => [tool, alternatives]));
  const tools = new Set<string>();
  for (const [tool, alternatives] of known) {
    if (alternatives.some((all) => all.length > 0 && all.every((one) => hasWord(words, one))))
      tools.add(tool);
  }
  for (const { tool, effects } of manifests) {
    if (!known.has(tool) && effects.length > 0 && effects.every(({ effect }) => READS.has(effect)))
      tools.add(tool);
  }
  return { tools: [...tools].sort() };
}
