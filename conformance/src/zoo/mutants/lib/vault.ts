import { getConflict, getFact, loadFacts, type FactRecord } from '@eaap/ledger';
import { EaapError, type Conflict, type Fact, type ProblemType, type StoreRequest } from '@eaap/protocol';
import type { Answer } from '@eaap/sdk';
import { handling, type Called, type Change } from './deciding.ts';

/** A store request as handlers get it. */
export type Storing = Called<StoreRequest>;

/** Another way to store facts. */
export const storing = (handler: (storing: Storing) => Promise<Answer>): Change =>
  handling<StoreRequest>('store', handler);

/** The facts that count where a store request wants to put one. */
export const there = ({ context: { ledger }, actor, call }: Storing): Promise<readonly FactRecord[]> => {
  const { subject, attribute } = call.body;
  return ledger.read(actor.namespace, (view) =>
    loadFacts(view, ledger.sealer, { selectors: [{ subject, attribute }] }),
  );
};

/** A contradiction that was refused: its conflict and both sides as they are then. */
export interface Refused {
  readonly error: EaapError;
  readonly conflict: Conflict;
  readonly incumbent: Fact;
  readonly challenger: Fact;
}

/** Stores, and where a contradiction is refused answers as `handler` does. */
export const refusing = (
  problems: readonly ProblemType[],
  handler: (refused: Refused, storing: Storing) => Promise<Answer>,
): Change =>
  storing(async (asked) => {
    try {
      return await asked.next();
    } catch (error) {
      if (!(error instanceof EaapError) || !problems.includes(error.type)) throw error;
      const { ledger } = asked.context;
      const id = String((error.extras as { conflict_id?: unknown }).conflict_id);
      const conflict = await getConflict(ledger, asked.actor, id);
      const incumbent = await getFact(ledger, asked.actor, conflict.incumbent);
      const challenger = await getFact(ledger, asked.actor, conflict.challenger);
      return handler({ error, conflict, incumbent, challenger }, asked);
    }
  });

/** Another answer to whoever reads or changes a fact. */
export const factsAs = (change: (fact: Fact) => Fact): Change =>
  handling('fact', async ({ next }) => {
    const answer = await next();
    return { ...answer, body: change(answer.body as Fact) };
  });
