import { getEscalation } from '@eaap/admissibility';
import {
  EaapError,
  type DecideRequest,
  type Escalation,
  type EvaluationView,
  type HaltRequest,
  type JudgeInput,
} from '@eaap/protocol';
import { judge } from '@eaap/judgment';
import type { Mutant } from '../types.ts';
import { all, handling, misread, withEngine, withUnit, type Called, type Change } from './lib/deciding.ts';
import { over, withTx } from './lib/parts.ts';

const isOf = (error: unknown, type: string): error is EaapError =>
  error instanceof EaapError && error.type === type;
const idOf = ({ call }: Called<DecideRequest>): string => call.params['id'] ?? '';
const current = (called: Called<DecideRequest>): Promise<Escalation> =>
  getEscalation(called.context.engine, called.actor, idOf(called));

/** Escalations that are answered otherwise than they are kept. */
const shownAs = (change: (escalation: Escalation) => Escalation): Change =>
  handling('escalation', async ({ next }) => {
    const answer = await next();
    return { ...answer, body: change(answer.body as Escalation) };
  });

/** Approves as if the challenge had been typed, when `isTyped` says so. */
const typing = (isTyped: (typed: string | undefined, escalation: Escalation) => boolean): Change =>
  handling<DecideRequest>('approve', async (called) => {
    const escalation = await current(called).catch(() => undefined);
    const { body } = called.call;
    if (escalation === undefined || !isTyped(body.challenge, escalation)) return called.next();
    return called.next({
      call: { ...called.call, body: { ...body, challenge: escalation.challenge } },
    });
  });

const toolOf = ({ challenge }: Escalation): string => challenge.split(' ')[0] ?? '';

/** Broken gateways of RFC-0009. */
const escalations: readonly Mutant[] = [
  {
    id: 'escalates-every-time',
    breaks: ['EAAP-0009-001', 'EAAP-0009-002'],
    invariant: [13],
    description: 'Opens an escalation for each attempt, so that asking until somebody gives in works.',
    expected: ['admission.escalated-once'],
    change: (parts) =>
      withTx(parts, {
        write: (tx) =>
          over(tx, {
            select: (async (table: string, query: { where?: Record<string, unknown> } = {}) => {
              const isLookup = table === 'escalations' && query.where?.['action_key'] !== undefined;
              const wanted = query.where?.['status'];
              if (isLookup && wanted !== 'approved') return [];
              return tx.select(table as 'facts', query as never);
            }) as typeof tx.select,
          }),
      }),
  },
  {
    id: 'one-challenge-for-all',
    breaks: ['EAAP-0009-003'],
    invariant: [13],
    description: 'Shows the tool as the challenge, so that it is typed by habit.',
    expected: ['admission.challenges-differ', 'admission.challenge-mismatch', 'admission.approvals-swapped'],
    change: all(
      shownAs((escalation) => ({ ...escalation, challenge: toolOf(escalation) })),
      typing((typed, escalation) => typed === toolOf(escalation)),
    ),
  },
  {
    id: 'escalates-for-good',
    breaks: ['EAAP-0009-007', 'EAAP-0009-008'],
    invariant: [12, 13],
    description: 'Shows an escalation as pending when its time is over.',
    expected: ['admission.escalation-ttl', 'admission.escalation-to-the-millisecond'],
    change: shownAs((escalation) =>
      escalation.status === 'expired' ? { ...escalation, status: 'pending' } : escalation,
    ),
  },
  {
    id: 'approves-by-a-click',
    breaks: ['EAAP-0009-009'],
    invariant: [13],
    description: 'Approves whatever is typed for the challenge.',
    expected: ['admission.challenge-mismatch', 'admission.approvals-swapped'],
    change: typing(() => true),
  },
  {
    id: 'denies-by-the-challenge',
    breaks: ['EAAP-0009-010'],
    invariant: [13],
    description: 'Asks for the challenge of whoever denies, too.',
    expected: ['admission.challenge-mismatch', 'ledger.if-match-other', 'admission.separation-of-duties'],
    change: handling<DecideRequest>('deny', async (called) => {
      const { challenge } = await current(called);
      if (called.call.body.challenge !== challenge)
        throw new EaapError('challenge-mismatch', 'Type the challenge.');
      return called.next();
    }),
  },
  {
    id: 'decides-again',
    breaks: ['EAAP-0009-011'],
    invariant: [13],
    description: 'Answers a second decision as if it had been made.',
    expected: ['admission.already-decided'],
    change: all(
      ...(['approve', 'deny'] as const).map((route) =>
        handling<DecideRequest>(route, async (called) => {
          try {
            return await called.next();
          } catch (error) {
            if (!isOf(error, 'already-decided')) throw error;
            return { body: await current(called) };
          }
        }),
      ),
    ),
  },
  {
    id: 'approval-opens-the-old-evaluation',
    breaks: ['EAAP-0009-013'],
    invariant: [13],
    description: 'Takes up the evaluation that was escalated, as old as it is, when it is approved.',
    expected: ['admission.approval-opens-nothing'],
    change: (parts) => {
      const opened = new Set<string>();
      return all(
        handling('approve', async ({ next }) => {
          const answer = await next();
          opened.add((answer.body as Escalation).evaluation);
          return answer;
        }),
        handling('evaluation', async ({ next }) => {
          const answer = await next();
          const view = answer.body as EvaluationView;
          return opened.has(view.evaluation.id) ? { ...answer, body: { ...view, status: 'open' } } : answer;
        }),
      )(parts);
    },
  },
  {
    id: 'hides-that-it-was-used',
    breaks: ['EAAP-0009-015'],
    invariant: [12, 13],
    description: 'Shows a used approval as one that can be used.',
    expected: [
      'admission.approval-consumed',
      'failing.commit-fails-at-each-step',
      'failing.commit-killed-at-each-step',
    ],
    change: shownAs((escalation) =>
      escalation.status === 'consumed' ? { ...escalation, status: 'approved' } : escalation,
    ),
  },
  {
    id: 'approves-beyond-the-expiry',
    breaks: ['EAAP-0009-016'],
    invariant: [12, 13],
    description: 'Remembers an approval for longer than it holds.',
    expected: ['admission.approval-expires', 'admission.approval-used-twice'],
    change: (parts) => {
      const known = new Map<string, JudgeInput['approvals']>();
      return withEngine({
        judge: (input) => {
          const key = JSON.stringify([input.namespace, input.action]);
          if (input.approvals.length > 0) known.set(key, input.approvals);
          return judge({ ...input, approvals: known.get(key) ?? [] });
        },
      })(parts);
    },
  },
];

