import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { commit, type Digest } from '@eaap/protocol';
import {
  createKey,
  DEFAULT_POLICY,
  revokeKey,
  setPolicy,
  verifyDatabase,
  type DatabaseVerification,
  type FindingCode,
} from '../../src/index.ts';
import { gateway, type TestGateway } from './gateway.ts';

const SALT = new Uint8Array(32).fill(3);
/** A commitment like any other. */
export const value = (n: number): Digest => commit(SALT, { n });

/** Ids of what stands in the database that is tampered with. */
export interface Filled {
  readonly gateway: TestGateway;
  readonly fact: string;
  readonly conflict: string;
  readonly evaluation: string;
  readonly escalation: string;
  readonly agent: string;
  readonly revoked: string;
}

const factRow = (id: string, version: number, current: number) => ({
  ...{ id, version, current, status: 'active', subject_index: 's', attribute_index: 'a', value_index: 'v' },
  ...{
    locked: 0,
    trust: 'verified',
    source_kind: 'tool',
    confidence: 9000,
    half_life_ms: 1000,
    observed_at: 1,
  },
  ...{ created_at: 1, kids: '', commitment: value(version) },
});

/** A namespace with a row of every kind, each made as the gateway makes it: with its record in the same unit. */
export async function filled(t: TestContext): Promise<Filled> {
  const g = await gateway(t);
  const { ledger } = g;
  const made = await ledger.write('acme', 'root', async (unit) => {
    const [fact, conflict, evaluation, escalation, jti] = [1, 2, 3, 4, 5].map(() => unit.ids());
    assert.ok(fact && conflict && evaluation && escalation && jti);
    const { tx, now } = unit;
    for (const version of [1, 2]) {
      await tx.insert('facts', factRow(fact, version, version - 1));
      await unit.append({
        type: version === 1 ? 'fact.stored' : 'fact.reinforced',
        object: `fact:${fact}@${version}`,
        commitment: value(version),
      });
    }
    const sealed = { kids: '', sealed: null };
    await tx.insert('conflicts', {
      ...{ id: conflict, version: 1, status: 'open', subject_index: 's', attribute_index: 'a' },
      ...{ incumbent: fact, challenger: fact, opened_at: now, commitment: value(3), ...sealed },
    });
    await unit.append({ type: 'conflict.opened', object: `conflict:${conflict}@1`, commitment: value(3) });
    const decided = { policy: value(4), engine: value(5), state_hash: value(6), commitment: value(7) };
    await tx.insert('evaluations', {
      ...{ id: evaluation, principal: 'bot', owner: 'ada', executor: 'executor', verdict: 'ALLOW' },
      ...{ status: 'executed', action_key: 'k', loop_key: 'l', window: 0, created_at: now, expires_at: now },
      ...{ committed_at: now, ...decided, ...sealed },
    });
    await unit.append({
      ...{ type: 'evaluation.recorded', object: `evaluation:${evaluation}`, evaluation, verdict: 'ALLOW' },
      ...{ principal: 'bot', ...decided },
    });
    const escalated = {
      id: escalation,
      evaluation,
      proposer: 'bot',
      proposer_owner: 'ada',
      target: 'approvers',
    };
    await tx.insert('escalations', {
      ...{ ...escalated, status: 'approved', version: 2, opened_at: now, expires_at: now, action_key: 'k' },
      ...{ reasons_digest: value(8), challenge: 'x', commitment: value(9), ...sealed },
    });
    const object = `escalation:${escalation}`;
    await unit.append({ type: 'escalation.opened', object: `${object}@1`, evaluation, commitment: value(8) });
    await unit.append({
      type: 'escalation.approved',
      object: `${object}@2`,
      evaluation,
      commitment: value(9),
    });
    const { seq } = await unit.append({
      type: 'commit.accepted',
      evaluation,
      principal: 'executor',
      commitment: value(10),
    });
    await tx.insert('commits', {
      ...{
        evaluation,
        jti,
        executor: 'executor',
        audience: 'a',
        seq,
        committed_at: now,
        expires_at: now,
        ...sealed,
      },
    });
    const reported = await unit.append({
      type: 'outcome.reported',
      evaluation,
      principal: 'executor',
      reason: 'executed',
    });
    await tx.insert('outcomes', {
      ...{
        evaluation,
        status: 'executed',
        principal: 'executor',
        reported_at: now,
        seq: reported.seq,
        ...sealed,
      },
    });
    await tx.insert('controls', {
      ...{ scope: 'agent', name: 'bot', state: 'halted', reason: 'x', principal: 'root', since: now },
    });
    await unit.append({ type: 'control.halted', object: 'control:agent.bot' });
    const agent = await createKey(ledger, unit, { principal: 'bot', owner: 'ada', roles: ['agent'] });
    const revoked = await createKey(ledger, unit, { principal: 'old', owner: 'ada', roles: ['auditor'] });
    await revokeKey(unit, revoked.credential.id);
    await setPolicy(unit, { ...DEFAULT_POLICY, version: '2' });
    return {
      fact,
      conflict,
      evaluation,
      escalation,
      agent: agent.credential.id,
      revoked: revoked.credential.id,
    };
  });
  return { gateway: g, ...made };
}

/** What the verifier says of the database after somebody had their way with it. */
export function after(f: Filled, change: (db: DatabaseSync) => void): DatabaseVerification {
  const db = new DatabaseSync(f.gateway.path);
  change(db);
  db.close();
  return verifyDatabase(f.gateway.path, f.gateway.ledger);
}
/** Runs a statement that must have had an effect. */
export const run = (db: DatabaseSync, sql: string, ...values: (string | number | Uint8Array)[]) => {
  assert.ok(db.prepare(sql).run(...values).changes > 0, `nothing was tampered with: ${sql}`);
};
/** The codes found in a namespace, each once. */
export const codesOf = (result: DatabaseVerification, namespace = 'acme'): FindingCode[] => [
  ...new Set(result.namespaces.find((one) => one.namespace === namespace)?.findings.map(({ code }) => code)),
];
