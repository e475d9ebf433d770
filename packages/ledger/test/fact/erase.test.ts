import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError, EraseResponse, formatTime, validate } from '@eaap/protocol';
import type { KeyStore } from '@eaap/store';
import {
  erase,
  getConflict,
  getFact,
  latestCheckpoint,
  loadFacts,
  logSize,
  subjectIndex,
  verifyDatabase,
} from '../../src/index.ts';
import {
  ADMIN,
  AGENT,
  bot,
  occurs,
  rawBytes,
  RECORDER,
  refuses,
  START,
  vault,
  type Vault,
} from './support.ts';

const why = { reason: 'asked for' };
const verify = (v: Vault, anchor?: string) =>
  verifyDatabase(v.path, { verifierKey: v.ledger.verifierKey, ...(anchor === undefined ? {} : { anchor }) });
const sealedRows = (v: Vault) =>
  v.ledger.read('acme', async ({ tx }) => [
    ...(await tx.select('facts')),
    ...(await tx.select('vectors')),
    ...(await tx.select('conflicts')),
  ]);
const subjects = async (v: Vault) =>
  (await v.keys.list('acme')).filter(({ purpose }) => purpose === 'subject');
const gone = (v: Vault, id: string) =>
  refuses(getFact(v.ledger, RECORDER, id), 'erased', /This fact was erased/);

test('after an erasure no row, key or ciphertext is left, and the log still verifies', async (t) => {
  const v = await vault(t);
  const { id } = (await v.store(12, { subject: 'person:1', statement: 'Twelve.' })).body.fact;
  await v.store(12, { subject: 'person:1' });
  const conflict = String((await v.refused(13, { subject: 'person:1' })).extras['conflict_id']);
  const before = await sealedRows(v);
  const stays = (await v.store(1, { subject: 'person:2' })).body.fact;
  const anchor = (await v.ledger.read('acme', latestCheckpoint))?.note;
  const raw = rawBytes(v);
  assert.equal(before.length, 4 + 4 + 1);
  for (const { sealed } of before) assert.ok(sealed !== null && occurs(raw, sealed));
  assert.equal((await subjects(v)).length, 2);

  const size = await v.ledger.read('acme', logSize);
  const answer = validate(EraseResponse, await erase(v.ledger, ADMIN, { subject: 'person:1', ...why }));
  assert.deepEqual(answer, {
    erased: { facts: 2, vectors: 4, conflicts: 1, evaluations: 0, escalations: 0, keys: 1 },
    residual_until: null,
    seq: size,
  });
  assert.equal((await subjects(v)).length, 1);
  const after = rawBytes(v);
  for (const { sealed } of before) assert.ok(sealed !== null && !occurs(after, sealed));
  const mark = await subjectIndex(v.ledger.sealer, 'acme', 'person:1');
  assert.ok(occurs(raw, mark));
  assert.ok(!occurs(after, mark));
  await gone(v, id);
  await refuses(getConflict(v.ledger, RECORDER, conflict), 'erased', /This conflict was erased/);
  assert.deepEqual(await getFact(v.ledger, RECORDER, stays.id), stays);
  assert.deepEqual(
    verify(v, anchor).namespaces.flatMap(({ findings }) => findings),
    [],
  );
  assert.deepEqual((await v.log()).slice(-4), [
    'subject.erased erasure1',
    'record.erased fact1',
    'record.erased fact2',
    'record.erased conflict1',
  ]);
  // The subject may come back, and is then somebody new.
  const again = await v.store(99, { subject: 'person:1', source: bot, by: AGENT });
  assert.equal(again.body.result, 'stored');
});

test('the past forgets as well', async (t) => {
  const v = await vault(t);
  await v.store(12, { subject: 'person:1' });
  v.clock.advance(1000);
  await erase(v.ledger, ADMIN, { subject: 'person:1', ...why });
  const past = await v.ledger.read('acme', (view) => loadFacts(view, v.ledger.sealer, { asOf: START }));
  assert.deepEqual(past, []);
});

test('a fact about several subjects dies with any of them, one about others only does not', async (t) => {
  const v = await vault(t);
  const shared = (await v.store(1, { about: ['person:1', 'person:2'] })).body.fact;
  const other = (await v.store(2, { subject: 'order:8', about: ['person:2'] })).body.fact;
  const row = await v.ledger.read('acme', (view) => view.tx.get('facts', { id: shared.id, version: 1 }));
  assert.equal(row?.kids.split(',').length, 3);
  const { erased } = await erase(v.ledger, ADMIN, { subject: 'person:1', ...why });
  assert.deepEqual([erased.facts, erased.vectors, erased.keys], [1, 1, 1]);
  await gone(v, shared.id);
  assert.deepEqual(await getFact(v.ledger, RECORDER, other.id), other);
});

