import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, StoreResponse, validate } from '@eaap/protocol';
import {
  DETECTORS,
  getFact,
  lockFact,
  logSize,
  rebaseClock,
  resolveConflict,
  retractFact,
  storeFact,
} from '../../src/index.ts';
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

const size = (v: Vault): Promise<number> => v.ledger.read('acme', logSize);

test('a fact is stored with its source and the trust that its source has', async (t) => {
  const v = await vault(t);
  const { status, body } = await v.store(
    { amount: '1200', currency: 'EUR' },
    { statement: 'Order 7 is 12 EUR.' },
  );
  assert.equal(status, 201);
  validate(StoreResponse, body);
  assert.deepEqual(body.fact, {
    id: body.fact.id,
    version: 1,
    subject: 'order:7',
    attribute: 'total',
    value: { amount: '1200', currency: 'EUR' },
    statement: 'Order 7 is 12 EUR.',
    source: { kind: 'system', id: 'shop', observed_at: formatTime(START) },
    trust: 'verified',
    confidence: 9500,
    half_life_ms: 365 * 86_400_000,
    locked: false,
    status: 'active',
    created_at: formatTime(START),
    commitment: body.fact.commitment,
  });
  assert.deepEqual(await getFact(v.ledger, RECORDER, body.fact.id), body.fact);
  assert.deepEqual(await v.log(), ['fact.stored fact1@1']);
  await v.reopen();
  assert.deepEqual(await getFact(v.ledger, RECORDER, body.fact.id), body.fact);
});

test('a source of no kind the table knows is hardly believed, and an agent never', async (t) => {
  const v = await vault(t);
  const capped = await v.store(1, { source: bot, by: AGENT, confidence: 10_000, half_life_ms: 10 ** 10 });
  assert.deepEqual(
    [capped.body.fact.trust, capped.body.fact.confidence, capped.body.fact.half_life_ms],
    ['untrusted', 5000, 86_400_000],
  );
  const modest = await v.store(1, { subject: 'order:8', confidence: 100, half_life_ms: 5 });
  assert.deepEqual([modest.body.fact.confidence, modest.body.fact.half_life_ms], [100, 5]);
});

test('what is wrong with a request is said, and nothing is stored', async (t) => {
  const v = await vault(t);
  const before = await size(v);
  const base = { subject: 'order:7', attribute: 'total', value: 1 };
  const source = { ...system, observed_at: formatTime(START) };
  const store = (body: object, by = RECORDER) => storeFact(v.ledger, by, body as never);

  await refuses(store(base), 'source-required', /needs its source/);
  await refuses(store({ ...base, source, colour: 'red' }), 'invalid-request', /unknown member "colour"/);
  await refuses(store({ ...base, source, attribute: 'Total' }), 'invalid-request', /\/attribute/);
  await refuses(store({ ...base, source, namespace: 'umbra' }), 'identity-mismatch', /another namespace/);
  await refuses(
    store({ ...base, source }, AGENT),
    'source-not-permitted',
    /may not assert this source of kind system/,
  );
  const other = { kind: 'agent', id: 'else', observed_at: formatTime(START) };
  await refuses(store({ ...base, source: other }, AGENT), 'source-not-permitted', /kind agent/);
  await refuses(v.store(1, { observed: START + 1 }), 'observed-in-future', /1 ms after/);
  await refuses(v.store(1, { valid_until: formatTime(START) }), 'invalid-request', /expired already/);
  await refuses(v.store('x'.repeat(8191)), 'payload-too-large', /8192 bytes/);
  await refuses(v.store('a\ud800'), 'malformed-json', /surrogate/i);
  assert.equal(await size(v), before);
  assert.equal((await v.store('x'.repeat(8190))).status, 201);
});

