import { EaapError } from '@eaap/protocol';
import type { RouteId } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { all, handling, type Called, type Change } from './lib/deciding.ts';

/** Says of a row of another namespace that it is there. */
const telling = (
  route: RouteId,
  table: 'evaluations' | 'escalations',
  idOf: (called: Called<never>) => string,
): Change =>
  handling<never>(route, async (called) => {
    try {
      return await called.next();
    } catch (error) {
      const { store } = called.context.ledger.parts;
      for (const namespace of await store.namespaces()) {
        const row = await store.read(namespace, (tx) => tx.get(table, { id: idOf(called) }));
        if (row !== undefined && namespace !== called.actor.namespace)
          throw new EaapError('forbidden', 'This belongs to another namespace.');
      }
      throw error;
    }
  });

const byPath = ({ call }: Called<never>): string => call.params['id'] ?? '';

/** Broken in what one namespace learns of another. */
export const HARD_FOREIGN_MUTANTS: readonly Mutant[] = [
  {
    id: 'foreign-decisions-forbidden',
    breaks: ['EAAP-0008-025'],
    invariant: [4],
    description: 'Forbids what belongs to another namespace instead of not knowing it.',
    expected: ['actors.foreign-decision'],
    change: all(
      telling('evaluation', 'evaluations', byPath),
      telling('escalation', 'escalations', byPath),
      telling('approve', 'escalations', byPath),
      telling('deny', 'escalations', byPath),
    ),
  },
];
