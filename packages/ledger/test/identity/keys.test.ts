import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { type EaapError, formatTime, ROLES, type KeyRequest, type Role } from '@eaap/protocol';
import { authenticate, createKey, listKeys, logSize, readRecord, revokeKey } from '../../src/index.ts';
import { gateway, START, type TestGateway } from '../support/gateway.ts';

const make = ({ ledger }: TestGateway, request: KeyRequest, namespace = 'acme') =>
  ledger.write(namespace, 'root', (unit) => createKey(ledger, unit, request));
const recorder: KeyRequest = { principal: 'crm', owner: 'ada', roles: ['recorder'] };

test('a key speaks for its credential and is kept as a digest only', async (t) => {
  const g = await gateway(t);
  const { key, credential } = await make(g, {
    ...recorder,
    roles: ['recorder', 'auditor'],
    sources: [{ kind: 'tool', id: '*' }],
  });
  assert.match(key, /^eaap_acme_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(await authenticate(g.ledger, key), {
    namespace: 'acme',
    credential: credential.id,
    principal: 'crm',
    owner: 'ada',
    roles: ['recorder', 'auditor'],
    sources: [{ kind: 'tool', id: '*' }],
  });
  const secret = key.split('_').slice(2).join('_');
  await g.close();
  const bytes = readFileSync(g.path);
  assert.ok(bytes.includes(credential.id), 'the scan finds what is there');
  assert.ok(!bytes.includes(secret));
});

test('whatever is wrong with a key is answered in the same words', async (t) => {
  const g = await gateway(t);
  const good = (await make(g, recorder)).key;
  const expired = (await make(g, { ...recorder, expires_at: formatTime(START + 1000) })).key;
  const revoked = await make(g, recorder);
  await g.ledger.write('acme', 'root', (unit) => revokeKey(unit, revoked.credential.id));
  g.clock.advance(1000);
  const last = good.endsWith('A') ? 'B' : 'A';
  const wrong = [
    expired,
    revoked.key,
    good.slice(0, -1) + last,
    good.replace('eaap_acme', 'eaap_system'),
    good.replace('eaap_acme', 'eaap_nowhere'),
    `${good} `,
    good.toUpperCase(),
    'eaap_acme_',
    'eaap_acme',
    '',
    'Bearer',
  ];
  const messages = new Set<string>();
  for (const key of wrong) {
    await assert.rejects(authenticate(g.ledger, key), (error: EaapError) => {
      assert.equal(error.type, 'unauthenticated', key);
      messages.add(JSON.stringify(error.toProblem()));
      return true;
    });
  }
  assert.equal(messages.size, 1);
  assert.equal((await authenticate(g.ledger, good)).principal, 'crm');
});

test('no text that is no key gets in, or throws anything else', async (t) => {
  const { ledger } = await gateway(t);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string().map((tail) => `eaap_acme_${tail}`),
      ),
      async (key) => {
        await assert.rejects(authenticate(ledger, key), { type: 'unauthenticated' });
      },
    ),
    { numRuns: 50 },
  );
});

test('an expiry is exclusive, and time before the newest record does not bring a key back', async (t) => {
  const g = await gateway(t);
  const { key } = await make(g, { ...recorder, expires_at: formatTime(START + 1000) });
  g.clock.advance(999);
  await authenticate(g.ledger, key);
  g.clock.advance(1);
  await assert.rejects(authenticate(g.ledger, key), { type: 'unauthenticated' });
  await make(g, recorder);
  g.clock.set(START);
  await assert.rejects(authenticate(g.ledger, key), { type: 'unauthenticated' });
});

test('an agent holds no other role and asserts nothing but itself', async (t) => {
  const g = await gateway(t);
  const agent: KeyRequest = { principal: 'bot', owner: 'ada', roles: ['agent'] };
  for (const role of ROLES.filter((one) => one !== 'agent')) {
    const roles: Role[] = [role, 'agent'];
    await assert.rejects(make(g, { ...agent, roles }), {
      type: 'role-conflict',
      message: /holds no other role. Make two/,
    });
  }
  const before = await g.ledger.read('acme', logSize);
  for (const source of [
    { kind: 'human', id: 'ada' },
    { kind: 'agent', id: 'other' },
    { kind: 'agent', id: '*' },
  ] as const) {
    await assert.rejects(make(g, { ...agent, sources: [source] }), { type: 'source-not-permitted' });
  }
  assert.equal(await g.ledger.read('acme', logSize), before);
  const itself = [{ kind: 'agent', id: 'bot' }];
  assert.deepEqual((await make(g, agent)).credential.sources, itself);
  assert.deepEqual((await make(g, { ...agent, sources: [] })).credential.sources, itself);
  assert.deepEqual(
    (await make(g, { ...agent, sources: [{ kind: 'agent', id: 'bot' }] })).credential.sources,
    itself,
  );
});

test('a recorder without sources may assert none', async (t) => {
  assert.deepEqual((await make(await gateway(t), recorder)).credential.sources, []);
});

