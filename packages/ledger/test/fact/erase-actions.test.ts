import assert from 'node:assert/strict';
import { test } from 'node:test';
import { erase, registerMentions, subjectIndex } from '../../src/index.ts';
import { ADMIN, occurs, rawBytes, vault, type Vault } from './support.ts';

const D = `sha256:${'0'.repeat(64)}`;

/** Writes what an evaluation, its commit, its outcome and its escalation leave in the storage. */
async function act(v: Vault, id: string, subject: string): Promise<Uint8Array> {
  const { sealer } = v.ledger;
  const index = await subjectIndex(sealer, 'acme', subject);
  return v.ledger.write('acme', 'bot', async (unit) => {
    const content = { action: { to: subject } };
    await registerMentions(unit, sealer, { type: 'evaluation', id }, [index], content);
    const sealed = await sealer.seal('acme', { type: 'evaluation', id, version: 1 }, [index], content);
    const { tx, now } = unit;
    await tx.insert('evaluations', {
      ...{ id, principal: 'bot', owner: 'ada', executor: 'executor', verdict: 'ALLOW', status: 'committed' },
      ...{
        token_digest: `token-${id}`,
        action_key: `action-${id}`,
        loop_key: `loop-${id}`,
        session: `session-${id}`,
      },
      ...{
        policy: D,
        engine: D,
        state_hash: D,
        commitment: D,
        window: 0,
        created_at: now,
        expires_at: now + 1,
      },
      ...sealed,
    });
    await tx.insert('commits', {
      ...{ evaluation: id, jti: `jti-${id}`, executor: 'executor', audience: 'shop', seq: 0 },
      ...{ committed_at: now, expires_at: now + 1, ...sealed },
    });
    await tx.insert('outcomes', {
      ...{ evaluation: id, status: 'executed', principal: 'executor', reported_at: now, seq: 0, ...sealed },
    });
    await tx.insert('escalations', {
      ...{
        id: `escalation-${id}`,
        evaluation: id,
        proposer: 'bot',
        proposer_owner: 'ada',
        target: 'approvers',
      },
      ...{ status: 'approved', version: 1, opened_at: now, expires_at: now + 1, action_key: `action-${id}` },
      ...{ reasons_digest: `reasons-${id}`, challenge: `challenge-${id}`, commitment: D, ...sealed },
    });
    await tx.insert('idempotency', {
      ...{ principal: 'executor', route: 'commit', key: id, request_digest: `request-${id}`, reference: id },
      created_at: now,
    });
    await tx.insert('usage', { limit_key: 'money', evaluation: id, state: 'reserved', amount: 7, ts: now });
    return sealed.sealed;
  });
}

test('evaluations and what followed keep ids and verdicts, and lose all that could be opened or matched', async (t) => {
  const v = await vault(t);
  const ciphertext = await act(v, 'e1', 'person:1');
  await act(v, 'e2', 'person:2');
  assert.ok(occurs(rawBytes(v), ciphertext));
  const { erased } = await erase(v.ledger, ADMIN, { subject: 'person:1', reason: 'asked for' });
  assert.deepEqual(erased, { facts: 0, vectors: 0, conflicts: 0, evaluations: 1, escalations: 1, keys: 1 });
  const raw = rawBytes(v);
  assert.ok(!occurs(raw, ciphertext));
  for (const word of ['token', 'action', 'loop', 'session', 'reasons', 'challenge', 'request']) {
    assert.ok(!occurs(raw, `${word}-e1`), word);
    assert.ok(occurs(raw, `${word}-e2`), word);
  }
  await v.ledger.read('acme', async ({ tx }) => {
    const evaluation = await tx.get('evaluations', { id: 'e1' });
    assert.deepEqual(
      [
        evaluation?.status,
        evaluation?.verdict,
        evaluation?.sealed,
        evaluation?.token_digest,
        evaluation?.kids,
      ],
      ['erased', 'ALLOW', null, null, ''],
    );
    assert.equal((await tx.get('commits', { evaluation: 'e1' }))?.sealed, null);
    assert.equal((await tx.get('outcomes', { evaluation: 'e1' }))?.sealed, null);
    const escalation = await tx.get('escalations', { id: 'escalation-e1' });
    assert.deepEqual([escalation?.status, escalation?.sealed, escalation?.action_key], ['erased', null, '']);
    assert.equal(await tx.count('idempotency'), 1);
    assert.equal((await tx.get('evaluations', { id: 'e2' }))?.status, 'committed');
    // What was used stays used.
    assert.equal(await tx.sum('usage', 'amount', { where: { limit_key: 'money' } }), 14);
    assert.equal(await tx.count('usage', { where: { evaluation: 'e1' } }), 0);
    assert.equal(await tx.count('mentions', { where: { type: 'evaluation', id: 'e1' } }), 0);
  });
});

test('an escalation that is mentioned alone is erased alone', async (t) => {
  const v = await vault(t);
  await act(v, 'e1', 'person:1');
  const index = await subjectIndex(v.ledger.sealer, 'acme', 'person:3');
  await v.ledger.write('acme', 'bot', (unit) =>
    registerMentions(unit, v.ledger.sealer, { type: 'escalation', id: 'escalation-e1' }, [index], {}),
  );
  const { erased } = await erase(v.ledger, ADMIN, { subject: 'person:3', reason: 'asked for' });
  assert.deepEqual([erased.evaluations, erased.escalations], [0, 1]);
  const row = await v.ledger.read('acme', (view) => view.tx.get('evaluations', { id: 'e1' }));
  assert.equal(row?.status, 'committed');
});
