import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime } from '@eaap/protocol';
import { getConflict, getFact, loadConflicts, lockFact, type StoreAnswer } from '../../src/index.ts';
import {
  AGENT,
  APPROVER,
  bot,
  human,
  RECORDER,
  refuses,
  START,
  system,
  vault,
  type Vault,
} from './support.ts';

const fact = (v: Vault, id: string) => getFact(v.ledger, RECORDER, id);
const conflictOf = (v: Vault, error: { extras: Record<string, unknown> }) =>
  getConflict(v.ledger, RECORDER, String(error.extras['conflict_id']));
const openOnes = (v: Vault) =>
  v.ledger.read('acme', (view) => loadConflicts(view, v.ledger.sealer, { subject: 'order:7' }));

test('a challenger of equal trust makes the incumbent disputed, and the conflict can be read', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12);
  v.clock.advance(5);
  const error = await refuses(
    v.store(13),
    'conflict',
    /Both are disputed until an approver resolves conflict/,
  );
  const conflict = await conflictOf(v, error);
  assert.deepEqual(error.extras, {
    conflict_id: conflict.id,
    incumbent: { id: body.fact.id, version: 2 },
    status: 'open',
  });
  assert.deepEqual(conflict, {
    ...{ id: conflict.id, version: 1, status: 'open', subject: 'order:7', attribute: 'total' },
    ...{ incumbent: body.fact.id, challenger: conflict.challenger, commitment: conflict.commitment },
    opened_at: formatTime(START + 5),
  });
  const incumbent = await fact(v, body.fact.id);
  assert.deepEqual([incumbent.value, incumbent.status, incumbent.version], [12, 'disputed', 2]);
  const challenger = await fact(v, conflict.challenger);
  assert.deepEqual([challenger.value, challenger.status, challenger.version], [13, 'disputed', 1]);
  assert.deepEqual(await v.log(), [
    'fact.stored fact1@1',
    'fact.stored fact2@1',
    'conflict.opened conflict1@1',
    'fact.disputed fact1@2',
  ]);
});

test('a challenger of less trust is on record and changes nothing', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12);
  const error = await refuses(v.store(13, { source: bot, by: AGENT }), 'conflict', /more trust\. It stands/);
  assert.equal(error.extras['status'], 'noted');
  assert.deepEqual(await fact(v, body.fact.id), body.fact);
  const conflict = await conflictOf(v, error);
  assert.equal(conflict.status, 'noted');
  assert.equal((await fact(v, conflict.challenger)).value, 13);
  assert.deepEqual(await openOnes(v), []);
  assert.equal((await v.log()).at(-1), 'conflict.noted conflict1@1');
});

test('the same challenge again adds nothing but a record of the refusal', async (t) => {
  const v = await vault(t);
  await v.store(12);
  for (const wanted of [{}, { subject: 'order:8', source: bot, by: AGENT }]) {
    await v.store(12, { subject: wanted.subject ?? 'order:7' }).catch(() => undefined);
    const first = await v.refused(13, wanted);
    const again = await v.refused(13, wanted);
    assert.equal(again.extras['conflict_id'], first.extras['conflict_id']);
    assert.match((await v.log()).at(-1) ?? '', /^fact\.refused conflict\d conflict$/);
    const other = await v.refused(14, wanted);
    assert.notEqual(other.extras['conflict_id'], first.extras['conflict_id']);
  }
});

test('a challenge that was merely noted is opened by a source of enough trust', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12);
  const noted = await v.refused(13, { source: bot, by: AGENT });
  const opened = await v.refused(13, { source: human });
  assert.equal(opened.extras['status'], 'open');
  assert.notEqual(opened.extras['conflict_id'], noted.extras['conflict_id']);
  assert.equal((await fact(v, body.fact.id)).status, 'disputed');
  // And the agent's repetition finds the open one now.
  const again = await v.refused(13, { source: bot, by: AGENT });
  assert.ok([noted, opened].some(({ extras }) => extras['conflict_id'] === again.extras['conflict_id']));
});

test('a third value is set against both sides of a conflict', async (t) => {
  const v = await vault(t);
  await v.store(12);
  await v.refused(13);
  const error = await v.refused(14);
  const open = await openOnes(v);
  assert.equal(open.length, 3);
  assert.equal(open.filter(({ challenger }) => challenger === open[1]?.challenger).length, 2);
  assert.ok(open.some(({ id }) => id === error.extras['conflict_id']));
  assert.equal(new Set(open.map((c) => [c.incumbent, c.challenger].sort().join())).size, 3);
});