test('personal data in a name is refused, and neither stored nor repeated', async (t) => {
  const g = await gateway(t);
  const before = await g.ledger.read('acme', logSize);
  const wrong: [KeyRequest, string, string][] = [
    [{ ...recorder, principal: '10.20.30.40' }, '/principal', '10.20.30.40'],
    [{ ...recorder, owner: '4111111111111111' }, '/owner', '4111111111111111'],
    [
      { ...recorder, sources: [{ kind: 'human', id: 'ada@example.org' }] },
      '/sources/0/id',
      'ada@example.org',
    ],
  ];
  for (const [request, pointer, name] of wrong) {
    await assert.rejects(make(g, request), (error: EaapError) => {
      assert.equal(error.type, 'invalid-request');
      assert.equal(error.extras['pointer'], pointer);
      assert.match(error.detail, /holds personal data or a credential .* opaque name/);
      assert.ok(!JSON.stringify(error.toProblem()).includes(name));
      return true;
    });
  }
  assert.equal(await g.ledger.read('acme', logSize), before);
});

test('an operator’s own detector counts as well', async (t) => {
  const staff = {
    type: 'x_staff',
    *find(text: string) {
      for (const m of text.matchAll(/emp-\d{5}/g)) {
        yield { start: m.index, end: m.index + m[0].length, normalised: m[0] };
      }
    },
  } as const;
  const g = await gateway(t, { detectors: [staff] });
  await assert.rejects(make(g, { ...recorder, principal: 'emp-00417' }), {
    type: 'invalid-request',
    message: /\(x_staff\)/,
  });
});

test('a request that makes no sense is refused', async (t) => {
  const g = await gateway(t);
  const wrong: [unknown, RegExp][] = [
    [{ ...recorder, expires_at: formatTime(START) }, /would have expired already/],
    [{ ...recorder, roles: [] }, /\/roles/],
    [{ ...recorder, roles: ['root'] }, /must be one of/],
    [{ ...recorder, principal: 'Ada Lovelace' }, /\/principal/],
    [{ ...recorder, superuser: true }, /unknown member "superuser"/],
  ];
  for (const [request, message] of wrong) {
    await assert.rejects(make(g, request as KeyRequest), { type: 'invalid-request', message });
  }
});

test('making and revoking are logged, and revoking twice is revoking once', async (t) => {
  const g = await gateway(t);
  const { credential, key } = await make(g, recorder);
  const revoke = () => g.ledger.write('acme', 'root', (unit) => revokeKey(unit, credential.id));
  const revoked = await revoke();
  assert.equal(revoked.revoked_at, formatTime(START));
  const size = await g.ledger.read('acme', logSize);
  g.clock.advance(1000);
  assert.deepEqual(await revoke(), revoked);
  await g.ledger.read('acme', async (view) => {
    assert.equal(await logSize(view), size);
    assert.equal((await readRecord(view, size - 2))?.type, 'key.created');
    const record = await readRecord(view, size - 1);
    assert.equal(record?.type, 'key.revoked');
    assert.equal(record.object, `key:${credential.id}`);
    assert.equal(record.principal, 'root');
  });
  await assert.rejects(authenticate(g.ledger, key), { type: 'unauthenticated' });
  const unknown = { type: 'not-found', message: 'not-found: There is no such credential in this namespace.' };
  await assert.rejects(
    g.ledger.write('system', 'admin', (unit) => revokeKey(unit, credential.id)),
    unknown,
  );
});

test('the list has the credentials of the namespace and none of their secrets', async (t) => {
  const g = await gateway(t);
  const { credential, key } = await make(g, recorder);
  const list = await g.ledger.read('acme', listKeys);
  assert.deepEqual(
    list.map(({ principal }) => principal),
    ['root', 'crm'],
  );
  assert.deepEqual(list[1], credential);
  assert.ok(!JSON.stringify(list).includes(key.slice(-20)));
  assert.ok((await g.ledger.read('system', listKeys)).every(({ namespace }) => namespace === 'system'));
});

test('a credential that was damaged in the storage lets nobody in', async (t) => {
  const g = await gateway(t);
  const { credential, key } = await make(g, recorder);
  for (const damage of [
    { roles: '["superuser"]' },
    { roles: '{' },
    { roles: '"admin"' },
    { sources: '[{"kind":"x"}]' },
  ]) {
    await g.store.transaction('acme', async (tx) => {
      const [row] = await tx.select('credentials', { where: { id: credential.id } });
      assert.ok(row);
      await tx.update(
        'credentials',
        { digest: row.digest },
        { roles: row.roles, sources: row.sources, ...damage },
      );
    });
    await assert.rejects(authenticate(g.ledger, key), {
      type: 'storage-corrupt',
      message: /credential in the storage/,
    });
    await g.store.transaction('acme', async (tx) => {
      const [row] = await tx.select('credentials', { where: { id: credential.id } });
      assert.ok(row);
      await tx.update('credentials', { digest: row.digest }, { roles: '["recorder"]', sources: '[]' });
    });
  }
  assert.equal((await authenticate(g.ledger, key)).principal, 'crm');
});
