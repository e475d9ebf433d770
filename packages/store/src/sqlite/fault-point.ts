import { EaapError } from '@eaap/protocol';
import { storageFault } from './faults.ts';

/** A step of the engine at which a failure can be simulated. */
export type FaultPoint = 'begin' | 'insert' | 'update' | 'delete' | 'commit' | 'read';

/** Called before each step; what it throws is taken as the engine's own failure there. Nothing but a test injects one. */
export type FaultInjector = (point: FaultPoint, table?: string) => void;

/** Asks the injector, if there is one, and makes a storage problem of whatever it throws. */
export function injected(fault: FaultInjector | undefined, point: FaultPoint, table?: string): void {
  if (fault === undefined) return;
  try {
    fault(point, table);
  } catch (thrown) {
    if (thrown instanceof EaapError) throw thrown;
    if (typeof (thrown as { errcode?: unknown } | null)?.errcode === 'number') throw storageFault(thrown);
    throw new EaapError(
      'storage-unavailable',
      'The storage does not answer. Nothing was written.',
      {},
      { cause: thrown },
    );
  }
}