test('many challengers grow conflicts in a line, not in a square', async (t) => {
  const v = await vault(t);
  for (let i = 0; i < 24; i++) await v.store(i).catch(() => undefined);
  // 16 * 17 / 2 pairs, then one for each.
  assert.equal((await openOnes(v)).length, 136 + 7);
});

test('a locked fact is never disputed', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12);
  const locked = await lockFact(v.ledger, APPROVER, body.fact.id, 1, { reason: 'agreed' });
  const error = await refuses(v.store(13, { source: human }), 'locked', /is locked\. Nothing was changed/);
  assert.equal(error.extras['status'], 'open');
  assert.deepEqual(await fact(v, body.fact.id), locked);
  assert.equal((await conflictOf(v, error)).incumbent, body.fact.id);
  const weak = await refuses(v.store(14, { source: bot, by: AGENT }), 'locked', /is locked/);
  assert.equal(weak.extras['status'], 'noted');
  const again = await refuses(v.store(13, { source: human }), 'locked', /is locked/);
  assert.equal(again.extras['conflict_id'], error.extras['conflict_id']);
  assert.equal((await v.log()).at(-1)?.endsWith('locked'), true);
});

test('values stand side by side where the table says there are many', async (t) => {
  const v = await vault(t, { many: ['tag'] });
  const answers: StoreAnswer[] = [];
  for (const tag of ['a', 'b', 'c', 'a']) answers.push(await v.store(tag, { attribute: 'tag' }));
  assert.deepEqual(
    answers.map(({ body }) => body.result),
    ['stored', 'stored', 'stored', 'reinforced'],
  );
  assert.deepEqual(await openOnes(v), []);
});

test('an expired fact does not contradict and becomes superseded; a locked or disputed one does', async (t) => {
  const v = await vault(t);
  const until = { valid_until: formatTime(START + 100) };
  const { body } = await v.store(12, until);
  const held = await v.store(12, { ...until, subject: 'order:8' });
  await lockFact(v.ledger, APPROVER, held.body.fact.id, 1, { reason: 'agreed' });
  const contested = await v.store(12, { ...until, subject: 'order:9' });
  await v.refused(13, { subject: 'order:9' });
  v.clock.advance(99);
  await v.refused(13, { subject: 'order:7', source: bot, by: AGENT });
  v.clock.advance(1);
  const next = await v.store(13, { source: bot, by: AGENT });
  assert.equal(next.body.result, 'stored');
  assert.equal((await fact(v, body.fact.id)).status, 'superseded');
  assert.equal((await v.refused(13, { subject: 'order:8' })).type, 'locked');
  assert.equal((await v.refused(14, { subject: 'order:9' })).type, 'conflict');
  assert.equal((await fact(v, contested.body.fact.id)).status, 'disputed');
});

test('the same value after expiry is a new fact', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12, { valid_until: formatTime(START + 1) });
  v.clock.advance(1);
  const again = await v.store(12);
  assert.equal(again.body.result, 'stored');
  assert.notEqual(again.body.fact.id, body.fact.id);
  assert.equal((await fact(v, body.fact.id)).status, 'superseded');
});

test('of concurrent writers of one key exactly one stores', async (t) => {
  const v = await vault(t);
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => v.store(i % 4)));
  const stored = results.filter((r) => r.status === 'fulfilled' && r.value.body.result === 'stored');
  assert.equal(stored.length, 1);
  const refusals = results.filter((r) => r.status === 'rejected').map((r) => r.reason.type);
  assert.deepEqual(new Set(refusals), new Set(['conflict']));
  assert.equal(refusals.length, 15);
  assert.equal((await openOnes(v)).length, 6);
});

test('a fact of another namespace contradicts nothing and cannot be read', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(12);
  const elsewhere = { ...RECORDER, namespace: 'umbra' };
  const theirs = await v.store(13, { by: elsewhere });
  assert.equal(theirs.status, 201);
  const theirsRefused = await refuses(
    getFact(v.ledger, elsewhere, body.fact.id),
    'not-found',
    /no such fact/,
  );
  const unknown = await refuses(getFact(v.ledger, elsewhere, 'no-such-id'), 'not-found', /no such fact/);
  assert.equal(theirsRefused.detail, unknown.detail);
  const error = await v.refused(14);
  const id = String(error.extras['conflict_id']);
  await refuses(getConflict(v.ledger, elsewhere, id), 'not-found', /no such conflict/);
  assert.equal(theirs.body.fact.source.id, system.id);
});
