import type { Ledger, Unit, View } from '@eaap/ledger';
import type { Action, Counter, Extraction, Limit, Policy } from '@eaap/protocol';
import { matchesName } from '@eaap/judgment';

/** Who and what a counter is kept for. */
export interface Metered {
  readonly principal: string;
  readonly action: Action;
  readonly extraction: Extraction;
  readonly loop: string;
}

/** What `limit` counts for this action: one, or its money. */
function amountOf(limit: Limit, extraction: Extraction): number {
  if (limit.kind !== 'quota' || limit.currency === undefined) return 1;
  return extraction.cost?.currency === limit.currency ? extraction.cost.amount : 0;
}

const applies = (limit: Limit, action: Action): boolean =>
  limit.tools === undefined || limit.tools.some((pattern) => matchesName(pattern, action.tool));

/** The key a limit counts under. Keyed, since it may hold the name of a session; bound to the principal, so that a new session name resets nothing but its own count. */
function counterKey(ledger: Ledger, namespace: string, limit: Limit, metered: Metered): Promise<string> {
  const scope =
    limit.scope === 'namespace'
      ? ['namespace']
      : limit.scope === 'principal'
        ? ['principal', metered.principal]
        : ['session', metered.principal, metered.action.session ?? ''];
  return ledger.sealer.index(namespace, 'limit', [
    limit.id,
    limit.kind,
    ...scope,
    ...(limit.kind === 'loop' ? [metered.loop] : []),
  ]);
}

/**
 * The counters of every limit that applies, as they stand before this action. A row of the evaluation itself is left
 * out, so that judging again at commit counts an attempt once.
 *
 * @see RFC-0010 section 4
 */
export async function readCounters(
  ledger: Ledger,
  view: View,
  policy: Policy,
  metered: Metered,
  evaluation: string,
): Promise<Counter[]> {
  const counters: Counter[] = [];
  for (const limit of policy.limits) {
    if (!applies(limit, metered.action)) continue;
    const limit_key = await counterKey(ledger, view.namespace, limit, metered);
    const own = await view.tx.get('usage', { limit_key, evaluation });
    const within = {
      where: { limit_key },
      range: { column: 'ts', from: Math.max(0, view.now - limit.window_ms + 1) },
    } as const;
    const used = await view.tx.sum('usage', 'amount', within);
    counters.push({
      limit: limit.id,
      used: used - (own !== undefined && own.ts > view.now - limit.window_ms ? own.amount : 0),
      next: amountOf(limit, metered.extraction),
    });
  }
  return counters;
}

async function count(
  ledger: Ledger,
  unit: Unit,
  policy: Policy,
  metered: Metered,
  evaluation: string,
  kinds: readonly Limit['kind'][],
  state: string,
): Promise<void> {
  for (const limit of policy.limits) {
    if (!kinds.includes(limit.kind) || !applies(limit, metered.action)) continue;
    const limit_key = await counterKey(ledger, unit.namespace, limit, metered);
    await unit.tx.insert('usage', {
      limit_key,
      evaluation,
      state,
      amount: amountOf(limit, metered.extraction),
      ts: unit.now,
    });
  }
}

/** Counts an attempt, whatever its verdict: a loop of refused attempts is a loop. */
export function countAttempt(
  ledger: Ledger,
  unit: Unit,
  policy: Policy,
  metered: Metered,
  evaluation: string,
): Promise<void> {
  return count(ledger, unit, policy, metered, evaluation, ['loop'], 'settled');
}

/** Reserves what a commit may use. Nothing but proof that nothing was executed would release it, and nothing here can prove that. */
export function reserve(
  ledger: Ledger,
  unit: Unit,
  policy: Policy,
  metered: Metered,
  evaluation: string,
): Promise<void> {
  return count(ledger, unit, policy, metered, evaluation, ['quota', 'rate'], 'reserved');
}

/** Settles the reservations of an evaluation in full. */
export async function settle(unit: Unit, evaluation: string): Promise<void> {
  for (const row of await unit.tx.select('usage', { where: { evaluation } })) {
    await unit.tx.update('usage', { limit_key: row.limit_key, evaluation }, { state: 'settled' });
  }
}
