import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setManifest } from '@eaap/ledger';
import type { Action, Evaluation } from '@eaap/protocol';
import {
  approve,
  deny,
  evaluate,
  getEscalation,
  halt,
  listEscalations,
  resume,
  sweep,
} from '../src/index.ts';
import {
  ADMIN,
  APPROVER,
  BOT,
  INSIDER,
  POLICY,
  START,
  bench,
  refund,
  refused,
  type Bench,
} from './support.ts';

const ALWAYS = (policy: typeof POLICY) => ({
  ...policy,
  escalate: { effects: ['money.move' as const], reversibility: [] },
});

async function escalated(b: Bench, action: Action = refund()): Promise<string> {
  const problem = await refused('escalated', () => b.allowed(action));
  return problem.extras['escalation'] as string;
}

async function approved(b: Bench, action?: Action): Promise<string> {
  const id = await escalated(b, action);
  const { challenge, version } = await getEscalation(b.engine, APPROVER, id);
  await approve(b.engine, APPROVER, id, version, { challenge, reason: 'checked with the customer' });
  return id;
}

test('an escalated action is approved by another person, evaluated again, and committed once', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const id = await approved(b);
  const receipt = await b.committed();
  assert.ok(receipt.claims.jti);
  assert.equal((await getEscalation(b.engine, APPROVER, id)).status, 'consumed');
  const again = await refused('escalated', () => b.allowed());
  assert.notEqual(again.extras['escalation'], id);
  assert.deepEqual((await b.log()).slice(0, 5), [
    'policy.changed',
    'escalation.opened',
    'evaluation.recorded',
    'escalation.approved',
    'evaluation.recorded',
  ]);
});

test('two evaluations under one approval cannot both be committed', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  await approved(b);
  const first = await b.allowed();
  const second = await b.allowed();
  await b.commit(first.token);
  await refused('state-drift', () => b.commit(second.token));
});

test('the escalation shows target, action and reasons, and is not asked twice', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const id = await escalated(b, refund({ intent: 'first' }));
  assert.equal(await escalated(b, refund({ intent: 'second' })), id);
  const view = await getEscalation(b.engine, APPROVER, id);
  assert.equal(view.target, 'refund-desk');
  assert.deepEqual(view.action?.parameters['account'], 'acct_7');
  assert.deepEqual(
    view.reasons.map(({ gate, code }) => `${gate}/${code}`),
    ['escalation/always-escalate'],
  );
  assert.equal((await listEscalations(b.engine, APPROVER, { status: 'pending' })).escalations.length, 1);
});

test('approval needs the challenge, the version, and another person', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const id = await escalated(b);
  const { challenge } = await getEscalation(b.engine, APPROVER, id);
  const typo = await refused('challenge-mismatch', () =>
    approve(b.engine, APPROVER, id, 1, { challenge: challenge.toLowerCase(), reason: 'x' }),
  );
  assert.match(typo.detail, /exactly/);
  await refused('challenge-mismatch', () => approve(b.engine, APPROVER, id, 1, { reason: 'x' }));
  await refused('version-mismatch', () => approve(b.engine, APPROVER, id, 2, { challenge, reason: 'x' }));
  const own = await refused('separation-of-duties', () =>
    approve(b.engine, INSIDER, id, 1, { challenge, reason: 'x' }),
  );
  assert.match(own.detail, /another person must decide it/);
  await refused('separation-of-duties', () => deny(b.engine, INSIDER, id, 1, { reason: 'x' }));
  await approve(b.engine, APPROVER, id, 1, { challenge, reason: 'x' });
  await refused('already-decided', () => deny(b.engine, APPROVER, id, 2, { reason: 'x' }));
});

test('a decision whose reason is too long with tokens in it is refused, and nothing is decided', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const id = await escalated(b);
  const { challenge, version } = await getEscalation(b.engine, APPROVER, id);
  const reason = Array.from({ length: 30 }, (_, i) => `u${i}@e.io`).join(' ');
  await refused('invalid-request', () => approve(b.engine, APPROVER, id, version, { challenge, reason }));
  await refused('invalid-request', () => deny(b.engine, APPROVER, id, version, { reason }));
  assert.equal((await getEscalation(b.engine, APPROVER, id)).status, 'pending');
});

