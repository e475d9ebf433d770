import {
  EaapError,
  type CommitRequest,
  type EvaluateRequest,
  type EvaluateResponse,
  type EvaluationView,
  type Json,
  type OutcomeRequest,
  type ProblemType,
} from '@eaap/protocol';
import type { Answer } from '@eaap/sdk';
import type { Mutant } from '../types.ts';
import { all, handling, type Called, type Change } from './lib/deciding.ts';
import { over, withTx } from './lib/parts.ts';

const isOf = (error: unknown, ...types: readonly ProblemType[]): error is EaapError =>
  error instanceof EaapError && types.includes(error.type);
const spelled = (value: unknown): string => JSON.stringify(value as Json);

/** Commits whose refusals are answered, or allowed, in another way. */
const refusing = (tell: (problem: EaapError, called: Called<CommitRequest>) => Promise<Answer>): Change =>
  handling<CommitRequest>('commit', async (called) => {
    try {
      return await called.next();
    } catch (error) {
      if (!(error instanceof EaapError)) throw error;
      return tell(error, called);
    }
  });

/** Commits under a key, with a memory of its own for each gateway. */
const keyed = (
  commit: (called: Called<CommitRequest>, key: string, known: Map<string, unknown>) => Promise<Answer>,
): Change => {
  const known = new Map<string, unknown>();
  return handling<CommitRequest>('commit', async (called) => {
    const key = called.call.headers['idempotency-key'];
    return key === undefined ? called.next() : commit(called, `${called.actor.namespace} ${key}`, known);
  });
};

const mismatch = (): EaapError => new EaapError('idempotency-mismatch', 'This key was used before.');

/** What was evaluated, by token. */
function rememberingActions(tell: (known: ReadonlyMap<string, string>) => Change): Change {
  const known = new Map<string, string>();
  return all(
    handling<EvaluateRequest>('evaluate', async ({ call, next }) => {
      const answer = await next();
      known.set((answer.body as EvaluateResponse).token, spelled(call.body.action));
      return answer;
    }),
    tell(known),
  );
}

/** Evaluations that are answered otherwise than they are kept. */
const shownAs = (change: (view: EvaluationView) => EvaluationView): Change =>
  handling('evaluation', async ({ next }) => {
    const answer = await next();
    return { ...answer, body: change(answer.body as EvaluationView) };
  });

/** The executor an evaluation names. */
async function executorOf({ context, actor, call }: Called<OutcomeRequest>): Promise<string> {
  const { ledger } = context.engine;
  const row = await ledger.read(actor.namespace, ({ tx }) =>
    tx.get('evaluations', { id: call.body.evaluation }),
  );
  return row?.executor ?? actor.principal;
}

