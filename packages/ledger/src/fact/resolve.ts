import { EaapError, ResolveRequest, validate, type Conflict } from '@eaap/protocol';
import type { Actor } from '../identity/authenticate.ts';
import type { Ledger } from '../unit/types.ts';
import { toWireConflict, type ConflictRecord, type Resolution } from './conflict-record.ts';
import { checkVersion, requireConflict, requireFact, requireVersion, scrubReason } from './find.ts';
import type { FactRecord } from './record.ts';
import { challengeRivals, closeMoot, settle, standingOf } from './settle.ts';
import { isLive } from './states.ts';
import { RECORD_OF_STATUS, writeNextFact, writeResolved, type Work } from './write.ts';

type Fate = 'active' | 'superseded' | 'retracted';

/** What becomes of incumbent and challenger. */
const FATES: Readonly<Record<Resolution, readonly [incumbent: Fate, challenger: Fate]>> = {
  keep: ['active', 'superseded'],
  replace: ['superseded', 'active'],
  keep_both: ['active', 'active'],
  retract: ['retracted', 'retracted'],
};

/**
 * Decides a conflict: an approver keeps the incumbent, replaces it by the challenger, keeps both or retracts both. A
 * fact that is in another open conflict stays disputed until that is decided as well, and a conflict that has lost a
 * side by this decision is closed.
 *
 * @param expected - The version of the conflict that was looked at.
 * @param body - A resolve request; it is validated here.
 * @throws EaapError `precondition-required`, `not-found`, `erased`, `already-resolved`, `version-mismatch`; `locked`
 * when a locked incumbent would lose its place or its being the only one; `invalid-transition` when a side that is to
 * stand does not count any more.
 * @see RFC-0001 section 6.4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, openLedger, resolveConflict, storeFact } from '@eaap/ledger';
 *
 * const [clock, entropy] = [systemClock(), systemEntropy()];
 * const store = await openSqlite({ path: ':memory:' });
 * const keys = memoryKeyStore({ clock, entropy });
 * const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
 * await bootstrap(ledger);
 * await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
 * const sources = [{ kind: 'system' as const, id: 'shop' }];
 * const wanted = { principal: 'shop', owner: 'ada', roles: ['recorder' as const, 'approver' as const], sources };
 * const made = await ledger.write('acme', 'root', (unit) => createKey(ledger, unit, wanted));
 * const actor = await authenticate(ledger, made.key);
 * const source = { kind: 'system' as const, id: 'shop', observed_at: '2024-01-31T09:30:00.000Z' };
 * const order = { subject: 'order:7', attribute: 'total', source };
 *
 * await storeFact(ledger, actor, { ...order, value: 12 });
 * const refused = await storeFact(ledger, actor, { ...order, value: 13 }).catch((error) => error);
 * const decision = { resolution: 'keep' as const, reason: 'The invoice says 12.' };
 * const conflict = await resolveConflict(ledger, actor, refused.extras.conflict_id, 1, decision);
 * assert.equal(conflict.status, 'resolved');
 * await store.close();
 * ```
 */
export async function resolveConflict(
  ledger: Ledger,
  actor: Actor,
  id: string,
  expected: number | undefined,
  body: ResolveRequest,
): Promise<Conflict> {
  const named = requireVersion('conflict', expected);
  const { resolution, reason } = validate(ResolveRequest, body);
  const clean = await scrubReason(ledger, actor.namespace, reason);
  return ledger.write(actor.namespace, actor.principal, async (unit) => {
    const work = { unit, sealer: ledger.sealer };
    const conflict = await requireConflict(unit, ledger.sealer, id);
    if (conflict.status === 'resolved') {
      throw new EaapError(
        'already-resolved',
        `Conflict ${id} was resolved with ${conflict.resolution ?? ''}.`,
      );
    }
    checkVersion('conflict', named, conflict.version);
    const incumbent = await requireFact(unit, ledger.sealer, conflict.incumbent);
    const challenger = await requireFact(unit, ledger.sealer, conflict.challenger);
    checkDecision(conflict, resolution, incumbent, challenger);
    const { record } = await writeResolved(work, conflict, resolution, resolution, clean);
    await apply(work, resolution, incumbent, challenger);
    return toWireConflict(record);
  });
}

function checkDecision(
  { id }: ConflictRecord,
  resolution: Resolution,
  incumbent: FactRecord,
  challenger: FactRecord,
): void {
  if (incumbent.locked && resolution !== 'keep') {
    throw new EaapError(
      'locked',
      `The incumbent, fact ${incumbent.id}, is locked: conflict ${id} can be resolved with keep alone until it is unlocked.`,
    );
  }
  const [incumbentFate, challengerFate] = FATES[resolution];
  for (const [fact, fate] of [
    [incumbent, incumbentFate],
    [challenger, challengerFate],
  ] as const) {
    if (fate !== 'active' || isLive(fact.status)) continue;
    throw new EaapError(
      'invalid-transition',
      `Fact ${fact.id} is ${fact.status} and cannot become active: conflict ${id} cannot be resolved with ${resolution}.`,
      { from: fact.status, to: 'active' },
    );
  }
}

async function apply(
  work: Work,
  resolution: Resolution,
  incumbent: FactRecord,
  challenger: FactRecord,
): Promise<void> {
  const [incumbentFate, challengerFate] = FATES[resolution];
  for (const [fact, fate] of [
    [incumbent, incumbentFate],
    [challenger, challengerFate],
  ] as const) {
    if (fate === 'active' || !isLive(fact.status)) continue;
    const { record } = await writeNextFact(work, fact, { status: fate }, RECORD_OF_STATUS[fate]);
    await closeMoot(work, record);
  }
  if (challengerFate === 'active') await admit(work, challenger.id);
  if (incumbentFate === 'active') await settle(work, incumbent.id);
}

/** Lets a challenger count. */
async function admit(work: Work, id: string): Promise<void> {
  const { unit, sealer } = work;
  const challenger = await requireFact(unit, sealer, id);
  await challengeRivals(work, challenger);
  const status = await standingOf(work, challenger);
  if (!challenger.aside && status === challenger.status) return;
  await writeNextFact(work, challenger, { aside: false, status }, RECORD_OF_STATUS[status]);
}