type Halting = Called<HaltRequest>;
const quietly = (isLeftOut: (type: string) => boolean) => (called: Halting) =>
  called.next({
    context: withUnit(called.context, (unit) => ({
      ...unit,
      append: async (entry) =>
        isLeftOut(entry.type) ? ({ seq: 0 } as Awaited<ReturnType<typeof unit.append>>) : unit.append(entry),
    })),
  });

/** Broken gateways of RFC-0016 section 5. */
const halts: readonly Mutant[] = [
  {
    id: 'halts-for-anybody',
    breaks: ['EAAP-0016-012'],
    invariant: [],
    description: 'Lets every admin halt the gateway.',
    expected: ['admission.halt-of-the-gateway'],
    change: all(
      ...(['halt', 'resume'] as const).map((route) =>
        handling<HaltRequest>(route, ({ actor, call, next }) => {
          const isAll = call.body.scope === 'gateway' && actor.namespace !== 'system';
          return next(isAll ? { call: { ...call, body: { ...call.body, scope: 'namespace' } } } : {});
        }),
      ),
    ),
  },
  {
    id: 'halts-everybody',
    breaks: ['EAAP-0016-013'],
    invariant: [],
    description: 'Blocks every agent when one is halted.',
    expected: ['admission.halt-of-an-agent', 'admission.halt-of-an-executor'],
    change: handling('evaluate', async ({ actor, context, next }) => {
      const first = await context.engine.ledger.read(actor.namespace, ({ tx }) =>
        tx.select('controls', { limit: 1 }),
      );
      const name = first[0]?.name;
      if (name === undefined || first[0]?.scope !== 'agent') return next();
      const own = context.engine.parts;
      const engine = {
        ...context.engine,
        parts: {
          ...own,
          judge: (input: JudgeInput) =>
            own.judge({ ...input, halted: [{ scope: 'agent', name, reason: 'halted' }] }),
        },
      };
      return next({ context: { ...context, engine } });
    }),
  },
  {
    id: 'spares-executors',
    breaks: ['EAAP-0016-014'],
    invariant: [],
    description: 'Looks at halts of who proposes, and not of who is to execute.',
    expected: ['admission.halt-of-an-executor', 'admission.halted-since'],
    change: misread((input) => ({
      ...input,
      halted: input.halted.filter(({ scope, name }) => scope !== 'agent' || name === input.principal),
    })),
  },
  {
    id: 'resumes-what-is-not-halted',
    breaks: ['EAAP-0016-015'],
    invariant: [],
    description: 'Answers a resume that changed nothing as one that did.',
    expected: ['admission.resume-of-nothing'],
    change: handling<HaltRequest>('resume', async ({ next }) => {
      try {
        return await next();
      } catch (error) {
        if (!isOf(error, 'not-found')) throw error;
        return { body: { halted: [] } };
      }
    }),
  },
  {
    id: 'halts-for-the-last-reason',
    breaks: ['EAAP-0016-016'],
    invariant: [],
    description: 'Overwrites the reason of a halt with that of the next.',
    expected: ['admission.halted-twice'],
    change: (parts) => {
      const reasons = new Map<string, string>();
      const told = (namespace: string, body: { halted: { reason: string }[] }) => ({
        halted: body.halted.map((one) => ({ ...one, reason: reasons.get(namespace) ?? one.reason })),
      });
      return all(
        handling<HaltRequest>('halt', ({ actor, call, next }) => {
          reasons.set(actor.namespace, call.body.reason);
          return next();
        }),
        handling('control', async ({ actor, next }) => {
          const answer = await next();
          return { ...answer, body: told(actor.namespace, answer.body as { halted: { reason: string }[] }) };
        }),
      )(parts);
    },
  },
  {
    id: 'halts-in-silence',
    breaks: ['EAAP-0016-017'],
    invariant: [7],
    description: 'Records no halt and no resumption.',
    expected: ['admission.halted-twice'],
    change: all(
      handling<HaltRequest>(
        'halt',
        quietly((type) => type === 'control.halted'),
      ),
      handling<HaltRequest>(
        'resume',
        quietly((type) => type === 'control.resumed'),
      ),
    ),
  },
];

export const DECISION_MUTANTS: readonly Mutant[] = [...escalations, ...halts];
