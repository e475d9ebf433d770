import { createHash } from 'node:crypto';
import type { Check } from '../checks/types.ts';
import { HEALTHY, type Mutant } from './types.ts';

/** How much of the matrix is run: all of it, or for each gateway what is near its fault and a part of the rest. */
export type Scope = 'whole' | 'near';

/** One in sixteen, and for the same mutant always the same ones: false alarms far from a fault are looked for here, and everywhere in the whole matrix. */
const drawn = (mutant: string, check: string): boolean =>
  (createHash('sha256').update(`${mutant}\n${check}`).digest()[0] ?? 0) < 16;

/**
 * The checks to run on a gateway. Near: those it declares, all others that bear on the same requirements, and a fixed
 * part of the rest. The right gateway is always shown every check.
 */
export function checksFor(mutant: Mutant, checks: readonly Check[], scope: Scope): readonly Check[] {
  if (scope === 'whole' || mutant.id === HEALTHY.id) return checks;
  const declared = new Set(mutant.expected);
  const concerned = new Set([
    ...mutant.breaks,
    ...checks.filter(({ id }) => declared.has(id)).flatMap(({ requirements }) => requirements),
  ]);
  return checks.filter(
    ({ id, requirements }) =>
      declared.has(id) || requirements.some((name) => concerned.has(name)) || drawn(mutant.id, id),
  );
}
