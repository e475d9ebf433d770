import { createHash } from 'node:crypto';
import type { Check } from '../checks/types.ts';
import { HEALTHY, type Mutant } from './types.ts';

/**
 * How much of the matrix is run: for each gateway the checks it declares, what is near its fault and a part of the rest,
 * or everything.
 */
export const SCOPES = ['declared', 'near', 'whole'] as const;
export type Scope = (typeof SCOPES)[number];

/** One in sixteen, and for the same mutant always the same ones: false alarms far from a fault are looked for here, and everywhere in the whole matrix. */
const drawn = (mutant: string, check: string): boolean =>
  (createHash('sha256').update(`${mutant}\n${check}`).digest()[0] ?? 0) < 16;

/**
 * Whether a check can see anything of a mutant that it does not see of the right gateway. A check of vectors asks the
 * hook `compute` and nothing else, and no other check asks it; so what does not touch `compute` answers vectors as the
 * right gateway does, and what touches nothing but `compute` answers everything else so. Both were shown to the right
 * gateway in the same run: to show them again finds nothing. A mutant of the whole control interface may touch both.
 */
export function canSee(mutant: Mutant, check: Check): boolean {
  if (mutant.id === HEALTHY.id || mutant.control !== undefined) return true;
  if (check.needs.includes('compute')) return mutant.compute !== undefined;
  return mutant.change !== undefined || mutant.fetch !== undefined;
}

/** The topic of a check of vectors, as it begins its name: one case of it is often a case of several requirements. */
const topicOf = (check: string): string | undefined => /^vectors\.[^.]+\./.exec(check)?.[0];

/**
 * The checks to run on a gateway, of those that can see its fault. Near: those it declares, all others that bear on the
 * same requirements or are of the same topic of vectors, and a fixed part of the rest. Whole: all but those that take
 * long, which are shown to what is near them. What is declared is shown in any case, and the right gateway is always
 * shown every check.
 */
export function checksFor(mutant: Mutant, checks: readonly Check[], scope: Scope): readonly Check[] {
  const declared = new Set(mutant.expected);
  const concerned = new Set([
    ...mutant.breaks,
    ...checks.filter(({ id }) => declared.has(id)).flatMap(({ requirements }) => requirements),
  ]);
  const topics = new Set(mutant.expected.flatMap((id) => topicOf(id) ?? []));
  const isNear = ({ id, requirements, isLong }: Check): boolean =>
    requirements.some((name) => concerned.has(name)) ||
    topics.has(topicOf(id) ?? '') ||
    (isLong !== true && drawn(mutant.id, id));
  return checks.filter(
    (check) =>
      declared.has(check.id) ||
      (canSee(mutant, check) &&
        (mutant.id === HEALTHY.id ||
          (scope === 'whole' && check.isLong !== true) ||
          (scope !== 'declared' && isNear(check)))),
  );
}
