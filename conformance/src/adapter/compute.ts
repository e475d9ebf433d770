import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { Computed } from '../control/types.ts';
import type { Json } from '../model/json.ts';
import type { Answer } from '../vectors/types.ts';

const EXTENSION = extname(new URL(import.meta.url).pathname);

/** What the reference implementation answers to an input of a topic of vectors, computed by the packages. */
export async function compute(topic: string, input: Json): Promise<Computed> {
  const file = new URL(`./compute/${topic}${EXTENSION}`, import.meta.url);
  if (!/^[a-z0-9-]+$/.test(topic) || !existsSync(file)) return { unsupported: true };
  const { compute } = (await import(file.href)) as { compute: (input: Json) => Answer | Promise<Answer> };
  return compute(input);
}
