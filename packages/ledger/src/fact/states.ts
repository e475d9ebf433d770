import { EaapError, type FactStatus } from '@eaap/protocol';

/** What a fact may become. Erasure is no transition: it leaves no row to have a state. */
const FACT_TRANSITIONS: Readonly<Record<FactStatus, readonly FactStatus[]>> = {
  active: ['active', 'superseded', 'disputed', 'retracted'],
  disputed: ['active', 'disputed', 'superseded', 'retracted'],
  superseded: [],
  retracted: [],
  erased: [],
};

/** Whether a fact in this state still counts: it can be contradicted, reinforced, selected. */
export const isLive = (status: FactStatus): boolean => status === 'active' || status === 'disputed';

/**
 * Refuses a change of state that the table does not hold.
 *
 * @throws EaapError `invalid-transition`
 */
export function checkTransition(id: string, from: FactStatus, to: FactStatus): void {
  if (FACT_TRANSITIONS[from].includes(to)) return;
  throw new EaapError('invalid-transition', `Fact ${id} is ${from} and cannot become ${to}.`, { from, to });
}
