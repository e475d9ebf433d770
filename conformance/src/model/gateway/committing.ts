import { changed } from '../drift.ts';
import { digest } from '../digest.ts';
import { canonical, type Json, type JsonObject } from '../json.ts';
import { receiptFaults } from '../receipt.ts';
import { stateHash, type State } from '../state.ts';
import { count } from './counting.ts';
import { judgeNow } from './evaluating.ts';
import { ANY, problemAnswer, Refusal, wire, type Answered, type Asked, type Asker } from './types.ts';
import type { Decision, World } from './world.ts';

const RECEIPT_MS = 60_000;
const MINUTE_MS = 60_000;
const SINGLE = 16;

/** Records a refusal, by RFC-0008 section 5.4. */
function refuse(
  world: World,
  problem: string,
  evaluation: string | null,
  members: JsonObject = {},
): Answered {
  const kind = evaluation === null ? problem : `commit.${problem}`;
  const key = JSON.stringify([world.asker.principal, kind, Math.floor(world.now / MINUTE_MS)]);
  const before = world.refusals.get(key) ?? 0;
  world.refusals.set(key, before + 1);
  const most = evaluation === null ? 0 : SINGLE;
  if (before < most)
    world.append({ type: 'commit.refused', object: `evaluation:${evaluation}`, evaluation, reason: problem });
  else if (before === most) world.append({ type: 'requests.refused', reason: kind });
  return problemAnswer(problem, members);
}

/** RFC-0008 section 5.2. */
export function commit(world: World, { asker, body = {}, idempotencyKey }: Asked): Answered {
  const decision = world.decisions.find(({ token }) => token !== null && token === body['token']);
  if (decision === undefined || decision.executor !== asker.principal || decision.status === 'erased')
    return refuse(world, 'invalid-token', null);
  const key = JSON.stringify([asker.principal, idempotencyKey ?? '']);
  const request = digest('EAAP-REQUEST-v1', { route: 'commit', body });
  const used = idempotencyKey === undefined ? undefined : world.idempotency.get(key);
  if (used !== undefined) {
    if (used.request !== request) return refuse(world, 'idempotency-mismatch', decision.id);
    const of = world.decisions.find(({ id }) => id === used.evaluation);
    return { status: 200, problem: null, body: { receipt: of?.receipt ?? null } };
  }
  const { id, principal, executor, answer } = decision;
  const no = (problem: string, members?: JsonObject): Answered => refuse(world, problem, id, members);
  if (world.now >= decision.expires_at) return no('evaluation-expired');
  if (decision.status !== 'open') return no('already-committed');
  if (canonical(body['action'] ?? null) !== canonical(decision.sent)) return no('action-mismatch');
  const action = world.tokens.replace(body['action'] as JsonObject);
  const judged = judgeNow(world, { evaluation: id, principal, executor, action });
  const then = decision.state as unknown as State;
  const now = judged.state(then.action_commitment, then.window);
  if (stateHash(now) !== answer['state_hash']) return no('state-drift', { changed: changed(then, now) });
  if (judged.judgment.verdict !== 'ALLOW')
    return no('no-longer-admissible', { judgment: judged.judgment as unknown as Json });
  for (const approval of judged.approvals) {
    approval.status = 'consumed';
    approval.version += 1;
  }
  count(world, judged.metered, id, 'commit');
  decision.status = 'committed';
  decision.committed_at = world.now;
  const commitment = world.oracle.commitment(`evaluation:${id}`);
  const { policy, engine, state_hash } = answer as Record<string, string>;
  world.append({
    ...{ type: 'commit.accepted', object: `evaluation:${id}`, evaluation: id, verdict: 'ALLOW', commitment },
    ...{ policy: policy ?? null, engine: engine ?? null, state_hash: state_hash ?? null },
  });
  if (idempotencyKey !== undefined) world.idempotency.set(key, { request, evaluation: id });
  decision.receipt = receiptOf(world, decision, body);
  return { status: 200, problem: null, body: { receipt: decision.receipt } };
}

/** The receipt that came, where it is one; what is wrong with it otherwise. */
function receiptOf(world: World, { id, executor, sent, answer }: Decision, body: JsonObject): Json {
  const receipt = world.oracle.answered('receipt') ?? null;
  const audience = String(body['audience']);
  const faults = receiptFaults(receipt, {
    ...{ action: sent, audience, namespace: world.namespace, verifierKey: world.verifierKey, now: world.now },
  });
  if (faults.length > 0) return `a receipt that a target takes, not one refused for ${faults.join(', ')}`;
  return {
    ...(receipt as JsonObject),
    claims: {
      ...{ v: 1, jti: (receipt as { claims: JsonObject }).claims['jti'] ?? ANY, namespace: world.namespace },
      ...{ evaluation: id, executor, audience, action_commitment: answer['action_commitment'] ?? null },
      confirmation_key: body['confirmation_key'] ?? null,
      issued_at: wire(world.now),
      expires_at: wire(world.now + RECEIPT_MS),
    },
  };
}

/** Whether the silence after a commit has ended, and nothing of it is on record. */
export const isSilent = (world: World, { status, committed_at }: Decision): boolean =>
  status === 'committed' && world.now >= (committed_at ?? 0) + world.policy.document.outcome_ms;

/** Records that silence has ended. */
export function endSilence(world: World, decision: Decision): void {
  decision.status = 'unknown';
  decision.reported_by = 'gateway';
  const { id } = decision;
  const about = { object: `evaluation:${id}`, evaluation: id, reason: 'unknown', principal: 'gateway' };
  world.append({ type: 'outcome.unknown', ...about });
}

/** RFC-0008 section 7. */
export function report(world: World, { asker, body = {} }: Asked): Answered {
  const decision = world.decisions.find(({ id }) => id === body['evaluation']);
  if (decision === undefined || decision.executor !== asker.principal) throw new Refusal('not-found');
  if (decision.committed_at === null) throw new Refusal('not-committed');
  if (decision.reported_by === 'executor') throw new Refusal('already-reported');
  if (isSilent(world, decision)) endSilence(world, decision);
  const { id } = decision;
  const status = body['status'] as 'executed' | 'failed' | 'unknown';
  const about = { object: `evaluation:${id}`, evaluation: id, reason: status };
  const { seq } = world.append({ type: 'outcome.reported', ...about });
  if (decision.status !== 'erased') decision.status = status;
  decision.reported_by = 'executor';
  const answer = { evaluation: id, status, principal: asker.principal, reported_at: wire(world.now), seq };
  return { status: 201, problem: null, body: answer };
}

const mayRead = ({ roles, principal }: Asker, decision: Decision): boolean =>
  roles.includes('approver') ||
  roles.includes('auditor') ||
  (roles.includes('agent') && decision.principal === principal) ||
  (roles.includes('executor') && decision.executor === principal);

/** RFC-0008 section 2.3. */
export function lookAtEvaluation(world: World, { asker }: Asked, id: string): Answered {
  const decision = world.decisions.find((one) => one.id === id);
  if (decision === undefined || !mayRead(asker, decision)) throw new Refusal('not-found');
  if (decision.status === 'erased') throw new Refusal('erased');
  const isOver = decision.status === 'open' && world.now >= decision.expires_at;
  const status = isOver ? 'expired' : isSilent(world, decision) ? 'unknown' : decision.status;
  return {
    status: 200,
    problem: null,
    body: { evaluation: decision.answer, action: decision.action, status },
  };
}