test('personal data is replaced wherever it stands, and the answer says where', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(
    { mail: 'ada@example.org', n: 3 },
    {
      subject: 'user:ada@example.org',
      statement: 'Ada is at ada@example.org.',
      source: { kind: 'human', id: 'bob@example.org' },
      about: ['eve@example.org', 'order:9'],
    },
  );
  const token = /^\[PII:email:[0-9a-f]{32}\]$/;
  const { mail, n } = body.fact.value as { mail: string; n: number };
  assert.match(mail, token);
  assert.equal(n, 3);
  assert.equal(body.fact.subject, `user:${mail}`);
  assert.equal(body.fact.statement, `Ada is at ${mail}.`);
  assert.match(body.fact.source.id, token);
  assert.notEqual(body.fact.source.id, mail);
  assert.deepEqual(body.scrubbed.map(({ pointer, type }) => `${pointer} ${type}`).sort(), [
    '/about/0 email',
    '/source/id email',
    '/statement email',
    '/subject email',
    '/value/mail email',
  ]);
  // Equal data is equal, so it is the same fact.
  const again = await v.store(
    { mail: 'ADA@example.org', n: 3 },
    { subject: 'user:Ada@example.org', source: human },
  );
  assert.equal(again.body.result, 'reinforced');
  await refuses(
    v.store(1, { attribute: 'a.4111111111111111' }),
    'invalid-request',
    /attribute holds personal data/,
  );
});

test('the name of the attribute says what a number is', async (t) => {
  const v = await vault(t);
  const { body } = await v.store('123-45-6789', { attribute: 'ssn' });
  assert.match(String(body.fact.value), /^\[PII:ssn:/);
  assert.deepEqual(body.scrubbed, [{ pointer: '/value', type: 'ssn' }]);
});

test('while detectors fail nothing is stored', async (t) => {
  const broken = {
    type: 'x_broken',
    find() {
      throw new Error('no');
    },
  } as const;
  const v = await vault(t);
  await v.reopen({ detectors: [...DETECTORS, broken] });
  const before = await size(v);
  await refuses(v.store(1, { statement: 'text' }), 'detector-unavailable', /.+/);
  assert.equal(await size(v), before);
});

test('a storage that fails at any step leaves nothing of the fact', async (t) => {
  for (const table of ['facts', 'vectors', 'mentions', 'log'] as const) {
    let failing = false;
    const v = await vault(t, {
      fault(point, at) {
        if (failing && point === 'insert' && at === table) throw new Error('disk');
      },
    });
    const before = await size(v);
    failing = true;
    const error = await v.refused(1);
    failing = false;
    assert.equal(error.status, 503);
    assert.doesNotMatch(error.message, /disk/);
    assert.equal(await size(v), before, table);
    assert.equal((await v.store(1)).status, 201);
  }
});

const mails = (count: number): string => Array.from({ length: count }, (_, i) => `u${i}@e.io`).join(' ');

test('what outgrows its bounds with tokens in the place of personal data is refused, and nothing is stored', async (t) => {
  const v = await vault(t);
  const before = await size(v);
  // Seven mail addresses are 62 characters, and 314 as tokens.
  for (const wanted of [
    { subject: mails(7) },
    { statement: mails(100) },
    { about: ['order:8', mails(7)] },
    { source: { kind: 'system' as const, id: mails(7) } },
  ]) {
    const error = await v.refused(1, wanted);
    assert.equal(error.type, 'invalid-request');
    assert.match(error.detail, /tokens in the place of personal data/);
  }
  assert.equal((await v.refused(mails(250))).type, 'payload-too-large');
  assert.equal(await size(v), before);
  assert.equal((await v.store(1, { subject: mails(5) })).status, 201);
});

test('a reason that outgrows its bounds with tokens in it is refused, and nothing is changed', async (t) => {
  const v = await vault(t);
  const { body } = await v.store(1);
  const conflict = await v.refused(2);
  const reason = mails(30);
  const { id } = body.fact;
  const before = await size(v);
  const refused = (promise: Promise<unknown>) => refuses(promise, 'invalid-request', /tokens in the place/);
  await refused(lockFact(v.ledger, APPROVER, id, 2, { reason }));
  await refused(retractFact(v.ledger, APPROVER, id, 2, { reason }));
  const decision = { resolution: 'keep' as const, reason };
  const open = conflict.extras['conflict_id'] as string;
  await refused(resolveConflict(v.ledger, APPROVER, open, 1, decision));
  await refused(rebaseClock(v.ledger, 'acme', 'root', reason));
  assert.equal(await size(v), before);
});
