import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  digest,
  ManifestResponse,
  Policy,
  PolicyResponse,
  TrustResponse,
  TrustTable,
  validate,
  type EaapError,
  type Manifest,
} from '@eaap/protocol';
import {
  authenticate,
  createNamespace,
  DEFAULT_POLICY,
  DEFAULT_TRUST,
  entries,
  getManifest,
  getPolicy,
  getTrust,
  listManifests,
  logSize,
  readRecord,
  setManifest,
  setPolicy,
  setTrust,
  verifyDatabase,
} from '../../src/index.ts';
import { gateway } from '../support/gateway.ts';

const manifest = (tool: string, version = '1'): Manifest => ({
  v: 1,
  tool,
  version,
  description: 'Pays money back.',
  effects: [{ effect: 'money.move' }],
  parameters: {},
});

test('a new namespace grants nothing and believes as the default table says', async (t) => {
  const { ledger } = await gateway(t);
  validate(Policy, DEFAULT_POLICY);
  validate(TrustTable, DEFAULT_TRUST);
  assert.deepEqual(DEFAULT_POLICY.grants, []);
  await ledger.read('acme', async (view) => {
    const { policy, version, digest: of } = await getPolicy(view);
    assert.deepEqual([policy, version, of], [DEFAULT_POLICY, 1, digest('EAAP-POLICY-v1', DEFAULT_POLICY)]);
    assert.deepEqual((await getTrust(view)).trust, DEFAULT_TRUST);
    assert.deepEqual(await listManifests(view), []);
    assert.equal(await getManifest(view, 'billing.refund'), undefined);
    const { entries: log } = await entries(view);
    assert.deepEqual(
      log.map(({ record }) => record.type),
      ['namespace.created', 'policy.changed', 'trust.changed', 'key.created'],
    );
    assert.ok(log.every(({ record }) => record.principal === 'admin'));
  });
});

test('every change is a new version, kept and logged with its digest', async (t) => {
  const { ledger, path } = await gateway(t);
  const policy: Policy = { ...DEFAULT_POLICY, version: '2', confidence: { minimum: 100 } };
  const set = await ledger.write('acme', 'root', (unit) => setPolicy(unit, policy));
  assert.equal(set.version, 2);
  const trust: TrustTable = { ...DEFAULT_TRUST, many: ['phone'] };
  await ledger.write('acme', 'root', (unit) => setTrust(unit, trust));
  await ledger.read('acme', async (view) => {
    const found = await getPolicy(view);
    assert.deepEqual(found, { ...set, policy });
    validate(PolicyResponse, found);
    validate(TrustResponse, await getTrust(view));
    const size = await logSize(view);
    const record = await readRecord(view, size - 2);
    assert.equal(record?.type, 'policy.changed');
    assert.equal(record.object, 'policy:default@2');
    assert.equal(record.commitment, set.digest);
    assert.equal((await readRecord(view, size - 1))?.object, 'trust:table@2');
    // What was in force before is kept: decisions were made by it.
    const before = digest('EAAP-POLICY-v1', DEFAULT_POLICY);
    assert.equal((await view.tx.get('documents', { digest: before }))?.kind, 'policy');
  });
  await ledger.write('acme', 'root', (unit) => setPolicy(unit, DEFAULT_POLICY));
  assert.equal((await ledger.read('acme', getPolicy)).version, 3);
  assert.ok(verifyDatabase(path, ledger).ok);
});

test('what is in force already changes nothing and is not logged', async (t) => {
  const { ledger } = await gateway(t);
  const before = await ledger.read('acme', logSize);
  const reordered = Object.fromEntries(Object.entries(DEFAULT_POLICY).reverse()) as Policy;
  const { version } = await ledger.write('acme', 'root', (unit) => setPolicy(unit, reordered));
  assert.equal(version, 1);
  assert.equal(await ledger.read('acme', logSize), before);
});

test('manifests are pinned tool by tool', async (t) => {
  const { ledger } = await gateway(t);
  await ledger.write('acme', 'root', async (unit) => {
    await setManifest(unit, manifest('mail.send'));
    await setManifest(unit, manifest('billing.refund'));
    await setManifest(unit, manifest('billing.refund', '2'));
  });
  await ledger.read('acme', async (view) => {
    const list = await listManifests(view);
    assert.deepEqual(
      list.map(({ manifest: { tool, version: of }, version }) => [tool, of, version]),
      [
        ['billing.refund', '2', 2],
        ['mail.send', '1', 1],
      ],
    );
    const found = await getManifest(view, 'billing.refund');
    assert.deepEqual(found, list[0]);
    validate(ManifestResponse, found);
    assert.equal(await getManifest(view, 'billing'), undefined);
  });
  assert.equal(await ledger.read('system', (view) => getManifest(view, 'mail.send')), undefined);
});

