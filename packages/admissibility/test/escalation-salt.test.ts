import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approve, getEscalation } from '../src/index.ts';
import { openEscalation } from '../src/escalation/record.ts';
import { APPROVER, bench, refused } from './support.ts';

test('each version of an escalation is committed to under a salt of its own', async (t) => {
  const b = await bench(t);
  await b.policy((policy) => ({ ...policy, escalate: { effects: ['money.move'], reversibility: [] } }));
  const id = String((await refused('escalated', () => b.allowed())).extras['escalation']);
  const salt = (): Promise<string> =>
    b.ledger.read('acme', async ({ tx }) => {
      const row = await tx.get('escalations', { id });
      assert.ok(row);
      return (await openEscalation(b.engine, 'acme', row)).salt;
    });
  const pending = await salt();
  const { challenge, version } = await getEscalation(b.engine, APPROVER, id);
  await approve(b.engine, APPROVER, id, version, { challenge, reason: 'checked' });
  const approved = await salt();
  await b.committed();
  assert.equal(new Set([pending, approved, await salt()]).size, 3);
});
