import { GATES, JudgeInput, matches } from '@eaap/protocol';
import type { Gate, GateResult, JudgedApproval, Judgment, Verdict } from '@eaap/protocol';
import { authority } from './gate/authority.ts';
import { confidence } from './gate/confidence.ts';
import { consistency } from './gate/consistency.ts';
import { constraints } from './gate/constraints.ts';
import { createContext, type Context, type GateFunction } from './gate/context.ts';
import { effects } from './gate/effects.ts';
import { escalation } from './gate/escalation.ts';
import { grounding } from './gate/grounding.ts';
import { limits } from './gate/limits.ts';
import { toResult, type Finding } from './gate/reason.ts';
import { standing } from './gate/standing.ts';
import { byCodeUnit } from './lib/rank.ts';

const FUNCTIONS: Readonly<Record<Gate, GateFunction>> = {
  standing,
  authority,
  effects,
  consistency,
  constraints,
  grounding,
  confidence,
  limits,
  escalation,
};

const VERDICT_OF = { pass: 'ALLOW', escalate: 'ESCALATE', block: 'BLOCK' } as const;
const MOST_NEEDS = 128;

/**
 * The join of some outcomes of gates: BLOCK over ESCALATE over ALLOW. What is none of these is BLOCK, and so is the
 * join of nothing.
 *
 * @see RFC-0001 section 8
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { joinOutcomes } from '@eaap/judgment';
 *
 * assert.equal(joinOutcomes(['pass', 'escalate', 'pass']), 'ESCALATE');
 * assert.equal(joinOutcomes([]), 'BLOCK');
 * ```
 */
export function joinOutcomes(outcomes: readonly GateResult['outcome'][]): Verdict {
  if (outcomes.length === 0) return 'BLOCK';
  if (outcomes.every((outcome) => outcome === 'pass')) return VERDICT_OF.pass;
  const known = outcomes.every((outcome) => outcome === 'pass' || outcome === 'escalate');
  return known ? VERDICT_OF.escalate : VERDICT_OF.block;
}

const failure = (message: string): Finding => ({
  code: 'gate-error',
  outcome: 'block',
  message,
  admissible: 'An input that can be judged.',
});

function run(gate: Gate, context: Context, approvals: readonly JudgedApproval[]): GateResult {
  try {
    return toResult(gate, FUNCTIONS[gate](context), approvals);
  } catch {
    return toResult(gate, [failure(`The gate ${gate} failed on this input, and so blocks.`)], []);
  }
}

/** Nothing can be said of an input that is none. */
function malformed(gate: Gate): GateResult {
  const finding = failure('The input is malformed, so this gate judged nothing.');
  return toResult(
    gate,
    [
      gate === 'standing'
        ? {
            ...finding,
            code: 'malformed',
            message: 'The input does not match the schema judge-input, or lists a row twice.',
          }
        : finding,
    ],
    [],
  );
}

/** Whether every row is there once: which version of a fact would count is not for a judge to guess. */
const isDistinct = (rows: readonly { readonly id: string }[]): boolean =>
  new Set(rows.map(({ id }) => id)).size === rows.length;

function gatesOf(input: JudgeInput): GateResult[] {
  try {
    if (!matches(JudgeInput, input)) return GATES.map(malformed);
    if (!isDistinct(input.facts) || !isDistinct(input.conflicts)) return GATES.map(malformed);
    const context = createContext(input);
    return GATES.map((gate) => run(gate, context, input.approvals));
  } catch {
    return GATES.map(malformed);
  }
}

/**
 * Judges. Pure and total: one document in, one judgment out, the same bytes on any machine; whatever throws, is missing
 * or is not known blocks. All nine gates report, in their order; the verdict is the join of their outcomes.
 *
 * An approval covers an `escalate` reason with the same digest ({@link reasonDigest}) and never a `block`.
 *
 * @param input - A `judge-input` document; anything else is judged `malformed` and blocks.
 * @see RFC-0001 section 8
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { judge } from '@eaap/judgment';
 * import type { JudgeInput } from '@eaap/protocol';
 *
 * const judgment = judge({} as JudgeInput);
 * assert.equal(judgment.verdict, 'BLOCK');
 * assert.equal(judgment.gates.length, 9);
 * assert.equal(judgment.gates[0]?.reasons[0]?.code, 'malformed');
 * ```
 */
export function judge(input: JudgeInput): Judgment {
  const gates = gatesOf(input);
  const verdict = joinOutcomes(gates.map(({ outcome }) => outcome));
  const reasons = gates.flatMap((gate) => gate.reasons);
  const open = reasons.filter(({ outcome, approved }) => outcome === 'escalate' && approved === null);
  const needs = verdict === 'ESCALATE' ? open.map(({ admissible }) => admissible) : [];
  const used = reasons.map(({ approved }) => approved).filter((approved) => approved !== null);
  return {
    v: 1,
    verdict,
    gates,
    needs: [...new Set(needs)].slice(0, MOST_NEEDS),
    approvals: [...new Set(used)].sort(byCodeUnit),
  };
}
