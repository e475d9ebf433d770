import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticate, bootstrap } from '../../src/index.ts';
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
