import type { Check } from '../checks/types.ts';
import type { Requirement } from '../spec/requirement.ts';
import { isOfProfile, type Profile } from './profiles.ts';

/** Which part of the suite is run. */
export interface Selection {
  /** A check (or a part of its dotted name), or a requirement. */
  readonly only?: string;
  readonly invariant?: number;
  readonly layer?: string;
  readonly level?: string;
  readonly profile?: readonly Profile[];
}

const bears = (check: Check, { id }: Requirement): boolean => check.requirements.includes(id);
const isNamed = (check: Check, name: string): boolean => check.id === name || check.id.startsWith(`${name}.`);

/** The checks to run and the requirements to judge; with no selection, all of both. */
export function select(
  checks: readonly Check[],
  requirements: readonly Requirement[],
  { only, invariant, layer, level, profile }: Selection,
): { checks: Check[]; requirements: Requirement[] } {
  const wanted = requirements.filter(
    (requirement) =>
      (invariant === undefined || requirement.invariants.includes(invariant)) &&
      (layer === undefined || requirement.layer === layer) &&
      (level === undefined || requirement.level === level) &&
      (profile === undefined || isOfProfile(requirement, profile)),
  );
  if (only === undefined) {
    const chosen = checks.filter((check) => wanted.some((requirement) => bears(check, requirement)));
    const isWhole = wanted.length === requirements.length;
    return { checks: isWhole ? [...checks] : chosen, requirements: wanted };
  }
  if (/^EAAP-/.test(only)) {
    const one = wanted.filter(({ id }) => id === only);
    return { checks: checks.filter((check) => one.some((r) => bears(check, r))), requirements: one };
  }
  const named = checks.filter((check) => isNamed(check, only));
  return { checks: named, requirements: wanted.filter((r) => named.some((check) => bears(check, r))) };
}

/** What is wrong with the checks themselves: ids twice, requirements that do not exist or that nothing bears on. */
export function lintChecks(checks: readonly Check[], requirements: readonly Requirement[]): string[] {
  const known = new Set(requirements.map(({ id }) => id));
  const seen = new Set<string>();
  return checks.flatMap((check) => {
    const faults: string[] = [];
    if (seen.has(check.id)) faults.push(`${check.id}: there are two checks of this name.`);
    seen.add(check.id);
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(check.id)) faults.push(`${check.id}: not a dotted name.`);
    if (check.requirements.length === 0) faults.push(`${check.id}: bears on no requirement.`);
    for (const id of check.requirements)
      if (!known.has(id)) faults.push(`${check.id}: there is no requirement ${id}.`);
    return faults;
  });
}
