import type { Mutant } from '../types.ts';
import { misjudge, rejudged } from './lib/deciding.ts';

/** Broken in what a limit counts. */
export const HARD_LIMIT_MUTANTS: readonly Mutant[] = [
  {
    id: 'gives-back-for-less-than-nothing',
    breaks: ['EAAP-0001-080'],
    invariant: [],
    description: 'Takes a negative amount off what was used of a quota, whatever comes of the action.',
    expected: ['judgment.limit-negative'],
    change: (parts) => {
      const credited = new Set<string>();
      return misjudge((judgment, { action, namespace, principal }) => {
        const amount = (action.parameters['amount'] as { amount?: unknown } | undefined)?.amount;
        const account = `${namespace} ${principal}`;
        if (typeof amount === 'string' && amount.startsWith('-')) credited.add(account);
        if (!credited.has(account)) return judgment;
        return rejudged(judgment, (reason) => (reason.code === 'over-quota' ? undefined : reason));
      })(parts);
    },
  },
];
