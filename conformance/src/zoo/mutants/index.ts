import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { Mutant } from '../types.ts';

const EXTENSION = extname(new URL(import.meta.url).pathname);
const FOLDER = new URL('./', import.meta.url);

const isMutants = (exported: unknown): exported is readonly Mutant[] =>
  Array.isArray(exported) && exported.every((one) => typeof (one as Partial<Mutant> | null)?.id === 'string');

/** The mutants of a file: every list of mutants it exports. */
async function mutantsOf(name: string): Promise<readonly Mutant[]> {
  const lists = Object.values((await import(new URL(name, FOLDER).href)) as object).filter(isMutants);
  if (lists.length === 0) throw new Error(`${name} in the zoo exports no list of mutants.`);
  return lists.flat();
}

const names = readdirSync(FOLDER).filter(
  (name) => name.endsWith(EXTENSION) && !name.endsWith('.d.ts') && name !== `index${EXTENSION}`,
);

/** Every broken gateway: whatever the files of this folder export, in the order of their names. */
export const MUTANTS: readonly Mutant[] = (await Promise.all(names.sort().map(mutantsOf))).flat();