test('records that hold the token of an identifier are found, however it is written', async (t) => {
  const v = await vault(t);
  const value = (await v.store({ mail: 'ada@example.org' })).body.fact;
  const words = (await v.store(1, { subject: 'order:8', statement: 'Write to ada@example.org.' })).body.fact;
  const other = (await v.store({ mail: 'eve@example.org' }, { subject: 'order:9' })).body.fact;
  const { erased } = await erase(v.ledger, ADMIN, {
    subject: 'person:1',
    identifiers: ['ADA@example.org'],
    ...why,
  });
  assert.deepEqual([erased.facts, erased.keys], [2, 0]);
  await gone(v, value.id);
  await gone(v, words.id);
  assert.deepEqual(await getFact(v.ledger, RECORDER, other.id), other);
  // The token itself, as a search shows it, will do as well.
  const token = (other.value as { mail: string }).mail;
  const second = await erase(v.ledger, ADMIN, { subject: 'person:1', identifiers: [token], ...why });
  assert.equal(second.erased.facts, 1);
});

test('a subject that is personal data itself is found by its name, and what holds its token with it', async (t) => {
  const v = await vault(t);
  await v.store(1, { subject: 'ada@example.org' });
  await v.store('ada@example.org', { subject: 'order:8' });
  const { erased } = await erase(v.ledger, ADMIN, { subject: 'ada@example.org', ...why });
  assert.deepEqual([erased.facts, erased.keys], [2, 1]);
});

test('an identifier that nothing could be found by is refused, and nothing is erased', async (t) => {
  const v = await vault(t);
  const { id } = (await v.store(1, { subject: 'person:1' })).body.fact;
  const bad = { subject: 'person:1', identifiers: ['ada@example.org', 'Ada Lovelace'], ...why };
  const error = await refuses(erase(v.ledger, ADMIN, bad), 'invalid-request', /Identifier 1 holds nothing/);
  assert.equal(error.extras['pointer'], '/identifiers/1');
  assert.doesNotMatch(error.message, /Lovelace/);
  assert.equal((await getFact(v.ledger, RECORDER, id)).version, 1);
  await refuses(erase(v.ledger, ADMIN, { subject: 'person:1' } as never), 'invalid-request', /"reason"/);
});

test('what is left of a conflict with an erased side is undisputed', async (t) => {
  const v = await vault(t);
  const incumbent = (await v.store(12)).body.fact;
  await v.refused(13, { about: ['person:1'] });
  await v.refused(14, { about: ['person:1'], source: bot, by: AGENT });
  const aside = (await v.store(1, { subject: 'order:8', about: ['person:1'] })).body.fact;
  const noted = await v.refused(2, { subject: 'order:8', source: bot, by: AGENT });
  const weak = await getConflict(v.ledger, RECORDER, String(noted.extras['conflict_id']));
  const { erased } = await erase(v.ledger, ADMIN, { subject: 'person:1', ...why });
  assert.deepEqual([erased.facts, erased.conflicts], [3, 3]);
  const left = await getFact(v.ledger, RECORDER, incumbent.id);
  assert.deepEqual([left.status, left.version], ['active', 3]);
  await gone(v, aside.id);
  assert.equal((await getFact(v.ledger, RECORDER, weak.challenger)).status, 'superseded');
  assert.equal(verify(v).ok, true);
});

test('an erasure that a crash cut short is finished when the ledger is opened again', async (t) => {
  let broken = true;
  const wrap = (keys: KeyStore): KeyStore => ({
    ensure: (...key) => keys.ensure(...key),
    find: (...key) => keys.find(...key),
    get: (...key) => keys.get(...key),
    list: (namespace) => keys.list(namespace),
    files: () => keys.files(),
    close: () => keys.close(),
    async destroy(namespace, kids) {
      if (broken) throw new EaapError('key-store-unavailable', 'The key store is away.');
      await keys.destroy(namespace, kids);
    },
  });
  const v = await vault(t);
  await v.reopen({ keys: wrap(v.keys) });
  await v.store(12, { subject: 'person:1' });
  await v.store(12, { subject: 'person:2' });
  const request = { subject: 'person:1', ...why };
  await refuses(erase(v.ledger, ADMIN, request), 'key-store-unavailable', /is away/);
  assert.equal((await subjects(v)).length, 2);
  // What would be sealed under the doomed key is refused, about whomever else it may be.
  assert.equal((await v.refused(1, { subject: 'person:1' })).type, 'storage-locked');
  assert.equal((await v.refused(1, { subject: 'order:8', about: ['person:1'] })).type, 'storage-locked');
  assert.equal((await v.store(1, { subject: 'order:9' })).status, 201);
  broken = false;
  await v.reopen();
  const mark = await subjectIndex(v.ledger.sealer, 'acme', 'person:1');
  assert.ok((await subjects(v)).every(({ name }) => name !== mark));
  assert.equal((await v.store(1, { subject: 'person:1' })).status, 201);
  assert.equal(verify(v).ok, true);
});

test('an erasure concerns its own namespace alone', async (t) => {
  const v = await vault(t);
  const elsewhere = { ...RECORDER, namespace: 'umbra' };
  const theirs = (await v.store(1, { subject: 'person:1', by: elsewhere })).body.fact;
  const { erased } = await erase(v.ledger, ADMIN, { subject: 'person:1', ...why });
  assert.deepEqual([erased.facts, erased.keys], [0, 0]);
  assert.deepEqual(await getFact(v.ledger, elsewhere, theirs.id), theirs);
  assert.equal(theirs.created_at, formatTime(START));
});
