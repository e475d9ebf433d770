import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  canonicalize,
  EaapError,
  formatTime,
  SearchResponse,
  validate,
  type ProblemType,
} from '@eaap/protocol';
import { erase, lockFact, resolveConflict, retractFact } from '@eaap/ledger';
import { actorOf, context, DAY, START } from './support.ts';

const refuses = (promise: Promise<unknown>, type: ProblemType, sentence: RegExp) =>
  assert.rejects(
    promise,
    (error) => error instanceof EaapError && error.type === type && sentence.test(error.detail),
  );

test('a snapshot lists facts with what time has left of them', async (t) => {
  const c = await context(t);
  const { fact } = (await c.put(12, { half_life_ms: DAY })).body;
  c.clock.advance(DAY + DAY / 2);
  const answer = validate(SearchResponse, await c.find());
  assert.deepEqual(answer.snapshot, {
    v: 1,
    namespace: 'acme',
    as_of: formatTime(START + DAY + DAY / 2),
    facts: [{ fact, effective_confidence: 3563, relevance: 3563 }],
    conflicts: [],
    health: 'healthy',
    limit: 50,
    truncated: false,
  });
});

test('the same as_of gives the same bytes whatever has happened since', async (t) => {
  const c = await context(t);
  const a = (await c.put(12)).body.fact;
  const b = (await c.put(1, { subject: 'order:8' })).body.fact;
  await c.put(1, { attribute: 'tag' });
  const error = await c.put(13).catch((thrown: EaapError) => thrown);
  await c.put(14, { kind: 'agent' }).catch(() => undefined);
  c.clock.advance(1000);
  const requests = [
    {},
    { query: 'order 12' },
    { subject: 'order:7' },
    { attribute: 'total', limit: 2 },
  ] as const;
  const now = await Promise.all(requests.map((request) => c.find(request)));
  const as_of = formatTime(c.clock.now());
  c.clock.advance(1);
  const approver = actorOf('acme');
  const conflict = String((error as EaapError).extras['conflict_id']);
  await resolveConflict(c.ledger, approver, conflict, 1, { resolution: 'replace', reason: 'new' });
  await lockFact(c.ledger, approver, b.id, 1, { reason: 'sure' });
  await c.put(1, { subject: 'order:8' });
  await c.put(2, { attribute: 'tag' });
  c.clock.advance(DAY);
  const then = await Promise.all(requests.map((request) => c.find({ ...request, as_of })));
  assert.equal(canonicalize(then), canonicalize(now));
  assert.equal(now[0]?.snapshot.health, 'conflicted');
  const present = (await c.find()).snapshot;
  assert.equal(present.conflicts.length, 0);
  assert.ok(!present.facts.some(({ fact }) => fact.id === a.id));
});

test('a past as_of knows nothing of what came later, and a future one is refused', async (t) => {
  const c = await context(t);
  c.clock.advance(10);
  const { id } = (await c.put(12)).body.fact;
  c.clock.advance(10);
  await retractFact(c.ledger, actorOf('acme'), id, 1, { reason: 'wrong' });
  const at = async (ms: number) => (await c.find({ as_of: formatTime(START + ms) })).snapshot.facts.length;
  assert.deepEqual([await at(9), await at(10), await at(19), await at(20)], [0, 1, 1, 0]);
  await refuses(c.find({ as_of: formatTime(START + 21) }), 'invalid-request', /1 ms in the future/);
});

test('nothing of another namespace is found', async (t) => {
  const c = await context(t);
  await c.put(12, { namespace: 'umbra' });
  await c.put(13, { namespace: 'umbra' }).catch(() => undefined);
  const { snapshot, mac } = await c.find();
  assert.deepEqual([snapshot.facts, snapshot.conflicts, snapshot.health], [[], [], 'healthy']);
  const theirs = await c.find({}, 'umbra');
  assert.equal(theirs.snapshot.facts.length, 2);
  assert.notEqual(theirs.mac, mac);
  await refuses(c.find({ namespace: 'umbra' }), 'identity-mismatch', /another namespace/);
});

