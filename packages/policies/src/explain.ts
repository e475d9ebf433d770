import { judge } from '@eaap/judgment';
import type { Extraction, Gate, GateResult, JudgeInput, Verdict } from '@eaap/protocol';
import { grantView, limitView, ruleView, type GrantView, type LimitView, type RuleView } from './parts.ts';

/** Why an action gets its verdict: everything that was looked at, not only what stood in the way. */
export interface Explanation {
  readonly verdict: Verdict;
  readonly tool: string;
  readonly principal: string;
  readonly effects: Extraction['effects'];
  readonly unread: Extraction['unread'];
  /** Facts that the verdict relies on, by key, and whether there are any. */
  readonly relies_on: readonly {
    readonly subject: string;
    readonly attribute: string;
    readonly facts: number;
  }[];
  readonly gates: readonly GateResult[];
  readonly grants: readonly GrantView[];
  readonly rules: readonly RuleView[];
  readonly limits: readonly LimitView[];
  readonly needs: readonly string[];
}

/** What each gate asks, in one sentence. */
export const GATE_QUESTIONS: Readonly<Record<Gate, string>> = {
  standing: 'Is anything halted, and is the input well-formed?',
  authority:
    'Does one grant cover the principal, the tool, every effect, target, the risk and the environment?',
  effects: 'Is it known what the action does, and is it nothing that is always blocked?',
  consistency: 'Does the action agree with the facts, and are they undisputed?',
  constraints: 'Does a locked fact or a rule stand in the way?',
  grounding: 'Is every value that carries authority supported by a fact?',
  confidence: 'Are the facts that are relied on still believed enough?',
  limits: 'Is every limit kept?',
  escalation: 'Does the policy always want a person for this?',
};

/** Explains the judgment of one document. */
export function explain(input: JudgeInput): Explanation {
  const { policy, extraction, action, principal, facts } = input;
  const judgment = judge(input);
  return {
    verdict: judgment.verdict,
    tool: action.tool,
    principal,
    effects: extraction.effects,
    unread: extraction.unread,
    relies_on: extraction.selectors.map(({ subject, attribute }) => ({
      subject,
      attribute,
      facts: facts.filter((fact) => fact.subject === subject && fact.attribute === attribute).length,
    })),
    gates: judgment.gates,
    grants: policy.grants.map((grant) => grantView(input, grant)),
    rules: policy.rules.map((rule) => ruleView(input, rule)),
    limits: policy.limits.map((limit) => limitView(input, limit)),
    needs: judgment.needs,
  };
}
