import type { Mutant } from '../types.ts';
import { ACTORS_MUTANTS } from './actors.ts';
import { BYTES_MUTANTS } from './bytes.ts';
import { HTTP_MUTANTS } from './http.ts';
import { NAMESPACES_MUTANTS } from './namespaces.ts';
import { PERSONAL_MUTANTS } from './personal.ts';
import { SOURCES_MUTANTS } from './sources.ts';

/** Every broken gateway, in the order of RFC-0001. */
export const MUTANTS: readonly Mutant[] = [
  ...BYTES_MUTANTS, // 4
  ...ACTORS_MUTANTS, // 5.1, 5.2
  ...NAMESPACES_MUTANTS, // 5.3
  ...SOURCES_MUTANTS, // 6.1
  ...PERSONAL_MUTANTS, // 6.2
  ...HTTP_MUTANTS, // 13
];
