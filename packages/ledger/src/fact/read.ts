import type { Conflict, Fact } from '@eaap/protocol';
import type { Actor } from '../identity/authenticate.ts';
import type { Ledger } from '../unit/types.ts';
import { toWireConflict } from './conflict-record.ts';
import { requireConflict, requireFact } from './find.ts';
import { toWireFact } from './record.ts';

/**
 * A fact in its newest version.
 *
 * @throws EaapError `not-found`, also for a fact of another namespace; `erased`; `storage-corrupt` when it was changed
 * in the storage.
 * @see RFC-0001 section 6
 */
export function getFact(ledger: Ledger, actor: Actor, id: string): Promise<Fact> {
  return ledger.read(actor.namespace, async (view) => toWireFact(await requireFact(view, ledger.sealer, id)));
}

/**
 * A conflict, as it stands.
 *
 * @throws EaapError `not-found`, also for a conflict of another namespace; `erased`; `storage-corrupt` when it was
 * changed in the storage.
 * @see RFC-0001 section 6.3
 */
export function getConflict(ledger: Ledger, actor: Actor, id: string): Promise<Conflict> {
  return ledger.read(actor.namespace, async (view) =>
    toWireConflict(await requireConflict(view, ledger.sealer, id)),
  );
}
