import type { Judgment } from '@eaap/protocol';

/** The first reasons of a judgment as one sentence or two: what stood in the way, and what would make it admissible. */
export function explain(judgment: Judgment, outcome: 'block' | 'escalate'): string {
  const reasons = judgment.gates
    .flatMap((gate) => gate.reasons)
    .filter((reason) => reason.outcome === outcome && reason.approved === null);
  const first = reasons[0];
  if (first === undefined) return 'The action is not admissible.';
  const more = reasons.length > 1 ? ` (${reasons.length - 1} more in the judgment)` : '';
  const admissible = first.admissible === '' ? '' : ` ${first.admissible}`;
  return `${first.gate}/${first.code}: ${first.message}${admissible}${more}`;
}
