import type { Engine, EngineParts } from '@eaap/admissibility';
import { judge } from '@eaap/judgment';
import type { Actor, Ledger, Unit } from '@eaap/ledger';
import type { JudgeInput, Judgment, Reason, RouteId } from '@eaap/protocol';
import type { Answer, Call, Handler, HandlerContext, ServiceParts } from '@eaap/sdk';

/** From the parts of a right gateway to those of a broken one. */
export type Change = (parts: ServiceParts) => ServiceParts;

/** Several changes, one after the other. */
export const all =
  (...changes: readonly Change[]): Change =>
  (parts) =>
    changes.reduce((changed, change) => change(changed), parts);

/** Other parts of the admissibility layer. */
export const withEngine =
  (engine: Partial<EngineParts>): Change =>
  (parts) => ({ ...parts, engine: { ...parts.engine, ...engine } });

/** A judge that is given another input. */
export const misread = (change: (input: JudgeInput) => JudgeInput): Change =>
  withEngine({ judge: (input) => judge(change(input)) });

/** A judge whose judgment is changed. */
export const misjudge = (change: (judgment: Judgment, input: JudgeInput) => Judgment): Change =>
  withEngine({ judge: (input) => change(judge(input), input) });

const RANK = ['pass', 'escalate', 'block'] as const;
const VERDICTS = ['ALLOW', 'ESCALATE', 'BLOCK'] as const;

/** A judgment with other reasons, and everything that follows from them. */
export function rejudged(judgment: Judgment, keep: (reason: Reason) => Reason | undefined): Judgment {
  const gates = judgment.gates.map(({ gate, reasons }) => {
    const kept = reasons.flatMap((reason) => keep(reason) ?? []);
    const open = kept.filter(({ outcome, approved }) => outcome !== 'shadow' && approved === null);
    const highest = Math.max(0, ...open.map(({ outcome }) => (outcome === 'block' ? 2 : 1)));
    return { gate, outcome: RANK[highest] ?? 'block', reasons: kept };
  });
  const highest = Math.max(...gates.map(({ outcome }) => RANK.indexOf(outcome)));
  return { ...judgment, gates, verdict: VERDICTS[highest] ?? 'BLOCK' };
}

/** A judge that overlooks reasons with one of these codes. */
export const overlooking = (...codes: readonly string[]): Change =>
  misjudge((judgment) => rejudged(judgment, (reason) => (codes.includes(reason.code) ? undefined : reason)));

/** What a handler was called with, its body of a known type. */
export interface Called<B> {
  readonly context: HandlerContext;
  readonly actor: Actor;
  readonly call: Call<B>;
  /** The right handler, with whatever is to be different. */
  next(change?: {
    readonly context?: HandlerContext;
    readonly actor?: Actor;
    readonly call?: Call<B>;
  }): Promise<Answer>;
}

/** Another handler of a route. */
export const handling =
  <B>(route: RouteId, handler: (called: Called<B>) => Promise<Answer>): Change =>
  (parts) => {
    const before = parts.handlers?.[route];
    const change = (right: Handler): Handler => {
      const inner = before?.(right) ?? right;
      return (context, actor, call) =>
        handler({
          context,
          actor,
          call,
          next: (other = {}) =>
            inner(other.context ?? context, other.actor ?? actor, (other.call ?? call) as Call<never>),
        });
    };
    return { ...parts, handlers: { ...parts.handlers, [route]: change } };
  };

/** A context whose ledger gives transactions another unit. */
export function withUnit(context: HandlerContext, change: (unit: Unit) => Unit): HandlerContext {
  const { ledger } = context.engine;
  const changed: Ledger = {
    ...ledger,
    write: (namespace, principal, work) => ledger.write(namespace, principal, (unit) => work(change(unit))),
  };
  const engine: Engine = { ...context.engine, ledger: changed };
  return { ...context, ledger: changed, engine };
}

/** Evaluations and commits for which the blind index under one label is of another value. */
export function indexing(label: string, change: (value: unknown) => unknown): Change {
  const another = (context: HandlerContext): HandlerContext => {
    const { ledger } = context.engine;
    const index: Ledger['sealer']['index'] = (namespace, name, value) =>
      ledger.sealer.index(namespace, name, name === label ? (change(value) as typeof value) : value);
    const changed = { ...ledger, sealer: { ...ledger.sealer, index } };
    return { ...context, engine: { ...context.engine, ledger: changed } };
  };
  return all(
    handling('evaluate', ({ context, next }) => next({ context: another(context) })),
    handling('commit', ({ context, next }) => next({ context: another(context) })),
  );
}
