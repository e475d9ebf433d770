import { countAttempt, loopKey, readCounters, reserve, type Metered } from '@eaap/admissibility';
import { limitsGate } from '@eaap/judgment';
import { openMemoryLedger, type Ledger, type Unit } from '@eaap/ledger';
import type { Policy } from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Counted, Limit, Use } from '../../model/limits.ts';
import type { Answer } from '../../vectors/types.ts';

interface Input {
  readonly limit: Limit;
  readonly now: number;
  readonly evaluation: string;
  readonly action: Counted;
  readonly history: readonly Use[];
}

async function meteredOf(ledger: Ledger, of: Counted): Promise<Metered> {
  const { principal, tool, session, effects, cost } = of;
  const extraction = { effects, cost } as unknown as Metered['extraction'];
  const action = { tool, ...(session === undefined ? {} : { session }) } as Metered['action'];
  return { principal, action, extraction, loop: await loopKey(ledger, 'acme', principal, tool, extraction) };
}

/** Counts with the reference, over a ledger in memory. */
export async function compute(input: Json): Promise<Answer> {
  const { limit, now, evaluation, action, history } = input as unknown as Input;
  const policy = { limits: [limit] } as unknown as Policy;
  const { ledger, close } = await openMemoryLedger();
  try {
    return await ledger.write('acme', 'root', async (unit) => {
      const at = (time: number): Unit => ({ namespace: 'acme', tx: unit.tx, now: time }) as unknown as Unit;
      for (const use of history) {
        const count = use.what === 'attempt' ? countAttempt : reserve;
        await count(ledger, at(use.at), policy, await meteredOf(ledger, use), use.evaluation);
      }
      const metered = await meteredOf(ledger, action);
      const counters = await readCounters(ledger, at(now), policy, metered, evaluation);
      const judged = { policy, counters, action: metered.action, extraction: metered.extraction };
      const [found] = limitsGate({ input: judged } as unknown as Parameters<typeof limitsGate>[0]);
      if (found !== undefined) return { refused: found.code };
      const [counter] = counters;
      return { output: counter === undefined ? null : { used: counter.used, next: counter.next } };
    });
  } finally {
    await close();
  }
}