test('what does not load or holds personal data is refused with its own type, and nothing changes', async (t) => {
  const { ledger } = await gateway(t);
  const before = await ledger.read('acme', logSize);
  const write = (set: (unit: Parameters<typeof setPolicy>[0]) => Promise<unknown>) =>
    ledger.write('acme', 'root', async (unit) => {
      await set(unit);
    });
  const wrong = { ...DEFAULT_POLICY, ttl_ms: 1 };
  await assert.rejects(
    write((unit) => setPolicy(unit, wrong)),
    { type: 'invalid-policy', message: /ttl_ms/ },
  );
  await assert.rejects(
    write((unit) => setTrust(unit, { ...DEFAULT_TRUST, v: 2 } as never)),
    { type: 'invalid-trust' },
  );
  await assert.rejects(
    write((unit) => setManifest(unit, {} as Manifest)),
    { type: 'invalid-manifest' },
  );
  const personal = { ...manifest('mail.send'), description: 'Writes to ada@example.org' };
  await assert.rejects(
    write((unit) => setManifest(unit, personal)),
    (error: EaapError) => {
      assert.equal(error.type, 'invalid-manifest');
      assert.equal(error.extras['pointer'], '/description');
      assert.ok(!JSON.stringify(error.toProblem()).includes('ada@'));
      return true;
    },
  );
  assert.equal(await ledger.read('acme', logSize), before);
});

test('a document that was changed in the storage is not served', async (t) => {
  const { ledger, store } = await gateway(t);
  await ledger.read('acme', getPolicy);
  const damaged = [JSON.stringify({ ...DEFAULT_POLICY, ttl_ms: 61_000 }), '{'];
  for (const value of damaged) {
    await store.transaction(
      'acme',
      async (tx) => void (await tx.update('settings', { name: 'policy' }, { value })),
    );
    await assert.rejects(ledger.read('acme', getPolicy), {
      type: 'storage-corrupt',
      message: /The policy in the storage/,
    });
  }
  await store.transaction('acme', async (tx) => void (await tx.delete('settings', { name: 'trust' })));
  await assert.rejects(ledger.read('acme', getTrust), { type: 'storage-corrupt', message: /no trust table/ });
});

test('nobody can change a document by changing what they were given', async (t) => {
  const { ledger } = await gateway(t);
  const { policy } = await ledger.read('acme', getPolicy);
  assert.throws(() => (policy.executors as string[]).push('mallory'), TypeError);
  const given = structuredClone(DEFAULT_POLICY) as { executors: string[] } & Policy;
  given.version = '2';
  await ledger.write('acme', 'root', (unit) => setPolicy(unit, given));
  given.executors.push('mallory');
  assert.deepEqual((await ledger.read('acme', getPolicy)).policy.executors, ['executor']);
});

test('a namespace is made once, system not at all, and none with a name that tells', async (t) => {
  const { ledger, acmeKey } = await gateway(t);
  const request = { namespace: 'beta', admin: 'root', owner: 'ada', by: 'admin' };
  const results = await Promise.allSettled([
    createNamespace(ledger, request),
    createNamespace(ledger, request),
  ]);
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  await assert.rejects(createNamespace(ledger, request), {
    type: 'already-exists',
    message: 'already-exists: The namespace beta exists already.',
  });
  await assert.rejects(createNamespace(ledger, { ...request, namespace: 'system' }), {
    type: 'already-exists',
  });
  await assert.rejects(createNamespace(ledger, { ...request, namespace: 'Beta' }), {
    type: 'invalid-request',
  });
  await assert.rejects(createNamespace(ledger, { ...request, namespace: 'gamma', admin: '10.20.30.40' }), {
    type: 'invalid-request',
    message: /principal holds personal data/,
  });
  assert.deepEqual(await ledger.parts.store.namespaces(), ['acme', 'beta', 'system']);
  assert.equal((await authenticate(ledger, acmeKey)).namespace, 'acme');
});

test('a log without the row of its namespace is not taken over', async (t) => {
  const { ledger, store } = await gateway(t);
  await store.transaction('acme', async (tx) => void (await tx.delete('settings', { name: 'namespace' })));
  await assert.rejects(
    createNamespace(ledger, { namespace: 'acme', admin: 'mallory', owner: 'mallory', by: 'admin' }),
    {
      type: 'storage-corrupt',
      message: /has a log, but the row that describes it is missing/,
    },
  );
});
