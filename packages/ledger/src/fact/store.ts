import type { StoreRequest, StoreResponse } from '@eaap/protocol';
import { EaapError } from '@eaap/protocol';
import { getTrust } from '../configuration/trust.ts';
import type { Actor } from '../identity/authenticate.ts';
import type { Ledger } from '../unit/types.ts';
import { checkTimes, rate, readAssertion, type Assertion, type Rated } from './claim.ts';
import { contradict } from './contradict.ts';
import { byWeight, hasLapsed, liveAt, liveWith, sameValue } from './live.ts';
import { toWireFact, type FactRecord } from './record.ts';
import { repeat } from './reinforce.ts';
import { openConflictsOf } from './settle.ts';
import { writeNewFact, writeNextFact, type Work } from './write.ts';

/** The answer to a store request that was not refused. */
export interface StoreAnswer {
  /** 201 for a new fact, 200 for the same value again. */
  readonly status: 200 | 201;
  readonly body: StoreResponse;
}

type Stored = { readonly result: StoreResponse['result']; readonly fact: FactRecord; readonly seq: number };

/**
 * Stores a fact: checks its form, then its source, replaces personal data, looks for a contradiction, encrypts, and
 * writes a new version with its log record, all in one transaction. Nothing is ever overwritten.
 *
 * @param request - A store request as it came in; it is validated here.
 * @throws EaapError `conflict` or `locked` when it contradicts a fact that counts: by then the contradiction is durably
 * on record under `extras.conflict_id`, with `extras.incumbent` and `extras.status` (`open` or `noted`).
 * @throws EaapError `invalid-request`, `identity-mismatch`, `source-required`, `source-not-permitted`,
 * `observed-in-future`, `payload-too-large`, `detector-unavailable`; then nothing was stored.
 * @see RFC-0001 section 6
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, openLedger, storeFact } from '@eaap/ledger';
 *
 * const [clock, entropy] = [systemClock(), systemEntropy()];
 * const store = await openSqlite({ path: ':memory:' });
 * const keys = memoryKeyStore({ clock, entropy });
 * const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
 * await bootstrap(ledger);
 * await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
 * const sources = [{ kind: 'system' as const, id: 'shop' }];
 * const wanted = { principal: 'shop', owner: 'ada', roles: ['recorder' as const], sources };
 * const made = await ledger.write('acme', 'root', (unit) => createKey(ledger, unit, wanted));
 * const actor = await authenticate(ledger, made.key);
 * const source = { kind: 'system' as const, id: 'shop', observed_at: '2024-01-31T09:30:00.000Z' };
 * const order = { subject: 'order:7', attribute: 'total', source };
 *
 * const { status, body } = await storeFact(ledger, actor, { ...order, value: 12 });
 * assert.equal(status, 201);
 * assert.equal(body.fact.trust, 'verified');
 * await assert.rejects(storeFact(ledger, actor, { ...order, value: 13 }), /Both are disputed/);
 * await store.close();
 * ```
 */
export async function storeFact(ledger: Ledger, actor: Actor, request: StoreRequest): Promise<StoreAnswer> {
  const assertion = await readAssertion(ledger, actor, request);
  // A refusal is returned and thrown afterwards: thrown inside, it would undo the record of the contradiction.
  const done = await ledger.write(actor.namespace, actor.principal, async (unit) => {
    checkTimes(assertion, unit.now);
    const { trust } = await getTrust(unit);
    const work = { unit, sealer: ledger.sealer };
    const many = trust.many.includes(assertion.attribute);
    return place(work, assertion, rate(trust, assertion), many);
  });
  if (done instanceof EaapError) throw done;
  return {
    status: done.result === 'stored' ? 201 : 200,
    body: {
      result: done.result,
      fact: toWireFact(done.fact),
      scrubbed: assertion.scrubbed.map((found) => ({ ...found })),
      seq: done.seq,
    },
  };
}

async function place(
  work: Work,
  assertion: Assertion,
  rated: Rated,
  many: boolean,
): Promise<Stored | EaapError> {
  const { now } = work.unit;
  const live = await (many ? liveWith(work, assertion) : liveAt(work, assertion));
  const lapsed = live.filter((fact) => hasLapsed(fact, now));
  const standing = live.filter((fact) => !hasLapsed(fact, now));
  const isSame = (fact: FactRecord): boolean => sameValue(fact.value, assertion.value);
  const others = many ? [] : standing.filter((fact) => !isSame(fact));
  const [same] = standing.filter(isSame).sort(byWeight);
  // A challenger in an open conflict is not strengthened by being repeated: that is the same challenge again.
  if (same !== undefined && (others.length === 0 || !(await isChallenger(work, same)))) {
    return repeat(work, same, assertion, rated);
  }
  if (others.length > 0) return contradict(work, assertion, rated, others);
  for (const fact of lapsed) {
    await writeNextFact(work, fact, { status: 'superseded' }, 'fact.superseded');
  }
  const { subject, attribute, value, statement, about, source } = assertion;
  const { record, log } = await writeNewFact(work, {
    ...{ subject, attribute, value, about, source },
    ...(statement === undefined ? {} : { statement }),
    ...rated,
    valid_until: assertion.valid_until ?? null,
    status: 'active',
    aside: false,
  });
  return { result: 'stored', fact: record, seq: log.seq };
}

async function isChallenger(work: Work, fact: FactRecord): Promise<boolean> {
  if (fact.status !== 'disputed') return false;
  return (await openConflictsOf(work, fact)).some(({ challenger }) => challenger === fact.id);
}