/** Broken gateways of RFC-0008 section 5. */
const commits: readonly Mutant[] = [
  {
    id: 'compares-actions-first',
    breaks: ['EAAP-0008-006'],
    invariant: [11],
    description: 'Compares the action before it looks whose token it is, and whether it was used.',
    expected: ['admission.first-failing-step', 'actors.foreign-token'],
    change: rememberingActions((known) =>
      refusing(async (problem, { call: { body } }) => {
        const evaluated = known.get(body.token);
        const differs = evaluated !== undefined && evaluated !== spelled(body.action);
        if (!differs || !isOf(problem, 'invalid-token', 'already-committed')) throw problem;
        throw new EaapError('action-mismatch', 'The action is another.');
      }),
    ),
  },
  {
    id: 'refuses-without-a-judgment',
    breaks: ['EAAP-0008-007'],
    invariant: [8],
    description: 'Does not say why an action is not admissible any more.',
    expected: ['admission.judged-again-carried'],
    change: refusing(async (problem) => {
      throw isOf(problem, 'no-longer-admissible') ? new EaapError(problem.type, problem.detail) : problem;
    }),
  },
  {
    id: 'burns-tokens',
    breaks: ['EAAP-0008-008'],
    invariant: [],
    description: 'Uses a token up when its commit is no longer admissible, as while the namespace is halted.',
    expected: ['admission.token-outlives-refusals'],
    change: (parts) => {
      const burnt = new Set<string>();
      return all(
        refusing(async (problem, { call }) => {
          if (isOf(problem, 'no-longer-admissible')) burnt.add(call.body.token);
          throw problem;
        }),
        handling<CommitRequest>('commit', async ({ call, next }) => {
          if (burnt.has(call.body.token)) throw new EaapError('already-committed', 'The token is used up.');
          return next();
        }),
      )(parts);
    },
  },
  {
    id: 'answers-any-request-by-its-key',
    breaks: ['EAAP-0008-009'],
    invariant: [],
    description: 'Answers the receipt of an Idempotency-Key to whatever request comes under it.',
    expected: ['admission.idempotency-mismatch', 'admission.idempotency-key-of-another-request'],
    change: (parts) =>
      keyed(async ({ actor, next }, key, known) => {
        const name = `${actor.principal} ${key}`;
        const before = known.get(name);
        if (before !== undefined) return before as Answer;
        const answer = await next();
        known.set(name, answer);
        return answer;
      })(parts),
  },
  {
    id: 'forgets-receipts',
    breaks: ['EAAP-0008-010'],
    invariant: [],
    description: 'Looks at the clock before it looks for the receipt of an Idempotency-Key.',
    expected: ['admission.repeated-after-expiry', 'admission.idempotent-commit'],
    change: (parts) => {
      const ends = new Map<string, number>();
      return all(
        handling('evaluate', async ({ next }) => {
          const answer = await next();
          const { token, evaluation } = answer.body as EvaluateResponse;
          ends.set(token, Date.parse(evaluation.expires_at));
          return answer;
        }),
        handling<CommitRequest>('commit', async ({ call, context, next }) => {
          const now = context.ledger.parts.clock.now();
          if (now >= (ends.get(call.body.token) ?? Number.MAX_SAFE_INTEGER)) {
            await next();
            throw new EaapError('evaluation-expired', 'The evaluation has expired.');
          }
          return next();
        }),
      )(parts);
    },
  },
  {
    id: 'keeps-keys-of-refusals',
    breaks: ['EAAP-0008-011'],
    invariant: [],
    description: 'Takes an Idempotency-Key as used although its commit was refused.',
    expected: ['admission.key-of-a-refusal', 'admission.key-of-two-executors'],
    change: (parts) =>
      keyed(async ({ call, next }, key, known) => {
        const before = known.get(key);
        if (before !== undefined && before !== spelled(call.body)) throw mismatch();
        known.set(key, spelled(call.body));
        return next();
      })(parts),
  },
  {
    id: 'shares-keys',
    breaks: ['EAAP-0008-012'],
    invariant: [],
    description: 'Keeps Idempotency-Keys by namespace, whoever used them.',
    expected: ['admission.key-of-two-executors'],
    change: (parts) =>
      keyed(async ({ actor, next }, key, known) => {
        const before = known.get(key);
        if (before !== undefined && before !== actor.principal) throw mismatch();
        known.set(key, actor.principal);
        return next();
      })(parts),
  },
  {
    id: 'records-every-refusal',
    breaks: ['EAAP-0008-013', 'EAAP-0008-014'],
    invariant: [7],
    description: 'Lets refused commits grow the log at will.',
    expected: ['admission.refusals-bounded'],
    change: (parts) =>
      withTx(parts, {
        write: (tx) =>
          over(tx, {
            get: (async (table: string, key: never) =>
              table === 'refusals' ? undefined : tx.get(table as 'facts', key)) as typeof tx.get,
            insert: async (table, row) => {
              if (table !== 'refusals') await tx.insert(table, row);
            },
          }),
      }),
  },
  {
    id: 'says-drift-and-not-what',
    breaks: ['EAAP-0008-015', 'EAAP-0009-014'],
    invariant: [11],
    description: 'Says that the state has changed, and not what has.',
    expected: [
      'admission.drift-told',
      'admission.approval-consumed',
      'admission.drift-of-a-grant',
      'admission.drift-of-the-engine',
    ],
    change: refusing(async (problem) => {
      throw isOf(problem, 'state-drift') ? new EaapError('state-drift', problem.detail) : problem;
    }),
  },
];