test('an approval covers that action for those reasons and nothing else', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  await approved(b);
  await refused('escalated', () => b.allowed(refund({}, { amount: { amount: '1251', currency: 'EUR' } })));
  const other = { ...BOT, principal: 'bot2', owner: 'eve' };
  await refused('blocked', () => evaluate(b.engine, other, { action: refund() }));
  // A new reason: the same action, and now an ungrounded account.
  await approved(b, refund({}, { account: 'acct_9' }));
  await b.policy((policy) => ({
    ...ALWAYS(policy),
    escalate: { effects: ['money.move'], reversibility: ['irreversible'] },
  }));
  const added = await refused('escalated', () => b.allowed());
  assert.notEqual(added.extras['escalation'], null);
});

test('a block is never overridden by an approval', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  await approved(b);
  await halt(b.engine, ADMIN, { scope: 'agent', agent: 'bot', reason: 'looks wrong' });
  const problem = await refused('blocked', () => b.allowed());
  assert.match(problem.detail, /standing\/halted/);
  await resume(b.engine, ADMIN, { scope: 'agent', agent: 'bot', reason: 'fine' });
  await b.committed();
});

test('what was denied stays denied when it is asked again', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const id = await escalated(b);
  await deny(b.engine, APPROVER, id, 1, { reason: 'no such order' });
  const again = await refused('escalated', () => b.allowed(refund({ intent: 'please' })));
  assert.equal(again.extras['escalation'], id);
  assert.match(again.detail, /denied/);
  assert.equal((await getEscalation(b.engine, APPROVER, id)).status, 'denied');
});

test('silence is denial, and an approval that came too late is refused and logged', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const id = await escalated(b);
  const { challenge } = await getEscalation(b.engine, APPROVER, id);
  b.clock.advance(POLICY.escalation.ttl_ms);
  assert.equal((await getEscalation(b.engine, APPROVER, id)).status, 'expired');
  await refused('escalation-expired', () => approve(b.engine, APPROVER, id, 1, { challenge, reason: 'x' }));
  assert.equal((await b.log()).at(-1), 'escalation.expired');
  await refused('escalation-expired', () => approve(b.engine, APPROVER, id, 2, { challenge, reason: 'x' }));
  const other = await escalated(b);
  assert.notEqual(other, id);
  b.clock.advance(POLICY.escalation.ttl_ms);
  assert.deepEqual(await sweep(b.engine, 'acme'), { outcomes: 0, escalations: 1 });
});

test('a list of a state has what is shown in that state, whether or not a sweep was there', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const early = await escalated(b);
  b.clock.advance(1);
  const late = await escalated(b, refund({}, { amount: { amount: '7', currency: 'EUR' } }));
  b.clock.advance(POLICY.escalation.ttl_ms - 1);
  const listed = async (status?: string, cursor?: string, limit?: number) => {
    const query = { ...(status && { status }), ...(cursor && { cursor }), ...(limit && { limit }) };
    const { escalations, next } = await listEscalations(b.engine, APPROVER, query);
    return { ids: escalations.map(({ id }) => id), next };
  };
  assert.deepEqual(await listed('pending'), { ids: [late], next: null });
  assert.deepEqual(await listed('expired'), { ids: [early], next: null });
  await sweep(b.engine, 'acme');
  assert.deepEqual(await listed('pending'), { ids: [late], next: null });
  assert.deepEqual(await listed('expired'), { ids: [early], next: null });
  b.clock.advance(1);
  assert.deepEqual(await listed('expired', undefined, 1), { ids: [early], next: early });
  assert.deepEqual(await listed('expired', early, 1), { ids: [late], next: null });
  assert.deepEqual(await listed('pending'), { ids: [], next: null });
});

test('one sweep closes all that is due, however much is not', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  const each = async (from: number, to: number) => {
    for (let n = from; n < to; n++)
      await escalated(b, refund({}, { amount: { amount: `${n}`, currency: 'EUR' } }));
  };
  await b.policy((policy) => ({
    ...ALWAYS(policy),
    limits: [],
    escalation: { target: 'later', ttl_ms: 604_800_000 },
  }));
  await each(1, 102);
  await b.policy((policy) => ({
    ...ALWAYS(policy),
    limits: [],
    escalation: { target: 'soon', ttl_ms: 1000 },
  }));
  await each(102, 204);
  b.clock.advance(1000);
  assert.deepEqual(await sweep(b.engine, 'acme'), { outcomes: 0, escalations: 102 });
  assert.deepEqual(await sweep(b.engine, 'acme'), { outcomes: 0, escalations: 0 });
});

