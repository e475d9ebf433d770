import { EaapError, type Fact, type ReasonRequest } from '@eaap/protocol';
import type { Actor } from '../identity/authenticate.ts';
import type { Ledger } from '../unit/types.ts';
import { checkVersion, readReason, requireFact, requireVersion } from './find.ts';
import { toWireFact, type FactRecord } from './record.ts';
import { closeMoot, standingOf } from './settle.ts';
import { isLive } from './states.ts';
import { writeNextFact, type Work } from './write.ts';

type Change = (work: Work, fact: FactRecord, reason: string) => Promise<FactRecord>;

/** What is the same for every change by hand: the reason, the version, one transaction. */
async function change(
  ledger: Ledger,
  actor: Actor,
  id: string,
  expected: number | undefined,
  body: ReasonRequest,
  make: Change,
): Promise<Fact> {
  const named = requireVersion('fact', expected);
  const reason = await readReason(ledger, actor.namespace, body);
  return ledger.write(actor.namespace, actor.principal, async (unit) => {
    const fact = await requireFact(unit, ledger.sealer, id);
    checkVersion('fact', named, fact.version);
    return toWireFact(await make({ unit, sealer: ledger.sealer }, fact, reason));
  });
}

const refuse = (fact: FactRecord, why: string): EaapError =>
  new EaapError('invalid-transition', `Fact ${fact.id} ${why}.`, { from: fact.status });

/**
 * Locks a fact (invariant 10): no action and no other fact may go against it until it is unlocked. A disputed fact
 * cannot be locked: its conflict is to be resolved first.
 *
 * @param expected - The version of the fact that was looked at.
 * @param body - A reason request; it is validated here.
 * @throws EaapError `precondition-required`, `not-found`, `erased`, `version-mismatch`, `invalid-transition`.
 * @see RFC-0001 section 6.6
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, lockFact, openLedger, storeFact, unlockFact } from '@eaap/ledger';
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
 * const { body } = await storeFact(ledger, actor, { ...order, value: 12 });
 * const locked = await lockFact(ledger, actor, body.fact.id, 1, { reason: 'Agreed with the customer.' });
 * assert.equal(locked.locked, true);
 * await assert.rejects(storeFact(ledger, actor, { ...order, value: 13 }), /is locked/);
 * const unlocked = await unlockFact(ledger, actor, body.fact.id, 2, { reason: 'Agreed anew.' });
 * assert.equal(unlocked.status, 'disputed');
 * await store.close();
 * ```
 */
export const lockFact = (
  ledger: Ledger,
  actor: Actor,
  id: string,
  expected: number | undefined,
  body: ReasonRequest,
): Promise<Fact> =>
  change(ledger, actor, id, expected, body, async (work, fact, reason) => {
    if (fact.locked) throw refuse(fact, 'is locked already');
    if (fact.status !== 'active') throw refuse(fact, `is ${fact.status} and cannot be locked`);
    return (await writeNextFact(work, fact, { locked: true }, 'fact.locked', reason)).record;
  });

/**
 * Unlocks a fact. One that was contradicted while it was locked is disputed from now on.
 *
 * @param expected - The version of the fact that was looked at.
 * @param body - A reason request; it is validated here.
 * @throws EaapError `precondition-required`, `not-found`, `erased`, `version-mismatch`, `invalid-transition`.
 * @see RFC-0001 section 6.6
 */
export const unlockFact = (
  ledger: Ledger,
  actor: Actor,
  id: string,
  expected: number | undefined,
  body: ReasonRequest,
): Promise<Fact> =>
  change(ledger, actor, id, expected, body, async (work, fact, reason) => {
    if (!fact.locked) throw refuse(fact, 'is not locked');
    const status = await standingOf(work, { ...fact, locked: false });
    return (await writeNextFact(work, fact, { locked: false, status }, 'fact.unlocked', reason)).record;
  });

/**
 * Retracts a fact: it is kept and no longer counts. An open conflict it was a side of is closed, and the other side
 * stands unless a further conflict disputes it.
 *
 * @param expected - The version of the fact that was looked at.
 * @param body - A reason request; it is validated here.
 * @throws EaapError `precondition-required`, `not-found`, `erased`, `version-mismatch`, `locked`, `invalid-transition`.
 * @see RFC-0001 section 6.6
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, openLedger, retractFact, storeFact } from '@eaap/ledger';
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
 * const { body } = await storeFact(ledger, actor, { ...order, value: 12 });
 * const retracted = await retractFact(ledger, actor, body.fact.id, 1, { reason: 'A typing error.' });
 * assert.equal(retracted.status, 'retracted');
 * await store.close();
 * ```
 */
export const retractFact = (
  ledger: Ledger,
  actor: Actor,
  id: string,
  expected: number | undefined,
  body: ReasonRequest,
): Promise<Fact> =>
  change(ledger, actor, id, expected, body, async (work, fact, reason) => {
    if (!isLive(fact.status)) throw refuse(fact, `is ${fact.status} and cannot be retracted`);
    if (fact.locked) throw new EaapError('locked', `Fact ${id} is locked. Unlock it first.`);
    const { record } = await writeNextFact(work, fact, { status: 'retracted' }, 'fact.retracted', reason);
    await closeMoot(work, record);
    return record;
  });
