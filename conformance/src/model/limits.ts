import { canonical } from './json.ts';
import { coversName } from './judge/pattern.ts';

/** A limit of a policy. */
export interface Limit {
  readonly id: string;
  readonly kind: 'quota' | 'rate' | 'loop';
  readonly scope: 'principal' | 'session' | 'namespace';
  readonly tools?: readonly string[];
  readonly currency?: string;
  readonly max: number;
  readonly window_ms: number;
  readonly outcome: 'block' | 'escalate';
}

/** An action as far as limits look at it. */
export interface Counted {
  readonly principal: string;
  readonly tool: string;
  readonly session?: string;
  readonly effects: readonly { readonly effect: string; readonly target: string | null }[];
  readonly cost: { readonly amount: number; readonly currency: string } | null;
}

/** Something that was attempted or committed before, and when. */
export interface Use extends Counted {
  readonly what: 'attempt' | 'commit';
  readonly evaluation: string;
  readonly at: number;
}

/** What a counter says, or why an action is over its limit. `null`: the limit does not apply. */
export type Counting = { readonly used: number; readonly next: number } | null | LimitFault;
export type LimitFault = 'over-quota' | 'over-rate' | 'loop' | 'counter-missing' | 'currency-mismatch';

const isMoney = (limit: Limit): boolean => limit.kind === 'quota' && limit.currency !== undefined;

const applies = ({ tools }: Limit, tool: string): boolean =>
  tools === undefined || tools.some((pattern) => coversName(pattern, tool));

/** What a limit adds for an action. */
function amountOf(limit: Limit, { cost }: Counted): number {
  if (!isMoney(limit)) return 1;
  return cost !== null && cost.currency === limit.currency ? cost.amount : 0;
}

/** What is counted together has the same text (RFC-0010 section 3.2). */
function keyOf({ kind, scope }: Limit, { principal, session, tool, effects }: Counted): string {
  const together =
    scope === 'namespace'
      ? ['namespace']
      : scope === 'principal'
        ? ['principal', principal]
        : ['session', principal, session ?? ''];
  if (kind !== 'loop') return canonical(together);
  const alike = new Set(effects.map(({ effect, target }) => `${effect} ${target ?? ''}`));
  return canonical([...together, principal, tool, [...alike].sort()]);
}

/** What a limit finds of an action, by what was there before (RFC-0010 section 4, RFC-0005 section 11). */
export function countLimit(
  limit: Limit,
  action: Counted,
  evaluation: string,
  now: number,
  history: readonly Use[],
): Counting {
  if (!applies(limit, action.tool)) return null;
  if (isMoney(limit)) {
    const moves = action.effects.some(({ effect }) => effect === 'money.move');
    if (action.cost === null && moves) return 'counter-missing';
    if (action.cost !== null && action.cost.currency !== limit.currency) return 'currency-mismatch';
  }
  const what = limit.kind === 'loop' ? 'attempt' : 'commit';
  const counted = history.filter(
    (use) =>
      use.what === what &&
      use.evaluation !== evaluation &&
      applies(limit, use.tool) &&
      keyOf(limit, use) === keyOf(limit, action) &&
      now - use.at < limit.window_ms,
  );
  const used = counted.reduce((sum, use) => sum + BigInt(amountOf(limit, use)), 0n);
  const next = BigInt(amountOf(limit, action));
  if (used + next <= BigInt(limit.max)) return { used: Number(used), next: Number(next) };
  if (limit.kind === 'loop') return 'loop';
  return limit.kind === 'quota' ? 'over-quota' : 'over-rate';
}
