import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededEntropy } from '@eaap/protocol';
import { memoryKeyStore } from '@eaap/store';
import { authenticate, bootstrap, finishErasures, formatKids } from '../../src/index.ts';
import { gateway } from '../support/gateway.ts';

test('the first start makes system and its admin, a later one does not', async (t) => {
  const g = await gateway(t);
  assert.equal(await bootstrap(g.ledger), null);
  const actor = await authenticate(g.ledger, g.systemKey);
  assert.equal(actor.namespace, 'system');
  assert.deepEqual(actor.roles, ['admin']);
  await g.reopen();
  assert.equal(await bootstrap(g.ledger), null);
  assert.equal((await authenticate(g.ledger, g.acmeKey)).principal, 'root');
});

test('a key store of another database is refused, whichever of its keys is missing', async (t) => {
  const g = await gateway(t);
  await g.ledger.write('acme', 'root', (unit) => unit.append({ type: 'requests.refused' }));
  const strange = memoryKeyStore({ clock: g.clock, entropy: seededEntropy('another') });
  await assert.rejects(g.reopen({ keys: strange }), {
    type: 'key-store-unavailable',
    message: /has no checkpoint key, though the database has namespaces/,
  });
  await strange.ensure('system', 'signing', 'checkpoint');
  const ledger = await g.reopen({ keys: strange });
  const write = () => ledger.write('acme', 'root', (unit) => unit.append({ type: 'requests.refused' }));
  await assert.rejects(write(), { type: 'key-store-unavailable', message: /no root key of namespace acme/ });
  await strange.ensure('acme', 'root', 'root');
  await assert.rejects(write(), { type: 'key-store-unavailable', message: /another root key/ });
  await assert.rejects(authenticate(ledger, g.acmeKey), { type: 'key-store-unavailable' });
  await (await g.reopen()).write('acme', 'root', (unit) => unit.append({ type: 'requests.refused' }));
});

test('another gateway name is refused: its checkpoints would be of another log', async (t) => {
  const g = await gateway(t);
  const ledger = await g.reopen({ name: 'gateway.example.org' });
  await assert.rejects(
    ledger.write('acme', 'root', (unit) => unit.append({ type: 'requests.refused' })),
    { type: 'key-store-unavailable', message: /another checkpoint key or gateway name/ },
  );
});

test('an erasure that a crash interrupted ends at the next opening', async (t) => {
  const g = await gateway(t);
  const { kid } = await g.keys.ensure('acme', 'subject', 'index-of-somebody');
  const id = await g.ledger.write('acme', 'root', async (unit) => {
    const erasure = unit.ids();
    await unit.tx.insert('erasures', {
      id: erasure,
      status: 'pending',
      kids: formatKids({ of: 'subjects', kids: [kid] }),
      subject_index: '',
      requested_at: unit.now,
    });
    await unit.append({ type: 'subject.erased', object: `erasure:${erasure}` });
    return erasure;
  });
  assert.ok(await g.keys.get('acme', kid));
  const ledger = await g.reopen();
  assert.equal(await g.keys.get('acme', kid), undefined);
  const row = await ledger.read('acme', ({ tx }) => tx.get('erasures', { id }));
  assert.equal(row?.status, 'done');
  assert.deepEqual(await finishErasures(ledger, 'acme'), { keys: 0, erasures: 0 });
});
