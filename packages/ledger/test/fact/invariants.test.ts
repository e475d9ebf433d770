import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EaapError } from '@eaap/protocol';
import {
  getFact,
  lockFact,
  openFact,
  resolveConflict,
  retractFact,
  subjectIndex,
  unlockFact,
  verifyDatabase,
  type FactRecord,
  type Resolution,
} from '../../src/index.ts';
import { AGENT, APPROVER, bot, human, RECORDER, system, vault, type Vault } from './support.ts';

const RESOLUTIONS: readonly Resolution[] = ['keep', 'replace', 'keep_both', 'retract'];

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('store'), n: fc.nat(3), who: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('resolve'), n: fc.nat(30), who: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lock'), n: fc.nat(30), who: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unlock'), n: fc.nat(30), who: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retract'), n: fc.nat(30), who: fc.nat() }) },
);

async function take(v: Vault, subject: string, s: { do: string; n: number; who: number }): Promise<void> {
  const { facts, conflicts } = await everything(v, subject);
  const why = { reason: 'because' };
  if (s.do === 'store') {
    const source = [human, system, bot][s.who] ?? bot;
    await v.store(s.n, { subject, source, by: source === bot ? AGENT : RECORDER });
  } else if (s.do === 'resolve') {
    const conflict = conflicts[s.n % Math.max(1, conflicts.length)];
    const resolution = RESOLUTIONS[s.who] ?? 'keep';
    if (conflict !== undefined) {
      await resolveConflict(v.ledger, APPROVER, conflict.id, conflict.version, { resolution, ...why });
    }
  } else {
    const fact = facts[s.n % Math.max(1, facts.length)];
    const change = { lock: lockFact, unlock: unlockFact, retract: retractFact }[s.do];
    if (fact !== undefined) await change?.(v.ledger, APPROVER, fact.id, fact.version, why);
  }
}

/** The newest version of every fact of a subject, and every conflict. */
async function everything(v: Vault, subject: string) {
  const subject_index = await subjectIndex(v.ledger.sealer, 'acme', subject);
  return v.ledger.read('acme', async ({ tx }) => {
    const newest = new Map<string, FactRecord>();
    for (const row of await tx.select('facts', { where: { subject_index } })) {
      const fact = await openFact(v.ledger.sealer, 'acme', row);
      assert.equal(fact.version, (newest.get(fact.id)?.version ?? 0) + 1, 'versions follow one another');
      const before = newest.get(fact.id);
      if (before !== undefined) assert.equal(before.current, false, 'one version counts');
      newest.set(fact.id, fact);
    }
    const ids = new Set(newest.keys());
    const conflicts = (await tx.select('conflicts')).filter(({ incumbent }) => ids.has(incumbent));
    return { facts: [...newest.values()], conflicts };
  });
}

test('whatever is done, nothing contradicts anything in silence', async (t) => {
  const v = await vault(t);
  let order = 100;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const subject = `order:${++order}`;
      for (const s of steps) {
        v.clock.advance(1);
        await take(v, subject, s).catch((error: unknown) => {
          assert.ok(error instanceof EaapError && error.status < 500, String(error));
        });
        const { facts, conflicts } = await everything(v, subject);
        const open = conflicts.filter(({ status }) => status === 'open');
        const names = (id: string) => open.some((c) => c.incumbent === id || c.challenger === id);
        const live = facts.filter(({ current }) => current);
        for (const fact of facts) {
          assert.equal(fact.current, ['active', 'disputed'].includes(fact.status) && !fact.aside);
          if (fact.locked) assert.equal(fact.status, 'active');
          else if (fact.current) assert.equal(fact.status, names(fact.id) ? 'disputed' : 'active', fact.id);
          if (fact.source.kind === 'agent') assert.equal(fact.trust, 'untrusted');
        }
        for (const { incumbent, challenger } of open) {
          assert.ok([incumbent, challenger].every((id) => live.some((fact) => fact.id === id)));
        }
        const active = live.filter(({ status }) => status === 'active');
        for (const a of active) {
          for (const b of active) {
            if (a.id >= b.id || a.value === b.value) continue;
            const between = conflicts.filter(
              (c) => [c.incumbent, c.challenger].sort().join() === [a.id, b.id].join(),
            );
            const settled = between.some((c) => c.resolution === 'keep_both');
            assert.ok(settled, `${a.id} and ${b.id} stand side by side`);
          }
        }
        for (const fact of facts) await getFact(v.ledger, RECORDER, fact.id);
      }
    }),
    { numRuns: 60 },
  );
  assert.deepEqual(verifyDatabase(v.path, { verifierKey: v.ledger.verifierKey }).ok, true);
});
