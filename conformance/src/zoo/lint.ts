import type { Check } from '../checks/types.ts';
import { HEALTHY, type Mutant } from './types.ts';

/** What is wrong with the declarations of the zoo: ids twice, checks that do not exist, mutants that nothing is to catch. */
export function lintMutants(mutants: readonly Mutant[], checks: readonly Check[]): string[] {
  const known = new Map(checks.map((check) => [check.id, check]));
  const seen = new Set([HEALTHY.id]);
  return mutants.flatMap(({ id, expected, breaks }) => {
    const faults: string[] = [];
    if (seen.has(id)) faults.push(`${id}: there are two gateways of this name.`);
    seen.add(id);
    if (expected.length === 0) faults.push(`${id}: declares no check that is to fail.`);
    for (const check of expected) if (!known.has(check)) faults.push(`${id}: there is no check ${check}.`);
    for (const requirement of breaks)
      if (!expected.some((check) => known.get(check)?.requirements.includes(requirement)))
        faults.push(`${id}: none of the checks it declares bears on ${requirement}.`);
    return faults;
  });
}
