import { setImmediate } from 'node:timers/promises';
import type { Engine } from '@eaap/admissibility';
import type { Unit } from '@eaap/ledger';
import {
  EaapError,
  type Action,
  type CommitRequest,
  type EvaluateRequest,
  type EvaluateResponse,
  type Judgment,
} from '@eaap/protocol';
import type { Answer } from '@eaap/sdk';
import type { Mutant } from '../types.ts';
import { editing } from './lib/body.ts';
import { all, handling, withUnit, type Called, type Change } from './lib/deciding.ts';

const isOf = (error: unknown, type: string): error is EaapError =>
  error instanceof EaapError && error.type === type;

/** What was allowed, by token. */
interface Allowed {
  readonly action: Action;
  readonly body: EvaluateResponse;
  readonly at: number;
}

/** A gateway that remembers what it allowed, by token, and commits with that in mind. */
function remembering(
  commit: (called: Called<CommitRequest>, allowed: Allowed | undefined) => Promise<Answer>,
): Change {
  const known = new Map<string, Allowed>();
  return all(
    handling<EvaluateRequest>('evaluate', async ({ call, next }) => {
      const answer = await next();
      const body = answer.body as EvaluateResponse;
      known.set(body.token, { action: call.body.action, body, at: Date.parse(body.evaluation.created_at) });
      return answer;
    }),
    handling<CommitRequest>('commit', (called) => commit(called, known.get(called.call.body.token))),
  );
}

const at = (unit: Unit, now: number): Unit => ({ ...unit, now });

/** Commits of the same token that are under way. */
const underWay = new Map<string, Promise<Answer>>();
const receipts = new Map<string, Answer>();
const byKey = new Map<string, Answer>();

const passing = (judgment: Judgment): Judgment => ({
  ...judgment,
  verdict: 'ALLOW',
  gates: judgment.gates.map((gate) => ({ ...gate, outcome: 'pass', reasons: [] })),
});

/** An engine that takes what it allowed once for allowed. */
const decidedOnce = (engine: Engine): Engine => ({
  ...engine,
  parts: { ...engine.parts, judge: (input) => passing(engine.parts.judge(input)) },
});

