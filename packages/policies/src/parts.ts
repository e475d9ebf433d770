import { judge, matchesName } from '@eaap/judgment';
import type { Grant, JudgeInput, Limit, Reason, Rule } from '@eaap/protocol';

/** How a grant stands to an action. */
export interface GrantView {
  readonly id: string;
  /** covers: alone enough. gaps: meant for this principal and tool, and leaves something open. other: neither. */
  readonly is: 'covers' | 'gaps' | 'other';
  /** What it leaves open. */
  readonly gaps: readonly Reason[];
}

/** How a rule stands to an action. */
export interface RuleView {
  readonly id: string;
  readonly description: string;
  readonly outcome: Rule['outcome'];
  /** other: about other tools, effects or targets. no-value: it applies and cannot be evaluated, and so blocks. */
  readonly is: 'fires' | 'holds-not' | 'no-value' | 'other';
  readonly reason: Reason | null;
}

/** How a limit stands to an action. */
export interface LimitView {
  readonly id: string;
  readonly is: 'counts' | 'exceeded' | 'other';
  readonly used: number | null;
  readonly next: number | null;
  readonly max: number;
  readonly reason: Reason | null;
}

const gateReasons = (input: JudgeInput, gate: Reason['gate']): readonly Reason[] =>
  judge(input).gates.find((one) => one.gate === gate)?.reasons ?? [];

/** Asked of the judge itself, with a policy of this part alone: no second opinion on what a grant covers. */
function alone(input: JudgeInput, part: { grants?: Grant[]; rules?: Rule[]; limits?: Limit[] }): JudgeInput {
  return { ...input, approvals: [], policy: { ...input.policy, grants: [], rules: [], limits: [], ...part } };
}

/** Codes of the authority gate that say a grant is not for this principal and tool at all. */
const STRANGER = ['no-grant', 'principal-not-granted', 'tool-not-granted'];

/** How one grant stands to an action. */
export function grantView(input: JudgeInput, grant: Grant): GrantView {
  const reasons = gateReasons(alone(input, { grants: [grant] }), 'authority').filter(
    ({ code }) => code !== 'executor-not-permitted',
  );
  if (reasons.length === 0) return { id: grant.id, is: 'covers', gaps: [] };
  return reasons.some(({ code }) => STRANGER.includes(code))
    ? { id: grant.id, is: 'other', gaps: [] }
    : { id: grant.id, is: 'gaps', gaps: reasons };
}

const ofRule = (input: JudgeInput, rule: Rule): Reason | null =>
  gateReasons(alone(input, { rules: [rule] }), 'constraints').find((reason) => reason.rule === rule.id) ??
  null;

/** How one rule stands to an action. */
export function ruleView(input: JudgeInput, rule: Rule): RuleView {
  const { id, description, outcome } = rule;
  const reason = ofRule(input, rule);
  if (reason !== null)
    return { id, description, outcome, is: reason.code === 'rule-error' ? 'no-value' : 'fires', reason };
  const applies = ofRule(input, { ...rule, when: 'true' }) !== null;
  return { id, description, outcome, is: applies ? 'holds-not' : 'other', reason: null };
}

/** How one limit stands to an action. */
export function limitView(input: JudgeInput, limit: Limit): LimitView {
  const { id, max, tools } = limit;
  const applies = tools === undefined || tools.some((pattern) => matchesName(pattern, input.action.tool));
  const counter = input.counters.find((one) => one.limit === id);
  const reason = applies
    ? (gateReasons(alone(input, { limits: [limit] }), 'limits').find((one) => one.rule === id) ?? null)
    : null;
  return {
    id,
    is: !applies ? 'other' : reason === null ? 'counts' : 'exceeded',
    used: counter?.used ?? null,
    next: counter?.next ?? null,
    max,
    reason,
  };
}
