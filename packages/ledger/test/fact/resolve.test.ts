import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime } from '@eaap/protocol';
import {
  getConflict,
  getFact,
  loadConflicts,
  lockFact,
  resolveConflict,
  retractFact,
  unlockFact,
  type Resolution,
} from '../../src/index.ts';
import { AGENT, APPROVER, bot, human, RECORDER, refuses, START, vault, type Vault } from './support.ts';

const why = { reason: 'checked' };
const state = async (v: Vault, id: string) => (await getFact(v.ledger, RECORDER, id)).status;
const resolve = (v: Vault, id: string, resolution: Resolution, version: number | undefined = 1) =>
  resolveConflict(v.ledger, APPROVER, id, version, { resolution, ...why });
const openOnes = (v: Vault) =>
  v.ledger.read('acme', (view) => loadConflicts(view, v.ledger.sealer, { subject: 'order:7' }));

/** A conflict of 12 against 13. */
async function contested(v: Vault, weak = false) {
  const { body } = await v.store(12);
  const error = await v.refused(13, weak ? { source: bot, by: AGENT } : {});
  const conflict = await getConflict(v.ledger, RECORDER, String(error.extras['conflict_id']));
  return { conflict: conflict.id, incumbent: body.fact.id, challenger: conflict.challenger };
}

for (const [resolution, incumbentState, challengerState] of [
  ['keep', 'active', 'superseded'],
  ['replace', 'superseded', 'active'],
  ['keep_both', 'active', 'active'],
  ['retract', 'retracted', 'retracted'],
] as const) {
  for (const weak of [false, true]) {
    test(`${resolution} of ${weak ? 'a noted' : 'an open'} conflict`, async (t) => {
      const v = await vault(t);
      const { conflict, incumbent, challenger } = await contested(v, weak);
      v.clock.advance(7);
      const resolved = await resolve(v, conflict, resolution);
      assert.deepEqual(
        [resolved.status, resolved.version, resolved.resolution, resolved.resolver, resolved.resolved_at],
        ['resolved', 2, resolution, 'approver', formatTime(START + 7)],
      );
      assert.deepEqual(await getConflict(v.ledger, RECORDER, conflict), resolved);
      assert.deepEqual(
        [await state(v, incumbent), await state(v, challenger)],
        [incumbentState, challengerState],
      );
      assert.deepEqual(await openOnes(v), []);
      assert.ok((await v.log()).includes(`conflict.resolved conflict1@2 ${resolution}`));
    });
  }
}

test('a conflict is resolved once, in the version that was looked at', async (t) => {
  const v = await vault(t);
  const { conflict } = await contested(v);
  const call = (expected: number | undefined) =>
    resolveConflict(v.ledger, APPROVER, conflict, expected, { resolution: 'keep', ...why });
  await refuses(call(undefined), 'precondition-required', /which version of the conflict/);
  await refuses(call(2), 'version-mismatch', /has version 1, not 2/);
  await call(1);
  await refuses(call(undefined), 'precondition-required', /which version of the conflict/);
  await refuses(call(2), 'already-resolved', /was resolved with keep/);
  await refuses(call(1), 'already-resolved', /was resolved with keep/);
  await refuses(resolve(v, '018bcfe5-6800-7000-8000-000000000000', 'keep'), 'not-found', /no such conflict/);
  const bad = { resolution: 'forget', reason: 'x' } as never;
  await refuses(
    resolveConflict(v.ledger, APPROVER, conflict, 1, bad),
    'invalid-request',
    /must be one of keep/,
  );
});

test('two approvers at once: one decides', async (t) => {
  const v = await vault(t);
  const { conflict, incumbent, challenger } = await contested(v);
  const results = await Promise.allSettled([resolve(v, conflict, 'keep'), resolve(v, conflict, 'replace')]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  assert.deepEqual([await state(v, incumbent), await state(v, challenger)], ['active', 'superseded']);
});

test('a locked incumbent leaves keep alone', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12);
  await lockFact(v.ledger, APPROVER, body.fact.id, 1, why);
  const id = String((await v.refused(13)).extras['conflict_id']);
  for (const resolution of ['replace', 'keep_both', 'retract'] as const) {
    await refuses(resolve(v, id, resolution), 'locked', /with keep alone until it is unlocked/);
  }
  assert.equal((await getConflict(v.ledger, RECORDER, id)).status, 'open');
  await resolve(v, id, 'keep');
  const kept = await getFact(v.ledger, RECORDER, body.fact.id);
  assert.deepEqual([kept.status, kept.locked, kept.version], ['active', true, 2]);
});

test('a conflict that has lost a side is closed, and what is left stays disputed while anything disputes it', async (t) => {
  const v = await vault(t);
  const { conflict, incumbent, challenger } = await contested(v);
  await v.refused(14);
  const [, , third] = await openOnes(v);
  assert.ok(third !== undefined);
  await resolve(v, conflict, 'replace');
  assert.equal(await state(v, incumbent), 'superseded');
  assert.equal(await state(v, challenger), 'disputed');
  const left = await openOnes(v);
  assert.deepEqual(
    left.map((c) => [c.incumbent, c.challenger]),
    [[challenger, third.challenger]],
  );
  assert.ok((await v.log()).some((line) => /^conflict\.resolved conflict\d@2 moot$/.test(line)));
  await resolve(v, left[0]?.id ?? '', 'keep');
  assert.deepEqual([await state(v, challenger), await state(v, third.challenger)], ['active', 'superseded']);
});

test('a challenger let in late is set against what has come to stand since', async (t) => {
  const v = await vault(t);
  const { conflict, incumbent, challenger } = await contested(v, true);
  await retractFact(v.ledger, APPROVER, incumbent, 1, why);
  const next = await v.store(15, { source: human });
  await refuses(resolve(v, conflict, 'keep'), 'invalid-transition', /is retracted and cannot become active/);
  await refuses(
    resolve(v, conflict, 'keep_both'),
    'invalid-transition',
    /is retracted and cannot become active/,
  );
  await resolve(v, conflict, 'replace');
  assert.deepEqual([await state(v, challenger), await state(v, next.body.fact.id)], ['disputed', 'disputed']);
  const [open] = await openOnes(v);
  assert.deepEqual([open?.incumbent, open?.challenger], [next.body.fact.id, challenger]);
});

test('facts that were let stand side by side are not set against each other again', async (t) => {
  const v = await vault(t);
  const { conflict, incumbent, challenger } = await contested(v);
  await resolve(v, conflict, 'keep_both');
  const error = await v.refused(14);
  assert.equal((await openOnes(v)).length, 2);
  await resolve(v, String(error.extras['conflict_id']), 'keep');
  assert.deepEqual(await openOnes(v), []);
  assert.deepEqual([await state(v, incumbent), await state(v, challenger)], ['active', 'active']);
  const again = await v.store(12);
  assert.equal(again.body.result, 'reinforced');
});

test('a fact is unlocked into the dispute that waited for it', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12);
  await lockFact(v.ledger, APPROVER, body.fact.id, 1, why);
  const id = String((await v.refused(13)).extras['conflict_id']);
  const unlocked = await unlockFact(v.ledger, APPROVER, body.fact.id, 2, why);
  assert.deepEqual([unlocked.locked, unlocked.status, unlocked.version], [false, 'disputed', 3]);
  await resolve(v, id, 'replace');
  assert.equal(await state(v, body.fact.id), 'superseded');
});
