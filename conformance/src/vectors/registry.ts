import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { Topic } from './types.ts';

const EXTENSION = extname(new URL(import.meta.url).pathname);
const FOLDER = new URL('./topics/', import.meta.url);

/** The names of the topics there are sources for, sorted. */
export function topicNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(EXTENSION) && !name.endsWith('.d.ts'))
    .map((name) => name.slice(0, -EXTENSION.length))
    .sort();
}

/**
 * Loads the source of a topic.
 *
 * @throws Error when the file exports no topic of its own name.
 */
export async function loadTopic(name: string): Promise<Topic> {
  const { topic } = (await import(new URL(`${name}${EXTENSION}`, FOLDER).href)) as { topic?: Topic };
  if (topic?.name !== name)
    throw new Error(
      `conformance/src/vectors/topics/${name}.ts exports no topic named ${name}. Expected: export const topic: Topic = { name: '${name}', … }`,
    );
  return topic;
}
