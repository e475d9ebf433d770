import {
  approve,
  commit,
  control,
  deny,
  evaluate,
  getEscalation,
  getEvaluation,
  halt,
  listEscalations,
  outcome,
  resume,
} from '@eaap/admissibility';
import {
  EaapError,
  matches,
  Uuid,
  type CommitRequest,
  type CommitResponse,
  type ControlState,
  type DecideRequest,
  type Escalation,
  type EscalationsResponse,
  type EvaluateRequest,
  type EvaluateResponse,
  type EvaluationView,
  type HaltRequest,
  type Outcome,
  type OutcomeRequest,
  type RouteId,
} from '@eaap/protocol';
import type { Handler } from '../types.ts';
import { idOf, versionOf } from './vault.ts';

const propose: Handler<EvaluateRequest, EvaluateResponse> = async ({ engine }, actor, call) => ({
  body: await evaluate(engine, actor, call.body),
});

const redeem: Handler<CommitRequest, CommitResponse> = async ({ engine }, actor, call) => ({
  body: await commit(engine, actor, call.body, call.headers['idempotency-key']),
});

const report: Handler<OutcomeRequest, Outcome> = async ({ engine }, actor, call) => ({
  body: await outcome(engine, actor, call.body),
});

const evaluation: Handler<never, EvaluationView> = async ({ engine }, actor, call) => ({
  body: await getEvaluation(engine, actor, idOf(call)),
});

const escalations: Handler<never, EscalationsResponse> = async ({ engine }, actor, { query }) => {
  const { status, cursor, limit } = query;
  if (cursor !== undefined && !matches(Uuid, cursor)) {
    throw new EaapError('invalid-request', 'cursor must be `next` of the page before.', {
      parameter: 'cursor',
    });
  }
  return {
    body: await listEscalations(engine, actor, {
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { cursor }),
      ...(limit === undefined ? {} : { limit: Number(limit) }),
    }),
  };
};

const escalation: Handler<never, Escalation> = async ({ engine }, actor, call) => ({
  body: await getEscalation(engine, actor, idOf(call)),
});

const decided =
  (decide: typeof approve): Handler<DecideRequest, Escalation> =>
  async ({ engine }, actor, call) => ({
    body: await decide(engine, actor, idOf(call), versionOf(call), call.body),
  });

const controlled =
  (change: typeof halt): Handler<HaltRequest, ControlState> =>
  async ({ engine }, actor, call) => ({ body: await change(engine, actor, call.body) });

const controls: Handler<never, ControlState> = async ({ engine }, actor) => ({
  body: await control(engine, actor),
});

/** L4 over the wire. */
export const ACTIONS = {
  evaluate: propose,
  commit: redeem,
  outcome: report,
  evaluation,
  escalations,
  escalation,
  approve: decided(approve),
  deny: decided(deny),
  halt: controlled(halt),
  resume: controlled(resume),
  control: controls,
} as const satisfies Partial<Record<RouteId, Handler>>;
