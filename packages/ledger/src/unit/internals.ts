import { EaapError } from '@eaap/protocol';
import type { Ledger, Unit } from './types.ts';

/** How a transaction is opened: as everybody's, to found a namespace, or to accept the clock as it is. */
export type Mode = 'ordinary' | 'founding' | 'rebasing';

/** What a ledger offers its own package alone. */
export interface Internals {
  transact<T>(
    mode: Mode,
    namespace: string,
    principal: string,
    work: (unit: Unit, fault: string | undefined) => Promise<T>,
  ): Promise<T>;
}

const internals = new WeakMap<Ledger, Internals>();

export function keepInternals(ledger: Ledger, own: Internals): Ledger {
  internals.set(ledger, own);
  return ledger;
}

export function internalsOf(ledger: Ledger): Internals {
  const own = internals.get(ledger);
  if (own === undefined) throw new EaapError('internal', 'This is not a ledger that openLedger gave.');
  return own;
}
