import { judge } from '@eaap/judgment';
import type { JudgeInput, Judgment, Reason, Verdict } from '@eaap/protocol';
import { namedReason, type Case } from './case.ts';
import { inputOf, type Setting } from './input.ts';

/** What came of a case. */
export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  readonly expected: Case['expect'];
  readonly verdict: Verdict;
  /** Every reason that stands in the way, as cases name them. */
  readonly reasons: readonly string[];
  /** The reasons that were expected and are not there. */
  readonly missing: readonly string[];
  readonly input: JudgeInput;
  readonly judgment: Judgment;
}

/** A reason as cases name it. */
export const reasonName = ({ gate, code, rule }: Pick<Reason, 'gate' | 'code' | 'rule'>): string =>
  `${gate}/${code}${rule === null ? '' : `:${rule}`}`;

/** The reasons of a judgment, shadow rules among them. */
export const reasonsOf = ({ gates }: Judgment): Reason[] => gates.flatMap(({ reasons }) => reasons);

/** Whether a reason is there: by its rule, when one is named. */
function has(reasons: readonly Reason[], wanted: string): boolean {
  const named = namedReason(wanted);
  return reasons.some(
    ({ gate, code, rule }) =>
      gate === named?.gate && code === named.code && (named.rule === undefined || named.rule === rule),
  );
}

/** Judges a case, and holds the judgment against what it expects: that verdict, and every reason it names. */
export function runCase(given: Case, setting: Setting): CaseResult {
  const input = inputOf(given, setting);
  const judgment = judge(input);
  const reasons = reasonsOf(judgment);
  const missing = (given.expect.reasons ?? []).filter((wanted) => !has(reasons, wanted));
  return {
    name: given.name,
    passed: judgment.verdict === given.expect.verdict && missing.length === 0,
    expected: given.expect,
    verdict: judgment.verdict,
    reasons: [...new Set(reasons.map(reasonName))],
    missing,
    input,
    judgment,
  };
}
