import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  EaapError,
  verifyConsistency,
  verifyInclusion,
  canonicalBytes,
  fromHex,
  openCheckpoint,
  type Json,
} from '@eaap/protocol';
import { Gateway } from '@eaap/sdk';
import { recordCustomer, world } from './support/gateway.ts';

const SOURCE = { kind: 'human', id: 'operator-1', observed_at: '2026-01-31T09:00:00.000Z' } as const;
const ACTION = {
  tool: 'crm.lookup',
  parameters: { customer: 'customer:42' },
  environment: 'production',
} as const;

async function problemOf(promise: Promise<unknown>): Promise<EaapError> {
  const error = await promise.then(
    () => assert.fail('it went through'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof EaapError, String(error));
  return error;
}

const hash = (digest: string): Uint8Array => fromHex(digest.slice('sha256:'.length));

describe('a gateway in this process', () => {
  it('keeps facts: stored, contradicted, resolved, locked, retracted', async () => {
    await using at = await world();
    const { gateway } = at;
    const { fact, result } = await gateway.store({
      subject: 'order:1',
      attribute: 'total',
      value: 10,
      source: SOURCE,
    });
    assert.deepEqual([result, fact.trust, fact.status], ['stored', 'authoritative', 'active']);
    const conflict = await problemOf(
      gateway.store({ subject: 'order:1', attribute: 'total', value: 11, source: SOURCE }),
    );
    assert.deepEqual([conflict.type, conflict.status], ['conflict', 409]);
    const id = String(conflict.extras['conflict_id']);
    const open = await gateway.conflict(id);
    assert.deepEqual([open.status, open.incumbent], ['open', fact.id]);
    assert.equal((await gateway.search({ subject: 'order:1' })).snapshot.health, 'conflicted');

    const resolved = await gateway.resolve(id, open.version, {
      resolution: 'keep',
      reason: 'The invoice says 10.',
    });
    assert.deepEqual(
      [resolved.status, resolved.resolution, resolved.resolver],
      ['resolved', 'keep', 'approver'],
    );
    assert.equal(
      (await problemOf(gateway.resolve(id, resolved.version, { resolution: 'keep', reason: 'Again.' }))).type,
      'already-resolved',
    );

    const kept = await gateway.fact(fact.id);
    const locked = await gateway.lock(fact.id, kept.version, { reason: 'Audited.' });
    assert.equal(locked.locked, true);
    assert.equal(
      (await problemOf(gateway.lock(fact.id, kept.version, { reason: 'Stale.' }))).type,
      'version-mismatch',
    );
    assert.equal(
      (await problemOf(gateway.store({ subject: 'order:1', attribute: 'total', value: 12, source: SOURCE })))
        .type,
      'locked',
    );
    const unlocked = await gateway.unlock(fact.id, locked.version, { reason: 'Audit over.' });
    const retracted = await gateway.retract(fact.id, unlocked.version, { reason: 'Wrong order.' });
    assert.equal(retracted.status, 'retracted');
  });

  it('refuses facts without a source, from another source, or from the future', async () => {
    await using at = await world();
    const fact = { subject: 's', attribute: 'a', value: 1 };
    assert.equal((await problemOf(at.gateway.store(fact))).type, 'source-required');
    assert.equal(
      (await problemOf(at.gateway.as('agent').store({ ...fact, source: SOURCE }))).type,
      'source-not-permitted',
    );
    const observed_at = '2026-02-01T00:00:00.000Z';
    assert.equal(
      (await problemOf(at.gateway.store({ ...fact, source: { ...SOURCE, observed_at } }))).type,
      'observed-in-future',
    );
  });

  it('erases a person, and the log goes on verifying', async () => {
    await using at = await world();
    await recordCustomer(at.gateway);
    const before = await at.gateway.checkpoint();
    const { erased } = await at.gateway.erase({ subject: 'customer:42', reason: 'Asked for.' });
    assert.ok(erased.facts >= 2 && erased.keys >= 1);
    assert.deepEqual((await at.gateway.search({ subject: 'customer:42' })).snapshot.facts, []);
    const origin = 'eaap.local/default';
    const older = openCheckpoint(before.note, { origin, verifierKeys: [before.verifier_key] }).checkpoint;
    const after = await at.gateway.checkpoint();
    const newer = openCheckpoint(after.note, { origin, verifierKeys: [after.verifier_key] }).checkpoint;
    const { proof } = await at.gateway.consistency(older.size, newer.size);
    const claim = {
      oldSize: older.size,
      newSize: newer.size,
      proof: proof.map(hash),
      oldRoot: older.root,
      newRoot: newer.root,
    };
    assert.ok(verifyConsistency(claim));
  });

  it('proves every entry of its log', async () => {
    await using at = await world();
    await at.gateway.evaluate({ action: ACTION });
    const { verifier_key } = await at.gateway.checkpoint();
    const first = await at.gateway.entries({ limit: 3 });
    assert.deepEqual([first.entries.length, first.next], [3, 3]);
    const rest = await at.gateway.entries({ cursor: first.next ?? 0, limit: 500 });
    const all = [...first.entries, ...rest.entries];
    assert.deepEqual([all.length, rest.next], [rest.size, null]);
    for (const { record } of all) {
      const { proof, index, checkpoint } = await at.gateway.proof(record.seq);
      const { root, size } = openCheckpoint(checkpoint, {
        origin: 'eaap.local/default',
        verifierKeys: [verifier_key],
      }).checkpoint;
      assert.ok(
        verifyInclusion({
          leaf: canonicalBytes(record as unknown as Json),
          index,
          size,
          proof: proof.map(hash),
          root,
        }),
        `entry ${record.seq}`,
      );
    }
  });

  it('denies an escalation, for good', async () => {
    await using at = await world();
    const action = {
      tool: 'mail.send',
      parameters: { to: 'a@example.com', subject: 's', body: 'b' },
      environment: 'production',
    } as const;
    const error = await problemOf(at.gateway.evaluate({ action }));
    assert.equal(error.type, 'escalated');
    const { escalations, next } = await at.gateway.escalations({ status: 'pending', limit: 10 });
    assert.deepEqual([escalations.length, next, escalations[0]?.id], [1, null, error.extras['escalation']]);
    const { id, version, challenge } = await at.gateway.escalation(String(error.extras['escalation']));
    assert.equal(
      (await problemOf(at.gateway.approve(id, version, { challenge: 'x', reason: 'r' }))).type,
      'challenge-mismatch',
    );
    assert.equal((await at.gateway.deny(id, version, { reason: 'No.' })).status, 'denied');
    assert.equal(
      (await problemOf(at.gateway.approve(id, version + 1, { challenge, reason: 'r' }))).type,
      'already-decided',
    );
    assert.deepEqual((await at.gateway.escalations({ status: 'pending' })).escalations, []);
  });

  it('halts an agent, a namespace, and, for an admin of system alone, everything', async () => {
    await using at = await world();
    const system = Gateway.over(at.service, { key: at.credentials.system });
    const evaluate = () => at.gateway.evaluate({ action: ACTION });
    for (const [who, scope] of [
      [at.gateway, { scope: 'agent', agent: 'agent' }],
      [at.gateway, { scope: 'namespace' }],
      [system, { scope: 'gateway' }],
    ] as const) {
      const { halted } = await who.halt({ ...scope, reason: 'Stop.' });
      assert.equal(halted.length, 1);
      assert.equal((await problemOf(evaluate())).type, 'blocked');
      assert.deepEqual((await who.resume({ ...scope, reason: 'Go.' })).halted, []);
      await evaluate();
    }
    assert.equal((await problemOf(at.gateway.halt({ scope: 'gateway', reason: 'Stop.' }))).type, 'forbidden');
    assert.equal(
      (await problemOf(at.gateway.resume({ scope: 'namespace', reason: 'Go.' }))).type,
      'not-found',
    );
  });

  it('is configured: policy, trust, manifests, keys, namespaces', async () => {
    await using at = await world();
    const { gateway } = at;
    const { policy, version } = await gateway.policy();
    assert.equal((await gateway.setPolicy({ ...policy, version: '2', grants: [] })).version, version + 1);
    assert.equal((await problemOf(gateway.evaluate({ action: ACTION }))).type, 'blocked');
    const { trust } = await gateway.trust();
    assert.equal((await gateway.setTrust({ ...trust, version: '2' })).trust.version, '2');
    const { manifests } = await gateway.manifests();
    assert.deepEqual(manifests.map(({ manifest }) => manifest.tool).sort(), [
      'billing.refund',
      'crm.lookup',
      'files.read',
      'mail.send',
    ]);

    const { credential, key } = await gateway.createKey({
      principal: 'reader',
      owner: 'operator',
      roles: ['auditor'],
    });
    const reader = Gateway.over(at.service, { key });
    assert.ok((await reader.keys()).credentials.some(({ id }) => id === credential.id));
    assert.notEqual((await gateway.revokeKey(credential.id)).revoked_at, null);
    assert.equal((await problemOf(reader.keys())).type, 'unauthenticated');
    const greedy = {
      principal: 'greedy',
      owner: 'operator',
      roles: ['agent', 'executor'] as ['agent', 'executor'],
    };
    assert.equal((await problemOf(gateway.createKey(greedy))).type, 'role-conflict');

    const system = Gateway.over(at.service, { key: at.credentials.system });
    const made = await system.createNamespace({ namespace: 'second', admin: 'boss', owner: 'somebody' });
    assert.deepEqual([made.credential.namespace, made.credential.roles], ['second', ['admin']]);
    const again = { namespace: 'second', admin: 'boss', owner: 'somebody' };
    assert.equal((await problemOf(system.createNamespace(again))).type, 'already-exists');
  });

  it('refuses to go on when its clock goes back, until an admin accepts it', async () => {
    await using at = await world();
    await at.gateway.evaluate({ action: ACTION });
    at.clock.set(at.clock.now() - 60_000);
    assert.equal((await problemOf(at.gateway.evaluate({ action: ACTION }))).type, 'clock-unreliable');
    assert.equal((await at.gateway.control()).halted.length, 0, 'an admin still gets in');
    await at.gateway.rebase({ reason: 'The time server was wrong.' });
    await at.gateway.evaluate({ action: ACTION });
  });

  it('lists a commit nobody reports on as unknown, once its time is over', async () => {
    await using at = await world();
    const { evaluation, token } = await at.gateway.evaluate({ action: ACTION });
    await at.gateway.commit(
      {
        token,
        action: ACTION,
        audience: 'crm',
        confirmation_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      },
      'k',
    );
    at.clock.advance(15 * 60_000 + 1);
    assert.equal((await at.gateway.getEvaluation(evaluation.id)).status, 'unknown');
    const late = { evaluation: evaluation.id, status: 'executed' } as const;
    assert.equal((await at.gateway.outcome(late)).status, 'executed');
    assert.equal((await at.gateway.getEvaluation(evaluation.id)).status, 'executed');
    assert.equal((await problemOf(at.gateway.outcome(late))).type, 'already-reported');
    const said = await at.gateway.entries({ evaluation: evaluation.id });
    assert.deepEqual(
      said.entries.map(({ record }) => record.type),
      ['evaluation.recorded', 'commit.accepted', 'outcome.unknown', 'outcome.reported'],
    );
  });
});
