import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where payload examples are committed, a file a schema, relative to the repository. */
export const EXAMPLES_FOLDER = 'schemas/examples';

/** How many payload examples there are that match their schema, and that do not. */
export interface ExampleCounts {
  readonly examples_good: number;
  readonly examples_bad: number;
}

/** Counts the committed examples; whether they are what they say is for `npm run payloads` to check. */
export function countExamples(root: string): ExampleCounts {
  const folder = join(root, EXAMPLES_FOLDER);
  let [good, bad] = [0, 0];
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith('.json')) continue;
    const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { good: unknown[]; bad: unknown[] };
    good += file.good.length;
    bad += file.bad.length;
  }
  return { examples_good: good, examples_bad: bad };
}
