import type { JudgeInput, Policy } from '@eaap/protocol';
import { grantView, limitView, ruleView } from './parts.ts';

/** How often one part of a policy had a say. */
export interface PartCoverage {
  readonly id: string;
  /** Decisions that it was about: a grant for this principal and tool, a rule or limit that applies. */
  readonly applied: number;
  /** Decisions that it decided something in: a grant that covers, a rule that fires, a limit that is exceeded. */
  readonly decided: number;
}

/** Which parts of a policy some decisions exercise. */
export interface Coverage {
  readonly decisions: number;
  readonly grants: readonly PartCoverage[];
  readonly rules: readonly PartCoverage[];
  readonly limits: readonly PartCoverage[];
  /** What no decision was about, or none was decided by: `grant:…`, `rule:…`, `limit:…`. */
  readonly never: readonly string[];
}

/** Which grants, rules and limits of a policy some decisions exercise, and which they never do. */
export function coverage(policy: Policy, inputs: readonly JudgeInput[]): Coverage {
  const judged = inputs.map((input) => ({ ...input, policy }));
  const count = <T extends { id: string }>(
    parts: readonly T[],
    view: (input: JudgeInput, part: T) => { readonly is: string },
    decides: readonly string[],
  ): PartCoverage[] =>
    parts.map((part) => {
      const seen = judged.map((input) => view(input, part).is).filter((is) => is !== 'other');
      return { id: part.id, applied: seen.length, decided: seen.filter((is) => decides.includes(is)).length };
    });
  const grants = count(policy.grants, grantView, ['covers']);
  const rules = count(policy.rules, ruleView, ['fires', 'no-value']);
  const limits = count(policy.limits, limitView, ['exceeded']);
  const never = (kind: string, parts: readonly PartCoverage[]): string[] =>
    parts.filter(({ decided }) => decided === 0).map(({ id }) => `${kind}:${id}`);
  return {
    decisions: inputs.length,
    grants,
    rules,
    limits,
    never: [...never('grant', grants), ...never('rule', rules), ...never('limit', limits)],
  };
}
