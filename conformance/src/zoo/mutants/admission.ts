import { engineDigest, stateHash } from '@eaap/admissibility';
import type { Unit } from '@eaap/ledger';
import {
  digest,
  EaapError,
  type CommitRequest,
  type EvaluateResponse,
  type EvaluationView,
  type OutcomeRequest,
  type State,
} from '@eaap/protocol';
import { extract } from '@eaap/judgment';
import type { Mutant } from '../types.ts';
import { all, handling, withEngine, withUnit, type Change } from './lib/deciding.ts';

const isOf = (error: unknown, type: string): error is EaapError =>
  error instanceof EaapError && error.type === type;

/** An evaluate whose denials of one type are told in another way. */
const denying = (type: 'blocked' | 'escalated', tell: (problem: EaapError) => EaapError): Change =>
  handling('evaluate', async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw isOf(error, type) ? tell(error) : error;
    }
  });

/** An evaluate whose answer to an ALLOW is changed on its way out. */
const answering = (change: (body: EvaluateResponse) => unknown): Change =>
  all(
    (parts) => ({ ...parts, checkResponses: false }),
    handling('evaluate', async ({ next }) => {
      const answer = await next();
      return { ...answer, body: change(answer.body as EvaluateResponse) };
    }),
  );

/** An appended record that is nowhere. */
const unlogged = (unit: Unit, isLeftOut: (entry: Parameters<Unit['append']>[0]) => boolean): Unit => ({
  ...unit,
  append: async (entry) => {
    if (!isLeftOut(entry)) return unit.append(entry);
    const [newest] = await unit.tx.select('log', { order: [['seq', 'desc']], limit: 1 });
    return { seq: newest?.seq ?? 0 } as Awaited<ReturnType<Unit['append']>>;
  },
});

const tokens = new Map<string, string>();
const counted = (): string => `${tokens.size}`.padStart(43, 'A');

/** Broken in what they answer and record. */
const answers: readonly Mutant[] = [
  {
    id: 'blocks-as-forbidden',
    breaks: ['EAAP-0001-081'],
    invariant: [13],
    description: 'Answers a BLOCK as a missing role.',
    expected: ['admission.blocked'],
    change: denying('blocked', ({ detail, extras }) => new EaapError('forbidden', detail, extras)),
  },
  {
    id: 'blocks-in-silence',
    breaks: ['EAAP-0001-081'],
    invariant: [13],
    description: 'Answers a BLOCK without its evaluation.',
    expected: ['admission.blocked', 'admission.blocked-is-kept'],
    change: denying('blocked', ({ detail }) => new EaapError('blocked', detail)),
  },
  {
    id: 'calls-it-executable',
    breaks: ['EAAP-0001-082'],
    invariant: [],
    description: 'Says of an allowed action that it may be executed.',
    expected: ['admission.allowed'],
    change: answering((body) => ({ ...body, evaluation: { ...body.evaluation, executable: true } })),
  },
  {
    id: 'counts-tokens',
    breaks: ['EAAP-0001-082'],
    invariant: [],
    description: 'Gives out tokens that can be guessed from one another.',
    expected: ['admission.tokens-differ'],
    change: all(
      answering((body) => {
        const token = counted();
        tokens.set(token, body.token);
        return { ...body, token };
      }),
      handling<CommitRequest>('commit', ({ call, next }) => {
        const token = tokens.get(call.body.token) ?? call.body.token;
        return next({ call: { ...call, body: { ...call.body, token } } });
      }),
    ),
  },
  {
    id: 'logs-what-it-allows',
    breaks: ['EAAP-0001-083'],
    invariant: [7],
    description: 'Records the evaluations it allows, and no others.',
    expected: [
      'admission.evaluation-recorded',
      'admission.recorded-before-answer',
      'admission.evaluation-survives-kill',
      'judgment.rule-error-recorded',
      'failing.evaluate-while-log-fails',
    ],
    change: handling('evaluate', ({ context, next }) =>
      next({ context: withUnit(context, (unit) => unlogged(unit, ({ verdict }) => verdict === 'BLOCK')) }),
    ),
  },
  {
    id: 'refuses-in-silence',
    breaks: ['EAAP-0001-101'],
    invariant: [7],
    description: 'Records no refusal of a commit.',
    expected: ['admission.refusal-recorded', 'admission.sixteen-refusals-recorded'],
    change: handling('commit', ({ context, next }) =>
      next({
        context: withUnit(context, (unit) => unlogged(unit, ({ type }) => type === 'commit.refused')),
      }),
    ),
  },
  {
    id: 'believes-any-outcome',
    breaks: ['EAAP-0001-102'],
    invariant: [],
    description: 'Takes reports on what was never committed.',
    expected: ['admission.outcome-not-committed', 'admission.outcome-of-a-denial'],
    change: handling<OutcomeRequest>('outcome', async ({ actor, call, context, next }) => {
      try {
        return await next();
      } catch (error) {
        if (!isOf(error, 'not-committed')) throw error;
        const { evaluation, status } = call.body;
        const reported_at = new Date(context.ledger.parts.clock.now()).toISOString();
        return { body: { evaluation, status, principal: actor.principal, reported_at, seq: 0 } };
      }
    }),
  },
  {
    id: 'waits-for-ever',
    breaks: ['EAAP-0001-103'],
    invariant: [],
    description: 'Never closes a commit that nobody reported on.',
    expected: ['admission.outcome-unknown', 'admission.outcome-twice'],
    change: all(
      (parts) => ({ ...parts, sweepMs: Number.MAX_SAFE_INTEGER }),
      handling('evaluation', async ({ next }) => {
        const answer = await next();
        const view = answer.body as EvaluationView;
        return view.status === 'unknown' ? { ...answer, body: { ...view, status: 'committed' } } : answer;
      }),
    ),
  },
];