test('an approval that expired allows nothing', async (t) => {
  const b = await bench(t);
  await b.policy(ALWAYS);
  await approved(b);
  b.clock.advance(POLICY.escalation.ttl_ms);
  await refused('escalated', () => b.allowed());
});

test('a halt stops evaluation and a commit in flight, in its own scope, until resumed', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  await halt(b.engine, ADMIN, { scope: 'namespace', reason: 'incident 12' });
  const blocked = await refused('blocked', () => b.allowed());
  const evaluation = blocked.extras['evaluation'] as Evaluation;
  assert.equal(evaluation.judgment.gates[0]?.reasons[0]?.code, 'halted');
  await refused('no-longer-admissible', () => b.commit(token));
  await refused('forbidden', () => halt(b.engine, ADMIN, { scope: 'gateway', reason: 'x' }));
  await refused('invalid-request', () => halt(b.engine, ADMIN, { scope: 'agent', reason: 'x' }));
  await refused('invalid-request', () =>
    resume(b.engine, ADMIN, { scope: 'namespace', agent: 'bot', reason: 'x' }),
  );
  await resume(b.engine, ADMIN, { scope: 'namespace', reason: 'over' });
  await refused('not-found', () => resume(b.engine, ADMIN, { scope: 'namespace', reason: 'over' }));
  await b.commit(token);
  await halt(b.engine, { ...ADMIN, namespace: 'system' }, { scope: 'gateway', reason: 'all stop' });
  await refused('blocked', () => b.allowed());
});

test('an escalation edited in the database approves nothing and is not decided', async (t) => {
  const edits = [{ status: 'approved', decided_by: 'desk' }, { expires_at: START * 2 }];
  for (const edit of edits) {
    const b = await bench(t);
    await b.policy(ALWAYS);
    const id = await escalated(b);
    await b.ledger.parts.store.transaction('acme', (tx) => tx.update('escalations', { id }, edit));
    if ('status' in edit) await refused('storage-corrupt', () => b.allowed());
    const problem = await refused('storage-corrupt', () => getEscalation(b.engine, APPROVER, id));
    assert.match(problem.detail, /behind the back/);
  }
});

test('a proposer who takes their name off an escalation in the database does not approve it', async (t) => {
  for (const edit of [{ proposer: 'other', proposer_owner: 'other' }, { proposer_owner: 'other' }]) {
    const b = await bench(t);
    await b.policy(ALWAYS);
    const id = await escalated(b);
    const { challenge, version } = await getEscalation(b.engine, APPROVER, id);
    await b.ledger.parts.store.transaction('acme', (tx) => tx.update('escalations', { id }, edit));
    const request = { challenge, reason: 'mine' };
    await refused('storage-corrupt', () => approve(b.engine, INSIDER, id, version, request));
  }
});

test('an approval covers as many reasons as an escalation holds', async (t) => {
  const b = await bench(t);
  const authority = { subject: { literal: 'list' }, attribute: 'member', relation: 'equal' as const };
  await b.ledger.write('acme', 'root', (unit) =>
    setManifest(unit, {
      v: 1,
      tool: 'billing.batch',
      version: '1',
      description: 'Looks many up.',
      effects: [{ effect: 'data.read' }],
      parameters: { '/items/*': { type: 'identifier', authority } },
    }),
  );
  await b.policy((policy) => ({
    ...policy,
    grants: policy.grants.map((grant) => ({ ...grant, effects: ['data.read' as const], targets: ['*'] })),
  }));
  const items = Array.from({ length: 128 }, (_, n) => `item-${n}`);
  const action: Action = { tool: 'billing.batch', environment: 'production', parameters: { items } };
  const id = await approved(b, action);
  assert.equal((await getEscalation(b.engine, APPROVER, id)).reasons.length, 128);
  assert.deepEqual((await b.allowed(action)).evaluation.judgment.approvals, [id]);
});
