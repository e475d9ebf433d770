import { createHash } from 'node:crypto';
import type { Check } from '../checks/types.ts';
import { HEALTHY, type Mutant } from './types.ts';

/** How much of the matrix is run: all of it, or for each gateway what is near its fault and a part of the rest. */
export type Scope = 'whole' | 'near';

const topicOf = (check: string): string => check.split('.', 1)[0] ?? check;

/** One in eight, and for the same mutant always the same ones: false alarms far from a fault are looked for here, and everywhere in the whole matrix. */
const drawn = (mutant: string, check: string): boolean =>
  (createHash('sha256').update(`${mutant}\n${check}`).digest()[0] ?? 0) < 32;

/**
 * The checks to run on a gateway. Near: those it declares, all others on the topics of those, and a fixed part of the
 * rest. The right gateway is always shown every check.
 */
export function checksFor(mutant: Mutant, checks: readonly Check[], scope: Scope): readonly Check[] {
  if (scope === 'whole' || mutant.id === HEALTHY.id) return checks;
  const declared = new Set(mutant.expected);
  const topics = new Set(mutant.expected.map(topicOf));
  const whole = mutant.expected.length > 40;
  return checks.filter(({ id }) =>
    whole
      ? declared.has(id) || drawn(mutant.id, id)
      : declared.has(id) || topics.has(topicOf(id)) || drawn(mutant.id, id),
  );
}
