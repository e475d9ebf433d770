import { member } from '../read.ts';
import type { CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';

/** A word for each name, none of which occurs anywhere else. */
export function words<N extends string>(
  t: CheckContext,
  ...names: readonly N[]
): Readonly<Record<N, string>> {
  return Object.fromEntries(names.map((name) => [name, t.random.word(16)])) as Record<N, string>;
}

/** Says of each word that it lies in clear in no storage file: neither the database's nor the key store's. */
export async function nowhereInClear(
  t: CheckContext,
  content: Readonly<Record<string, string>>,
): Promise<void> {
  await t.scanWorks();
  const texts = Object.values(content);
  const seen = [...(await t.scan(texts, 'content')), ...(await t.scan(texts, 'keys'))];
  for (const [what, text] of Object.entries(content)) {
    const where = seen.filter(({ needle }) => needle === text);
    t.equal(`files in which the ${what} lies in clear`, where, []);
  }
}

/** The ids of the facts a search finds; none when it is not answered. */
export async function found(world: World, request: Record<string, unknown> = {}): Promise<string[]> {
  const facts = member(await world.search(request), 'snapshot', 'facts');
  return Array.isArray(facts) ? (facts as { fact: Fact }[]).map(({ fact }) => fact.id) : [];
}

/** Erases and requires that it is answered as done. */
export async function erased(
  t: CheckContext,
  world: World,
  subject: string,
  identifiers?: readonly string[],
): Promise<number> {
  const answer = await world.erase(subject, identifiers);
  const seq = member(answer, 'seq');
  t.require('The erasure is answered', answer.status === 200 && typeof seq === 'number', {
    got: answer.text.slice(0, 300),
  });
  return Number(seq);
}
