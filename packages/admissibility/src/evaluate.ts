import { refusePersonalName, type Actor, type Unit } from '@eaap/ledger';
import {
  commit as commitment,
  digestBytes,
  draw,
  EaapError,
  formatTime,
  toBase64Url,
  type Action,
  type EvaluateRequest,
  type EvaluateResponse,
  type Evaluation,
  type Json,
  type Judgment,
  type State,
} from '@eaap/protocol';
import { assemble, stateOf, type Assembly } from './assemble.ts';
import type { Engine } from './engine.ts';
import { escalate } from './escalation/open.ts';
import { countAttempt } from './limits.ts';
import { seal } from './seal.ts';
import { windowStart } from './state.ts';
import { explain } from './explain.ts';

/** What is kept, sealed, of an evaluation. Facts are referred to by version, not copied. */
export interface EvaluationPayload {
  readonly evaluation: Evaluation;
  readonly action: Action;
  readonly extraction: Json;
  readonly facts: readonly (readonly [id: string, version: number])[];
  readonly counters: Json;
  readonly state: State;
  /** The indexes of the subjects it is about: what follows it is sealed under their keys as well. */
  readonly subjects: readonly string[];
  readonly action_salt: string;
}

interface Decided {
  readonly evaluation: Evaluation;
  readonly token: string | undefined;
  readonly denied: boolean;
}

/** An instant of the injected monotonic clock, for the latency that is recorded outside every digest. */
const since = (engine: Engine, start: number): number =>
  Math.max(0, Math.round((engine.ledger.parts.clock.monotonic() - start) * 1000));

async function record(
  engine: Engine,
  unit: Unit,
  actor: Actor,
  assembly: Assembly,
  judgment: Judgment,
  salt: Uint8Array,
  raw: Action,
  id: string,
  start: number,
): Promise<Decided> {
  const { action, executor } = assembly.input;
  const action_commitment = commitment(salt, raw as unknown as Json);
  const window = windowStart(unit.now, assembly.policy.window_ms);
  const state = stateOf(assembly, actor.principal, action_commitment, window);
  const state_hash = engine.parts.hash(state);
  const expires_at = unit.now + assembly.policy.ttl_ms;
  const escalation =
    judgment.verdict === 'ESCALATE'
      ? await escalate(engine, unit, { actor, evaluation: id, assembly, judgment })
      : undefined;
  const { seq } = await unit.append({
    type: 'evaluation.recorded',
    object: `evaluation:${id}`,
    evaluation: id,
    verdict: judgment.verdict,
    policy: assembly.policyDigest,
    engine: assembly.engineDigest,
    state_hash,
    commitment: action_commitment,
    telemetry: {
      latency_us: since(engine, start),
      ...(action.model === undefined ? {} : { model: action.model }),
      ...(action.framework === undefined ? {} : { framework: action.framework }),
    },
  });
  const evaluation: Evaluation = {
    id,
    namespace: unit.namespace,
    principal: actor.principal,
    executor,
    verdict: judgment.verdict,
    executable: false,
    action_commitment,
    state_hash,
    policy: assembly.policyDigest,
    engine: assembly.engineDigest,
    window,
    created_at: formatTime(unit.now),
    expires_at: formatTime(expires_at),
    judgment,
    escalation: escalation?.id ?? null,
    seq,
  };
  const secret = judgment.verdict === 'ALLOW' ? draw(engine.ledger.parts.entropy, 32) : undefined;
  const payload: EvaluationPayload = {
    evaluation,
    action,
    extraction: assembly.input.extraction as unknown as Json,
    facts: assembly.input.facts.map((fact) => [fact.id, fact.version]),
    counters: assembly.input.counters as unknown as Json,
    state,
    subjects: assembly.subjects,
    action_salt: toBase64Url(salt),
  };
  await unit.tx.insert('evaluations', {
    id,
    principal: actor.principal,
    owner: actor.owner,
    executor,
    verdict: judgment.verdict,
    status: secret === undefined ? 'closed' : 'open',
    token_digest: secret === undefined ? null : digestBytes('EAAP-TOKEN-v1', secret),
    action_key: assembly.actionKey,
    loop_key: assembly.loopKey,
    session: action.session ?? null,
    policy: assembly.policyDigest,
    engine: assembly.engineDigest,
    state_hash,
    commitment: action_commitment,
    window,
    created_at: unit.now,
    expires_at,
    ...(await seal(engine, unit, 'evaluation', id, 1, assembly.subjects, payload as unknown as Json)),
  });
  await countAttempt(engine.ledger, unit, assembly.policy, assembly.metered, id);
  return {
    evaluation,
    token: secret === undefined ? undefined : toBase64Url(secret),
    denied: escalation?.denied ?? false,
  };
}

/**
 * Decides whether an action may be committed. The decision and its log entry are durable before this returns or
 * throws.
 *
 * @returns for ALLOW the evaluation and its execution token.
 * @throws EaapError `blocked` or `escalated`, each carrying the `evaluation`; `storage-*`, `clock-unreliable` and the
 * like when nothing could be decided, in which case nothing was written.
 * @see RFC-0001 section 9.1
 */
export async function evaluate(
  engine: Engine,
  actor: Actor,
  request: EvaluateRequest,
): Promise<EvaluateResponse> {
  const { ledger, parts } = engine;
  const start = ledger.parts.clock.monotonic();
  if (request.executor !== undefined)
    refusePersonalName('name of the executor', '/executor', request.executor, ledger);
  const action = await parts.scrub(ledger, actor.namespace, request.action);
  const salt = ledger.sealer.salt();
  const { evaluation, token, denied } = await ledger.write(actor.namespace, actor.principal, async (unit) => {
    const id = unit.ids();
    const proposal = { evaluation: id, principal: actor.principal, executor: request.executor, action };
    const assembly = await assemble(engine, unit, proposal);
    const judgment = parts.judge(assembly.input);
    return record(engine, unit, actor, assembly, judgment, salt, request.action, id, start);
  });
  if (token !== undefined) return { evaluation, token };
  if (evaluation.verdict === 'ESCALATE') {
    const next = denied
      ? 'Somebody has denied this action for these reasons; asking again does not change that.'
      : `It waits as escalation ${evaluation.escalation ?? ''} for somebody else to decide; evaluate the same action again once it is approved.`;
    throw new EaapError('escalated', `${explain(evaluation.judgment, 'escalate')} ${next}`, {
      evaluation,
      escalation: evaluation.escalation,
    });
  }
  throw new EaapError('blocked', explain(evaluation.judgment, 'block'), { evaluation });
}
