import type { Mutant } from '../types.ts';
import { misread } from './lib/deciding.ts';

/** As the reference was until it was judged with more reasons than a person usually sees. */
export const mutants: readonly Mutant[] = [
  {
    id: 'approves-sixty-four-reasons',
    breaks: ['EAAP-0001-106'],
    invariant: [13],
    description: 'Judges with the first 64 reasons of an approval.',
    expected: ['admission.approval-of-many-reasons'],
    change: misread((input) => ({
      ...input,
      approvals: input.approvals.map((one) => ({ ...one, reasons: one.reasons.slice(0, 64) })),
    })),
  },
];
