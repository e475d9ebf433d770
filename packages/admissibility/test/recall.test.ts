import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { erase, setManifest } from '@eaap/ledger';
import { approve, evaluate, getEscalation, halt, recall, resume } from '../src/index.ts';
import { ADMIN, APPROVER, bench, BOT, REFUND, refund, refused } from './support.ts';

describe('a decision that is recalled', () => {
  it('is judged again to the byte, whatever was changed since', async (t) => {
    const { engine, ledger, allowed, fact, policy } = await bench(t);
    await allowed();
    await refused('escalated', () => evaluate(engine, BOT, { action: refund({}, { account: 'acct_8' }) }));
    await refused('blocked', () => evaluate(engine, BOT, { action: refund({}, { extra: 1 }) }));
    await refused('blocked', () => evaluate(engine, BOT, { action: { ...refund(), tool: 'billing.other' } }));
    await halt(engine, ADMIN, { scope: 'namespace', reason: 'a drill: is halted: twice' });
    await refused('blocked', () => evaluate(engine, BOT, { action: refund() }));
    await resume(engine, ADMIN, { scope: 'namespace', reason: 'over' });
    await fact('customer:7', 'account', 'acct_9').catch((thrown: unknown) =>
      assert.match(String(thrown), /conflict/),
    );
    await refused('blocked', () => evaluate(engine, BOT, { action: refund() }));

    await policy((before) => ({ ...before, name: 'other', grants: [] }));
    await ledger.write('acme', 'root', (unit) =>
      setManifest(unit, { ...REFUND, version: '2', effects: [{ effect: 'data.write' }] }),
    );
    const { decisions, erased, next } = await recall(engine, 'acme');
    assert.deepEqual([erased, next], [[], null]);
    assert.deepEqual(
      decisions.map(({ evaluation, identical }) => [evaluation.verdict, identical]),
      [
        ['ALLOW', true],
        ['ESCALATE', true],
        ['BLOCK', true],
        ['BLOCK', true],
        ['BLOCK', true],
        ['BLOCK', true],
      ],
    );
    assert.deepEqual(decisions[0]?.input.manifest, REFUND);
    assert.equal(decisions[0]?.input.policy.name, 'test');
    assert.equal(decisions[4]?.input.halted[0]?.reason, 'a drill: is halted: twice');
    assert.equal(decisions[5]?.input.conflicts.length, 1);
  });

  it('has the approvals it was judged with', async (t) => {
    const { engine } = await bench(t);
    const action = refund({}, { account: 'acct_8' });
    const { extras } = await refused('escalated', () => evaluate(engine, BOT, { action }));
    const id = String(extras['escalation']);
    const { version, challenge } = await getEscalation(engine, APPROVER, id);
    await approve(engine, APPROVER, id, version, { reason: 'seen', challenge });
    await evaluate(engine, BOT, { action });
    const { decisions } = await recall(engine, 'acme');
    assert.deepEqual(
      decisions.map(({ identical }) => identical),
      [true, true],
    );
    assert.equal(decisions[1]?.input.approvals[0]?.escalation, id);
  });

  it('is listed as erased when it died with whom it was about', async (t) => {
    const { engine, ledger, allowed, fact } = await bench(t);
    await allowed();
    await fact('customer:8', 'account', 'acct_8');
    const { evaluation } = await allowed(refund({}, { customer: 'customer:8', account: 'acct_8' }));
    await erase(ledger, ADMIN, { subject: 'customer:7', reason: 'asked for' });
    const { decisions, erased } = await recall(engine, 'acme');
    assert.deepEqual(
      decisions.map((decision) => decision.evaluation.id),
      [evaluation.id],
    );
    assert.equal(erased.length, 1);
  });

  it('comes in pages', async (t) => {
    const { engine, allowed } = await bench(t);
    const { evaluation } = await allowed();
    assert.deepEqual((await recall(engine, 'acme', evaluation.id)).decisions, []);
  });
});
