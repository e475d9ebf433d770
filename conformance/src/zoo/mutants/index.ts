import type { Mutant } from '../types.ts';

/** Every broken gateway. */
export const MUTANTS: readonly Mutant[] = [];
