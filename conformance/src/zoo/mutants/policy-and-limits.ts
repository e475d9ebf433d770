import type { Engine } from '@eaap/admissibility';
import type { EvaluateRequest, JudgeInput, OutcomeRequest } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { all, handling, overlooking, type Change } from './lib/deciding.ts';

/** An engine whose judge sees the counter of a limit of one kind changed. */
const counting = (engine: Engine, kind: string, change: (used: number) => number): Engine => {
  const ids = ({ policy }: JudgeInput): readonly string[] =>
    policy.limits.filter((limit) => limit.kind === kind).map(({ id }) => id);
  const misread = (input: JudgeInput): JudgeInput => ({
    ...input,
    counters: input.counters.map((counter) =>
      ids(input).includes(counter.limit) ? { ...counter, used: change(counter.used) } : counter,
    ),
  });
  const { judge } = engine.parts;
  return { ...engine, parts: { ...engine.parts, judge: (input) => judge(misread(input)) } };
};

/** Numbers that are kept for each namespace. */
const tally = (): { of(namespace: string): number; more(namespace: string): void } => {
  const counts = new Map<string, number>();
  const of = (namespace: string): number => counts.get(namespace) ?? 0;
  return { of, more: (namespace) => void counts.set(namespace, of(namespace) + 1) };
};

function countsEvaluations(): Change {
  const asked = tally();
  return handling<EvaluateRequest>('evaluate', ({ context, actor, call, next }) => {
    if (call.body.action.tool !== 'limits.rate') return next();
    const before = asked.of(actor.namespace);
    asked.more(actor.namespace);
    const engine = counting(context.engine, 'rate', (used) => Math.max(used, before));
    return next({ context: { ...context, engine } });
  });
}

function forgetsRefusals(): Change {
  const refused = tally();
  return handling<EvaluateRequest>('evaluate', async ({ context, actor, call, next }) => {
    const before = refused.of(actor.namespace);
    const engine = counting(context.engine, 'loop', (used) => Math.max(0, used - before));
    try {
      return await next({ context: { ...context, engine } });
    } catch (error) {
      if (call.body.action.tool === 'limits.loop') refused.more(actor.namespace);
      throw error;
    }
  });
}

function givesBack(): Change {
  const failed = tally();
  return all(
    handling<OutcomeRequest>('outcome', ({ actor, call, next }) => {
      if (call.body.status === 'failed') failed.more(actor.namespace);
      return next();
    }),
    handling('evaluate', ({ context, actor, next }) => {
      const less = failed.of(actor.namespace);
      const engine = counting(context.engine, 'rate', (used) => Math.max(0, used - less));
      return next({ context: { ...context, engine } });
    }),
  );
}

/** Broken gateways of RFC-0007 and RFC-0010: broken on the wire. */
export const POLICY_AND_LIMITS_MUTANTS: readonly Mutant[] = [
  {
    id: 'rules-without-consequence',
    breaks: ['EAAP-0007-003'],
    invariant: [8],
    description: 'Runs rules, and passes over those that are true.',
    expected: [
      'judgment.rule-fires',
      'judgment.block-over-escalate',
      'admission.approval-before-a-rule',
      'admission.approved-and-blocked',
    ],
    change: overlooking('rule'),
  },
  {
    id: 'shadows-untold',
    breaks: ['EAAP-0007-005'],
    invariant: [8],
    description: 'Does not tell that a shadow rule was true.',
    expected: ['judgment.shadow-only-reports'],
    change: overlooking('rule-shadow'),
  },
  {
    id: 'counts-evaluations',
    breaks: ['EAAP-0010-001'],
    invariant: [],
    description: 'Counts evaluations towards a rate.',
    expected: ['judgment.limit-counts-commits'],
    change: (parts) => countsEvaluations()(parts),
  },
  {
    id: 'forgets-refused-attempts',
    breaks: ['EAAP-0010-002'],
    invariant: [],
    description: 'Counts towards a loop the attempts that it allowed.',
    expected: ['judgment.limit-counts-refused-attempts'],
    change: (parts) => forgetsRefusals()(parts),
  },
  {
    id: 'gives-failures-back',
    breaks: ['EAAP-0010-009'],
    invariant: [],
    description: 'Releases what a commit has used when it is reported as failed.',
    expected: ['judgment.limit-counts-failures'],
    change: (parts) => givesBack()(parts),
  },
];
