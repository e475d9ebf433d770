import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getConflict, getFact, lockFact, resolveConflict, retractFact, unlockFact } from '../../src/index.ts';
import { AGENT, APPROVER, bot, human, RECORDER, refuses, vault } from './support.ts';

const why = { reason: 'agreed with the customer' };

test('a fact is locked and unlocked, each a version and a record', async (t) => {
  const v = await vault(t);
  const { id } = (await v.store(12)).body.fact;
  const locked = await lockFact(v.ledger, APPROVER, id, 1, why);
  assert.deepEqual([locked.locked, locked.version, locked.value], [true, 2, 12]);
  await refuses(lockFact(v.ledger, APPROVER, id, 2, why), 'invalid-transition', /is locked already/);
  await refuses(retractFact(v.ledger, APPROVER, id, 2, why), 'locked', /Unlock it first/);
  const unlocked = await unlockFact(v.ledger, APPROVER, id, 2, why);
  assert.deepEqual([unlocked.locked, unlocked.version], [false, 3]);
  await refuses(unlockFact(v.ledger, APPROVER, id, 3, why), 'invalid-transition', /is not locked/);
  assert.deepEqual(await v.log(), ['fact.stored fact1@1', 'fact.locked fact1@2', 'fact.unlocked fact1@3']);
});

test('a change names the version it means, and gives a reason', async (t) => {
  const v = await vault(t);
  const { id } = (await v.store(12)).body.fact;
  for (const change of [lockFact, unlockFact, retractFact]) {
    await refuses(
      change(v.ledger, APPROVER, id, undefined, why),
      'precondition-required',
      /version of the fact/,
    );
    const stale = await refuses(
      change(v.ledger, APPROVER, id, 2, why),
      'version-mismatch',
      /version 1, not 2/,
    );
    assert.equal(stale.extras['current'], 1);
    await refuses(
      change(v.ledger, APPROVER, id, 1, {} as never),
      'invalid-request',
      /lacks the member "reason"/,
    );
    await refuses(change(v.ledger, APPROVER, 'nothing', 1, why), 'not-found', /no such fact/);
  }
  assert.equal((await getFact(v.ledger, RECORDER, id)).version, 1);
});

test('a disputed fact cannot be locked, and one that counts no longer cannot be changed', async (t) => {
  const v = await vault(t);
  const { id } = (await v.store(12)).body.fact;
  const conflict = String((await v.refused(13)).extras['conflict_id']);
  await refuses(
    lockFact(v.ledger, APPROVER, id, 2, why),
    'invalid-transition',
    /is disputed and cannot be locked/,
  );
  await resolveConflict(v.ledger, APPROVER, conflict, 1, { resolution: 'replace', reason: 'new' });
  await refuses(lockFact(v.ledger, APPROVER, id, 3, why), 'invalid-transition', /is superseded and cannot/);
  await refuses(
    retractFact(v.ledger, APPROVER, id, 3, why),
    'invalid-transition',
    /is superseded and cannot/,
  );
});

test('retracting one side of a conflict decides it', async (t) => {
  const v = await vault(t);
  for (const [subject, side, resolution] of [
    ['order:7', 'incumbent', 'replace'],
    ['order:8', 'challenger', 'keep'],
  ] as const) {
    await v.store(12, { subject });
    const id = String((await v.refused(13, { subject })).extras['conflict_id']);
    const conflict = await getConflict(v.ledger, RECORDER, id);
    const gone = await getFact(v.ledger, RECORDER, conflict[side]);
    await retractFact(v.ledger, APPROVER, gone.id, gone.version, why);
    const closed = await getConflict(v.ledger, RECORDER, id);
    assert.deepEqual(
      [closed.status, closed.resolution, closed.resolver],
      ['resolved', resolution, 'approver'],
    );
    const other = side === 'incumbent' ? conflict.challenger : conflict.incumbent;
    assert.equal((await getFact(v.ledger, RECORDER, other)).status, 'active');
  }
});

test('a retracted fact contradicts nothing', async (t) => {
  const v = await vault(t);
  const { id } = (await v.store(12, { source: human })).body.fact;
  assert.equal((await retractFact(v.ledger, APPROVER, id, 1, why)).status, 'retracted');
  const next = await v.store(13, { source: bot, by: AGENT });
  assert.equal(next.body.result, 'stored');
  assert.equal((await getFact(v.ledger, RECORDER, id)).value, 12);
});
