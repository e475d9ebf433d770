import type { Check } from '../checks/types.ts';
import type { Requirement, RequirementGrade } from '../spec/requirement.ts';
import type { CheckOutcome, Verdict } from './outcome.ts';

/** A check as it bears on a requirement. */
export interface BearingCheck {
  readonly id: string;
  readonly verdict: Verdict;
  readonly grade: RequirementGrade;
  /** How many things it stated. */
  readonly expectations: number;
  readonly message?: string;
}

/** A requirement and what is to be said of it. */
export interface RequirementVerdict {
  readonly id: string;
  /** The invariant it serves first; null for what all of them need. */
  readonly invariant: number | null;
  /** Every invariant it serves. */
  readonly invariants: readonly number[];
  readonly level: Requirement['level'];
  readonly grade: RequirementGrade;
  readonly layer: Requirement['layer'];
  readonly sentence: string;
  readonly verdict: Verdict;
  readonly checks: readonly BearingCheck[];
}

const GRADES: readonly RequirementGrade[] = ['E1', 'E2', 'E3'];
const atLeast = (grade: RequirementGrade, least: RequirementGrade): boolean =>
  GRADES.indexOf(grade) >= GRADES.indexOf(least);

/**
 * The worst that the checks of a requirement say, at the grade it needs. A failure counts at any grade. A check of a
 * higher grade than the requirement needs, which could not be run for want of a hook, takes nothing away from those
 * that could.
 */
export function verdictOf(
  grade: RequirementGrade,
  checks: readonly Pick<BearingCheck, 'verdict' | 'grade'>[],
): Verdict {
  if (checks.some(({ verdict }) => verdict === 'FAIL')) return 'FAIL';
  const sufficient = checks.filter((check) => atLeast(check.grade, grade));
  const counted = sufficient.filter((check) => check.verdict !== 'NOT_EVIDENCED' || check.grade === grade);
  if (counted.some(({ verdict }) => verdict === 'INCONCLUSIVE')) return 'INCONCLUSIVE';
  if (counted.some(({ verdict }) => verdict === 'NOT_EVIDENCED')) return 'NOT_EVIDENCED';
  if (counted.some(({ verdict }) => verdict === 'PASS')) return 'PASS';
  return counted.some(({ verdict }) => verdict === 'NOT_APPLICABLE') ? 'NOT_APPLICABLE' : 'NOT_EVIDENCED';
}

/** Every requirement with the verdict its checks give it. */
export function judgeRequirements(
  requirements: readonly Requirement[],
  checks: readonly Check[],
  outcomes: readonly CheckOutcome[],
): RequirementVerdict[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  return requirements.map(({ id, invariants, level, grade, layer, sentence }) => {
    const bearing = checks
      .filter((check) => check.requirements.includes(id))
      .flatMap((check) => byId.get(check.id) ?? [])
      .map(({ id: check, verdict, grade: shown, expectations, message }) => ({
        id: check,
        verdict,
        grade: shown,
        expectations: expectations.length,
        ...(message === undefined ? {} : { message }),
      }));
    const verdict = verdictOf(grade, bearing);
    const invariant = invariants[0] ?? null;
    return { id, invariant, invariants, level, grade, layer, sentence, verdict, checks: bearing };
  });
}

/** How many requirements got each verdict. */
export interface Summary {
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
  readonly not_evidenced: number;
  readonly not_applicable: number;
}

/** Counts verdicts. */
export function summarize(verdicts: readonly { readonly verdict: Verdict }[]): Summary {
  const count = (wanted: Verdict): number => verdicts.filter(({ verdict }) => verdict === wanted).length;
  return {
    pass: count('PASS'),
    fail: count('FAIL'),
    inconclusive: count('INCONCLUSIVE'),
    not_evidenced: count('NOT_EVIDENCED'),
    not_applicable: count('NOT_APPLICABLE'),
  };
}
