import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EaapError, matches, JudgeInput, type Selector } from '@eaap/protocol';
import { lockFact, subjectIndex } from '@eaap/ledger';
import { MAX_ROWS, selectRows } from '../src/index.ts';
import { actorOf, context, START } from './support.ts';

type Context = Awaited<ReturnType<typeof context>>;
const select = (c: Context, ...selectors: Selector[]) =>
  c.ledger.read('acme', (view) => selectRows(view, c.ledger.sealer, selectors));
const total: Selector = { subject: 'order:7', attribute: 'total' };

test('rows are selected by exact key', async (t) => {
  const c = await context(t);
  const { fact } = (await c.put(12, { about: ['person:1'] })).body;
  const locked = (await c.put(5, { subject: 'order:8', kind: 'human' })).body.fact;
  await lockFact(c.ledger, actorOf('acme'), locked.id, 1, { reason: 'sure' });
  await c.put(13, { attribute: 'tax' });
  await c.put(14, { namespace: 'umbra' });
  await c.put(12.5, { subject: 'order:70' });
  const rows = await select(
    c,
    total,
    { subject: 'order:8', attribute: 'total' },
    { ...total, attribute: 'none' },
  );
  assert.deepEqual(rows.facts[0], {
    ...{ id: fact.id, version: 1, subject: 'order:7', attribute: 'total', value: 12, source_kind: 'system' },
    ...{ trust: 'verified', confidence: 9500, half_life_ms: fact.half_life_ms, observed_at: START },
    ...{ valid_until: null, locked: false, status: 'active' },
  });
  assert.deepEqual(
    rows.facts.map(({ value, version, locked: held }) => [value, version, held]),
    [
      [12, 1, false],
      [5, 2, true],
    ],
  );
  assert.deepEqual(rows.objects[0], ['fact', fact.id, 1, fact.commitment]);
  const indexes = ['order:7', 'order:8', 'person:1'].map((s) => subjectIndex(c.ledger.sealer, 'acme', s));
  assert.deepEqual(rows.subjects, (await Promise.all(indexes)).sort());
  assert.equal(rows.truncated, false);
});

test('an absent row is absent, and its subject is still named', async (t) => {
  const c = await context(t);
  const rows = await select(c, total);
  assert.deepEqual([rows.facts, rows.conflicts, rows.objects, rows.truncated], [[], [], [], false]);
  assert.equal(rows.subjects.length, 1);
});

test('both sides of an open conflict come with it; what was set aside or retracted does not', async (t) => {
  const c = await context(t);
  await c.put(12);
  await c.put(99, { kind: 'agent' }).catch(() => undefined);
  const error = (await c.put(13).catch((thrown: EaapError) => thrown)) as EaapError;
  const rows = await select(c, total);
  assert.deepEqual(
    rows.facts.map(({ value, status }) => [value, status]),
    [
      [12, 'disputed'],
      [13, 'disputed'],
    ],
  );
  assert.deepEqual(
    rows.conflicts.map(({ id, version }) => [id, version]),
    [[error.extras['conflict_id'], 1]],
  );
  const types = rows.objects.map(([type, id]) => `${type} ${id}`);
  assert.deepEqual(types, [...types].sort());
  assert.equal(types.length, 3);
});

test('every change of a selected fact changes what the state hash is over, and no other change does', async (t) => {
  const c = await context(t);
  const { id } = (await c.put(12)).body.fact;
  const before = (await select(c, total)).objects;
  await c.put(1, { subject: 'order:8' });
  await c.put(12, { kind: 'agent' });
  await c.put(99, { kind: 'agent' }).catch(() => undefined);
  assert.deepEqual((await select(c, total)).objects, before);
  await lockFact(c.ledger, actorOf('acme'), id, 1, { reason: 'sure' });
  assert.notDeepEqual((await select(c, total)).objects, before);
});

test('more rows than may be judged are cut and said to be', async (t) => {
  const c = await context(t);
  const put = (from: number, to: number) =>
    Promise.all(Array.from({ length: to - from }, (_, i) => c.put(from + i, { attribute: 'tag' })));
  await put(0, MAX_ROWS);
  const tags: Selector = { subject: 'order:7', attribute: 'tag' };
  const full = await select(c, tags);
  assert.deepEqual([full.facts.length, full.truncated], [MAX_ROWS, false]);
  await put(MAX_ROWS, MAX_ROWS + 1);
  const over = await select(c, tags);
  assert.deepEqual([over.facts.length, over.objects.length, over.truncated], [MAX_ROWS, MAX_ROWS, true]);
  await c.put(1);
  await c.put(2).catch(() => undefined);
  const mixed = await select(c, total, tags);
  assert.deepEqual([mixed.conflicts.length, mixed.facts.length, mixed.truncated], [1, MAX_ROWS - 1, true]);
  assert.equal(matches(JudgeInput.properties.facts, mixed.facts), true);
});