/** Broken gateways of RFC-0001 section 9.3. */
export const COMMIT_MUTANTS: readonly Mutant[] = [
  {
    id: 'commits-any-action',
    breaks: ['EAAP-0001-091'],
    invariant: [11],
    description: 'Commits whatever action is presented with a token.',
    expected: [
      'admission.action-mismatch',
      'admission.idempotency-mismatch',
      'admission.no-member-left-out',
      'admission.tokens-swapped',
    ],
    change: remembering(({ call, next }, allowed) => {
      const action = allowed?.action ?? call.body.action;
      return next({ call: { ...call, body: { ...call.body, action } } });
    }),
  },
  {
    id: 'compares-parameters-alone',
    breaks: ['EAAP-0001-091'],
    invariant: [11],
    description: 'Compares tool and parameters of an action, and nothing else of it.',
    expected: ['admission.action-mismatch'],
    change: remembering(({ call, next }, allowed) => {
      const { tool, parameters } = call.body.action;
      const action = { ...(allowed?.action ?? call.body.action), tool, parameters };
      return next({ call: { ...call, body: { ...call.body, action } } });
    }),
  },
  {
    id: 'any-executor-redeems',
    breaks: ['EAAP-0001-092'],
    invariant: [],
    description: 'Redeems a token for every executor that has it.',
    expected: ['admission.token-of-another-executor', 'admission.token-of-a-named-executor'],
    change: remembering(({ actor, next }, allowed) =>
      next({ actor: { ...actor, principal: allowed?.body.evaluation.executor ?? actor.principal } }),
    ),
  },
  {
    id: 'tells-tokens-apart',
    breaks: ['EAAP-0001-092'],
    invariant: [],
    description: "Tells whoever tries another executor's token that there is such a token.",
    expected: ['admission.token-of-another-executor', 'actors.foreign-token'],
    change: remembering(async ({ next }, allowed) => {
      try {
        return await next();
      } catch (error) {
        if (!isOf(error, 'invalid-token') || allowed === undefined) throw error;
        throw new EaapError('invalid-token', 'This token names another executor.');
      }
    }),
  },
  {
    id: 'forgets-the-ttl',
    breaks: ['EAAP-0001-093'],
    invariant: [12],
    description: 'Gives every evaluation a minute, whatever the policy says.',
    expected: ['admission.expires-at'],
    change: handling('evaluate', async ({ next }) => {
      const answer = await next();
      const { evaluation, token } = answer.body as EvaluateResponse;
      const expires_at = new Date(Date.parse(evaluation.created_at) + 60_000).toISOString();
      return { ...answer, body: { token, evaluation: { ...evaluation, expires_at } } };
    }),
  },
  {
    id: 'clamps-the-ttl',
    breaks: ['EAAP-0001-094'],
    invariant: [12],
    description: 'Cuts a time to live that is too long down to five minutes, and accepts the policy.',
    expected: ['admission.ttl-too-long'],
    fetch: editing(/^\/v2\/policy$/, (policy) =>
      Number(policy['ttl_ms']) > 300_000 ? { ...policy, ttl_ms: 300_000 } : policy,
    ),
  },
  {
    id: 'never-expires',
    breaks: ['EAAP-0001-095'],
    invariant: [12],
    description: 'Commits by the time of the evaluation.',
    expected: [
      'admission.approval-expires',
      'admission.evaluation-expired',
      'admission.expiry-to-the-millisecond',
      'admission.faded-since',
    ],
    change: remembering(({ context, next }, allowed) =>
      next({ context: withUnit(context, (unit) => at(unit, Math.min(unit.now, allowed?.at ?? unit.now))) }),
    ),
  },
  {
    id: 'expires-a-moment-late',
    breaks: ['EAAP-0001-096'],
    invariant: [12],
    description: 'Commits in the very millisecond in which an evaluation expires.',
    expected: ['admission.expiry-to-the-millisecond'],
    change: handling('commit', ({ context, next }) =>
      next({ context: withUnit(context, (unit) => at(unit, unit.now - 1)) }),
    ),
  },
  {
    id: 'redeems-again',
    breaks: ['EAAP-0001-097'],
    invariant: [12],
    description: 'Answers a token that was redeemed with its receipt, to whoever asks.',
    expected: [
      'admission.already-committed',
      'admission.concurrent-commits',
      'admission.race-for-one-token',
      'admission.token-after-kill',
      'admission.token-after-restart',
    ],
    change: handling<CommitRequest>('commit', async ({ call, next }) => {
      try {
        const answer = await next();
        receipts.set(call.body.token, answer);
        return answer;
      } catch (error) {
        // Commits at the same time are answered together: the accepted one is to be told first.
        await setImmediate();
        const answer = receipts.get(call.body.token);
        if (!isOf(error, 'already-committed') || answer === undefined) throw error;
        return answer;
      }
    }),
  },
  {
    id: 'answers-all-at-once',
    breaks: ['EAAP-0001-098'],
    invariant: [12],
    description: 'Gives commits of one token that come at the same time one answer.',
    expected: ['admission.concurrent-commits', 'admission.race-for-one-token'],
    change: handling<CommitRequest>('commit', async ({ call, next }) => {
      const { token } = call.body;
      const running = underWay.get(token) ?? next();
      underWay.set(token, running);
      try {
        return await running;
      } finally {
        underWay.delete(token);
      }
    }),
  },
  {
    id: 'ignores-idempotency',
    breaks: ['EAAP-0001-099'],
    invariant: [],
    description: 'Takes no notice of an Idempotency-Key.',
    expected: [
      'admission.idempotent-commit',
      'admission.idempotency-key-of-another-request',
      'admission.idempotency-mismatch',
      'admission.repeated-after-expiry',
      'admission.token-after-kill',
      'admission.token-after-restart',
    ],
    change: handling('commit', ({ call, next }) => {
      const { 'idempotency-key': _, ...headers } = call.headers;
      return next({ call: { ...call, headers } });
    }),
  },
  {
    id: 'idempotent-by-key-alone',
    breaks: ['EAAP-0001-099'],
    invariant: [],
    description: 'Answers an Idempotency-Key with its receipt, whatever the request is.',
    expected: ['admission.idempotency-key-of-another-request', 'admission.idempotency-mismatch'],
    change: handling('commit', async ({ actor, call, next }) => {
      const key = call.headers['idempotency-key'];
      if (key === undefined) return next();
      const name = `${actor.namespace} ${actor.principal} ${key}`;
      const answer = byKey.get(name) ?? (await next());
      byKey.set(name, answer);
      return answer;
    }),
  },
  {
    id: 'decides-once',
    breaks: ['EAAP-0001-100', 'EAAP-0010-008'],
    invariant: [8],
    description: 'Does not judge again at commit.',
    expected: [
      'admission.halted-since',
      'admission.limit-reached-since',
      'admission.limit-reached-at-once',
      'admission.faded-since',
      'admission.approved-and-halted',
      'admission.race-for-one-limit',
    ],
    change: handling('commit', ({ context, next }) =>
      next({ context: { ...context, engine: decidedOnce(context.engine) } }),
    ),
  },
];