test('the limit cuts off the least relevant, and says so', async (t) => {
  const c = await context(t);
  for (const n of [3, 1, 4, 2]) await c.put(n, { attribute: 'tag', confidence: n * 100 });
  const values = async (limit: number) => {
    const { snapshot } = await c.find({ limit });
    return [snapshot.facts.map(({ fact }) => fact.value), snapshot.truncated];
  };
  assert.deepEqual(await values(2), [[4, 3], true]);
  assert.deepEqual(await values(3), [[4, 3, 2], true]);
  assert.deepEqual(await values(4), [[4, 3, 2, 1], false]);
});

test('equal relevance is ordered by id', async (t) => {
  const c = await context(t);
  for (let n = 0; n < 6; n++) await c.put(n, { attribute: 'tag' });
  const ids = (await c.find()).snapshot.facts.map(({ fact }) => fact.id);
  assert.deepEqual(ids, [...ids].sort());
});

test('words rank what is like them first, and personal data in them finds its token', async (t) => {
  const c = await context(t);
  await c.put(1, { attribute: 'tag', statement: 'Opening hours are nine to five.' });
  await c.put(2, {
    attribute: 'tag',
    statement: 'Refunds above fifty euros need a manager.',
    confidence: 5000,
  });
  await c.put(3, { attribute: 'tag', statement: 'Write to ada@example.org.', confidence: 5000 });
  const first = async (query: string) => (await c.find({ query })).snapshot.facts[0]?.fact.value;
  assert.equal(await first('refund euros manager'), 2);
  assert.equal(await first('ADA@example.org'), 3);
  assert.equal(await first('   '), 1);
});

test('no flood of facts pushes a conflict out', async (t) => {
  const c = await context(t);
  await c.put(12);
  const error = (await c.put(13).catch((thrown: EaapError) => thrown)) as EaapError;
  for (let n = 0; n < 60; n++) {
    await c.put(n, { attribute: 'tag', kind: 'agent', statement: 'total of order 7' });
    await c.put(100 + n, { kind: 'agent' }).catch(() => undefined);
  }
  const { snapshot } = await c.find({ subject: 'order:7', query: 'total of order 7', limit: 1 });
  assert.equal(snapshot.facts.length, 1);
  assert.equal(snapshot.truncated, true);
  assert.deepEqual(
    snapshot.conflicts.map(({ id }) => id),
    [error.extras['conflict_id']],
  );
  assert.equal(snapshot.health, 'conflicted');
});

test('a challenger that was set aside is in no snapshot, now or then', async (t) => {
  const c = await context(t);
  await c.put(12);
  await c.put(13, { kind: 'agent' }).catch(() => undefined);
  const values = async (as_of?: string) =>
    (await c.find(as_of === undefined ? {} : { as_of })).snapshot.facts.map(({ fact }) => fact.value);
  assert.deepEqual(await values(), [12]);
  c.clock.advance(5);
  assert.deepEqual(await values(formatTime(START)), [12]);
});

test('a subject with personal data is found by it, and after its erasure not even in the past', async (t) => {
  const c = await context(t);
  await c.put(12, { subject: 'ada@example.org' });
  const count = async (more = {}) =>
    (await c.find({ subject: 'Ada@example.org', ...more })).snapshot.facts.length;
  assert.equal(await count(), 1);
  c.clock.advance(5);
  await erase(c.ledger, actorOf('acme'), { subject: 'ada@example.org', reason: 'asked for' });
  assert.deepEqual([await count(), await count({ as_of: formatTime(START) })], [0, 0]);
});

test('a fact or a vector that was changed in the storage is not ranked as if nothing had happened', async (t) => {
  const c = await context(t);
  await c.put(12);
  const edit = (sql: string) => {
    const database = new DatabaseSync(c.store.files()[0] ?? '');
    database.exec(sql);
    database.close();
  };
  edit('UPDATE vectors SET sealed = zeroblob(length(sealed))');
  await refuses(c.find({ query: 'total' }), 'storage-corrupt', /does not decrypt/);
  edit('DELETE FROM vectors');
  await refuses(c.find({ query: 'total' }), 'storage-corrupt', /lacks its vector/);
  assert.equal((await c.find()).snapshot.facts.length, 1);
  edit('UPDATE facts SET confidence = 10000');
  await refuses(c.find(), 'storage-corrupt', /was changed/);
});
