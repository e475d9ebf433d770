import { joinOutcomes, judge, reasonDigest } from '@eaap/judgment';
import type { GateResult, JudgeInput, Json, Reason } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

interface Stated {
  readonly outcome: 'block' | 'escalate' | 'shadow';
  readonly covered: boolean;
}

const ESCALATION = '019c1371-0000-7000-8000-000000000001';

/** Judges an action for which a policy has a rule of each outcome, with approvals of those that are covered. */
function outcomeOf(reasons: readonly Stated[]): string {
  const rules = reasons.map(({ outcome }, index) => ({
    id: `r${index}`,
    description: 'd',
    when: 'true',
    outcome,
  }));
  const approved = reasons.flatMap(({ outcome, covered }, index) => {
    const code = outcome === 'shadow' ? 'rule-shadow' : 'rule';
    const reason = { gate: 'constraints', code, rule: `r${index}`, field: null, value: null, facts: [] };
    return covered ? [reasonDigest(reason as unknown as Reason)] : [];
  });
  const input: JudgeInput = {
    v: 1,
    now: 0,
    namespace: 'a',
    principal: 'a',
    executor: 'a',
    action: { tool: 'a', parameters: {}, environment: 'none' },
    manifest: null,
    extraction: {
      effects: [],
      unread: [],
      claims: [],
      grounds: [],
      writes: [],
      selectors: [],
      cost: null,
      risk: 'low',
      reversibility: 'reversible',
    },
    policy: {
      v: 1,
      name: 'a',
      version: '1',
      executors: ['a'],
      grants: [],
      rules,
      limits: [],
      confidence: { minimum: 0 },
      escalate: { effects: [], reversibility: [] },
      escalation: { target: 'a', ttl_ms: 1000 },
      selects: [],
      ttl_ms: 1000,
      window_ms: 1000,
      outcome_ms: 1000,
    },
    facts: [],
    conflicts: [],
    truncated: false,
    halted: [],
    counters: [],
    approvals: [{ escalation: ESCALATION, reasons: approved }],
  };
  return judge(input).gates.find(({ gate }) => gate === 'constraints')?.outcome ?? 'none';
}

/** The topic `lattice`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { reasons, outcomes, claimed } = input as {
    reasons?: readonly Stated[];
    outcomes?: GateResult['outcome'][];
    claimed?: string;
  };
  const said = outcomes === undefined ? outcomeOf(reasons ?? []) : joinOutcomes(outcomes);
  if (claimed !== undefined && claimed !== said) return { refused: 'mismatch' };
  return { output: outcomes === undefined ? { outcome: said } : { verdict: said } };
}
