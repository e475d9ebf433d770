import type { Json } from '../json.ts';
import { schemaFaults } from '../schema.ts';
import { authority, effects, escalation, limits, standing } from './action-gates.ts';
import type { Fact, JudgeInput } from './documents.ts';
import { confidence, consistency, constraints, grounding } from './fact-gates.ts';
import type { Found } from './findings.ts';
import { approvedBy, outcomeOf, verdictOf, type Reason } from './reason.ts';
import { inOrder } from './text.ts';

/** A judgment, its sentences left aside (RFC-0005 section 3.1). */
export interface Judgment {
  readonly v: 1;
  readonly verdict: string;
  readonly gates: readonly {
    readonly gate: string;
    readonly outcome: string;
    readonly reasons: readonly (Reason & { readonly approved: string | null })[];
  }[];
  readonly approvals: readonly string[];
}

/** Whether a document is a judge input (RFC-0005 section 2.1). */
export function isMalformed(document: Json): boolean {
  if (schemaFaults('judge-input', document).length > 0) return true;
  const { facts, conflicts } = document as unknown as JudgeInput;
  return [facts, conflicts].some((rows) => new Set(rows.map(({ id }) => id)).size < rows.length);
}

/** Judges a document that is not malformed. */
export function judge(input: JudgeInput): Judgment {
  const read = new Map<string, Fact>();
  const found: readonly (readonly [gate: string, found: readonly Found[]])[] = [
    ['standing', standing(input)],
    ['authority', authority(input)],
    ['effects', effects(input)],
    ['consistency', consistency(input)],
    ['constraints', constraints(input, read)],
    ['grounding', grounding(input)],
    ['confidence', confidence(input, read)],
    ['limits', limits(input)],
    ['escalation', escalation(input)],
  ];
  const gates = found.map(([gate, all]) => {
    const reasons = all.map(({ code, outcome, rule = null, field = null, value = null, facts = [] }) => {
      const cited = [...new Set(facts.map(({ id, version }) => `${id}@${version}`))].sort(inOrder);
      const reason = { gate, code, outcome, rule, field, value, facts: cited.slice(0, 256) };
      return { ...reason, approved: approvedBy(reason, input.approvals) };
    });
    return { gate, outcome: outcomeOf(reasons), reasons: reasons.slice(0, 512) };
  });
  const used = gates.flatMap(({ reasons }) => reasons.flatMap(({ approved }) => approved ?? []));
  return {
    v: 1,
    verdict: verdictOf(gates.map(({ outcome }) => outcome)),
    gates,
    approvals: [...new Set(used)].sort(inOrder),
  };
}