/** Broken gateways of RFC-0008 sections 2, 3, 7 and 8. */
const around: readonly Mutant[] = [
  {
    id: 'names-its-own-executor',
    breaks: ['EAAP-0008-001'],
    invariant: [],
    description: 'Takes the first executor of the policy, whichever the request names.',
    expected: [
      'admission.executor-named',
      'admission.token-of-a-named-executor',
      'admission.key-of-two-executors',
      'admission.halt-of-an-executor',
      'judgment.executor-not-listed',
      'ledger.pii-executor',
    ],
    change: handling<EvaluateRequest>('evaluate', ({ call, next }) => {
      const { executor: _, ...body } = call.body;
      return next({ call: { ...call, body } });
    }),
  },
  {
    id: 'shows-agents-everything',
    breaks: ['EAAP-0008-002'],
    invariant: [4],
    description: 'Shows every agent every evaluation of its namespace.',
    expected: ['admission.evaluation-of-another-agent'],
    change: handling('evaluation', ({ actor, next }) => next({ actor: { ...actor, roles: ['auditor'] } })),
  },
  {
    id: 'ends-windows-where-they-begin',
    breaks: ['EAAP-0008-003'],
    invariant: [11],
    description: 'Answers the time of an evaluation that is not blocked as its window.',
    expected: [
      'admission.window',
      'admission.state-hash-of-nothing',
      'admission.state-hash-of-facts',
      'admission.state-hash-of-a-version',
    ],
    change: handling('evaluate', async ({ next }) => {
      const answer = await next();
      const body = answer.body as EvaluateResponse;
      const window = Date.parse(body.evaluation.created_at);
      return { ...answer, body: { ...body, evaluation: { ...body.evaluation, window } } };
    }),
  },
  {
    id: 'takes-foreign-reports',
    breaks: ['EAAP-0008-016'],
    invariant: [],
    description: 'Takes an outcome from any executor.',
    expected: ['admission.outcome-of-another-executor'],
    change: handling<OutcomeRequest>('outcome', async (called) =>
      called.next({ actor: { ...called.actor, principal: await executorOf(called) } }),
    ),
  },
  {
    id: 'takes-reports-again',
    breaks: ['EAAP-0008-017'],
    invariant: [],
    description: 'Answers a second outcome as if it were the first.',
    expected: ['admission.outcome-twice', 'admission.outcome-late'],
    change: handling<OutcomeRequest>('outcome', async ({ actor, call, context, next }) => {
      try {
        return await next();
      } catch (error) {
        if (!isOf(error, 'already-reported')) throw error;
        const reported_at = new Date(context.ledger.parts.clock.now()).toISOString();
        const { evaluation, status } = call.body;
        return { body: { evaluation, status, principal: actor.principal, reported_at, seq: 0 } };
      }
    }),
  },
  {
    id: 'hears-nothing-after-silence',
    breaks: ['EAAP-0008-018', 'EAAP-0008-019'],
    invariant: [7],
    description: 'Holds what it has not seen for what has not happened: after silence no report is taken.',
    expected: ['admission.outcome-late'],
    change: handling<OutcomeRequest>('outcome', async ({ actor, call, context, next }) => {
      const before = await context.engine.ledger.read(actor.namespace, ({ tx }) =>
        tx.get('outcomes', { evaluation: call.body.evaluation }),
      );
      if (before?.principal === 'gateway') throw new EaapError('already-reported', 'It is unknown.');
      return next();
    }),
  },
  {
    id: 'never-says-expired',
    breaks: ['EAAP-0008-020'],
    invariant: [12],
    description: 'Shows an evaluation as open when its time is over.',
    expected: ['admission.expired-shown'],
    change: shownAs((view) => (view.status === 'expired' ? { ...view, status: 'open' } : view)),
  },
];

export const ADMISSION_DETAIL_MUTANTS: readonly Mutant[] = [...commits, ...around];
