import type { EscalationsResponse, OutcomeRequest } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { handling } from './lib/deciding.ts';

/** Broken as only a sequence of requests shows. */
export const SEQUENCE_MUTANTS: readonly Mutant[] = [
  {
    id: 'waits-for-the-erased',
    breaks: ['EAAP-0008-022'],
    invariant: [7],
    description: 'Records that silence has ended over a commit that was erased.',
    expected: ['admission.outcome-of-erased'],
    change: handling<OutcomeRequest>('outcome', async ({ context: { ledger }, actor, call, next }) => {
      const { evaluation } = call.body;
      const { namespace } = actor;
      const row = await ledger.read(namespace, ({ tx }) => tx.get('evaluations', { id: evaluation }));
      if (row?.status === 'erased' && row.committed_at !== null)
        await ledger.write(namespace, 'gateway', (unit) =>
          unit.append({
            type: 'outcome.unknown',
            object: `evaluation:${evaluation}`,
            evaluation,
            reason: 'unknown',
          }),
        );
      return next();
    }),
  },
  {
    id: 'lists-no-erased',
    breaks: ['EAAP-0009-017'],
    invariant: [13],
    description: 'Leaves erased escalations out of the list of them.',
    expected: ['admission.escalation-erased'],
    change: handling('escalations', async ({ next }) => {
      const answer = await next();
      const { escalations, next: cursor } = answer.body as EscalationsResponse;
      const shown = escalations.filter(({ status }) => status !== 'erased');
      return { ...answer, body: { escalations: shown, next: cursor } };
    }),
  },
];
