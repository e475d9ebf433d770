import type { Judgment, Reason } from '@eaap/protocol';
import type { Output } from './output.ts';
import { wrap } from './text.ts';

/** The reasons of a judgment that stand in the way, or ask for somebody. */
export const standing = (judgment: Judgment): Reason[] =>
  judgment.gates
    .flatMap((gate) => gate.reasons)
    .filter((reason) => reason.outcome !== 'shadow' && reason.approved === null);

/** One reason: which gate and rule, at which field, against which fact, and what would make the action admissible. */
export function reasonLines(out: Output, reason: Reason, indent = 2): string[] {
  const { colours, columns } = out;
  const left = ' '.repeat(indent);
  const colour = reason.outcome === 'block' ? colours.red : colours.yellow;
  return [
    `${left}${colour(`${reason.gate} / ${reason.code}`)}`,
    ...wrap(`${left}  ${reason.message}`, columns),
    ...out.pairs(
      [
        reason.rule === null ? undefined : ['rule', reason.rule],
        reason.field === null ? undefined : ['field', reason.field],
        reason.facts.length === 0 ? undefined : ['fact', reason.facts.join('\n')],
        reason.admissible === '' ? undefined : ['admissible', reason.admissible],
      ],
      indent + 2,
    ),
  ];
}

/** Every reason, with a line between them. */
export const reasonsLines = (out: Output, reasons: readonly Reason[], indent = 2): string[] =>
  reasons.flatMap((reason) => ['', ...reasonLines(out, reason, indent)]);