const first = new Map<string, State>();
/** The state of an action as it was when it was evaluated. */
const evaluated = (state: State): State => {
  const known = first.get(state.action_commitment) ?? state;
  first.set(state.action_commitment, known);
  return known;
};

/** A gateway that computes the window anew at commit, for the width of the policy it judges by. */
const recomputingWindow: Change = (parts) => {
  let width = 1;
  return withEngine({
    extract: (action, manifest, policy) => {
      width = policy.window_ms;
      return extract(action, manifest, policy);
    },
    hash: (state) => {
      const now = parts.clock?.now() ?? state.window;
      return stateHash({ ...state, window: now - (now % width) });
    },
  })(parts);
};

/** Broken in what a decision is bound to. */
const binding: readonly Mutant[] = [
  {
    id: 'hashes-without-action',
    breaks: ['EAAP-0001-085'],
    invariant: [11],
    description: 'Leaves the action and the principal out of the state hash, as the original formula does.',
    expected: [
      'admission.state-hash-of-nothing',
      'admission.state-hash-of-facts',
      'admission.state-hash-of-a-conflict',
      'admission.state-hash-of-a-version',
    ],
    change: withEngine({
      hash: ({ action_commitment: _, principal: __, ...state }) => digest('EAAP-STATE-v1', state),
    }),
  },
  {
    id: 'never-looks-again',
    breaks: ['EAAP-0001-086', 'EAAP-0001-087', 'EAAP-0001-088'],
    invariant: [11],
    description: 'Compares the state at commit with itself.',
    expected: [
      'admission.drift-of-a-fact',
      'admission.drift-there-and-back',
      'admission.drift-of-absence',
      'admission.drift-of-configuration',
      'admission.approval-consumed',
      'admission.drift-of-a-conflict',
      'admission.drift-of-a-grant',
      'admission.drift-of-the-engine',
    ],
    change: withEngine({ hash: (state) => stateHash(evaluated(state)) }),
  },
  {
    id: 'overlooks-new-facts',
    breaks: ['EAAP-0001-087'],
    invariant: [11],
    description: 'Compares the facts that were there and not those that have come.',
    expected: ['admission.drift-of-absence'],
    change: withEngine({
      hash: (state) => {
        const known = new Set(evaluated(state).objects.map(([, id]) => id));
        return stateHash({ ...state, objects: state.objects.filter(([, id]) => known.has(id)) });
      },
    }),
  },
  {
    id: 'overlooks-new-rules',
    breaks: ['EAAP-0001-088'],
    invariant: [11],
    description: 'Compares facts, and neither policy nor engine.',
    expected: [
      'admission.drift-of-configuration',
      'admission.drift-of-a-grant',
      'admission.drift-of-the-engine',
    ],
    change: withEngine({
      hash: (state) => {
        const { policy, engine } = evaluated(state);
        return stateHash({ ...state, policy, engine });
      },
    }),
  },
  {
    id: 'drifts-with-everything',
    breaks: ['EAAP-0001-089'],
    invariant: [11],
    description: 'Binds a decision to all facts of the namespace.',
    expected: ['admission.no-drift-elsewhere', 'admission.drift-told', 'admission.drift-of-the-engine'],
    change: withEngine({
      digest: async (view) => {
        const facts = await view.tx.count('facts');
        return digest('EAAP-ENGINE-v1', { engine: await engineDigest(view), facts });
      },
    }),
  },
  {
    id: 'recomputes-the-window',
    breaks: ['EAAP-0001-090'],
    invariant: [11],
    description: 'Computes the window again at commit.',
    expected: ['admission.no-drift-over-a-boundary', 'admission.expiry-to-the-millisecond'],
    change: recomputingWindow,
  },
];

/** Broken gateways of RFC-0001 sections 9.1, 9.2 and 9.4. */
export const ADMISSION_MUTANTS: readonly Mutant[] = [...answers, ...binding];
