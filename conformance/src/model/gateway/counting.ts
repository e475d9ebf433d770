import type { Extraction } from '../judge/documents.ts';
import { coversName } from '../judge/pattern.ts';
import type { PolicyDocument, World } from './world.ts';

type Limit = PolicyDocument['limits'][number];

/** An action as far as limits look at it. */
export interface Metered {
  readonly principal: string;
  readonly tool: string;
  readonly session: string;
  readonly extraction: Extraction;
}

const applying = (world: World, { tool }: Metered): readonly Limit[] =>
  world.policy.document.limits.filter(
    ({ tools }) => tools === undefined || tools.some((pattern) => coversName(pattern, tool)),
  );

/** What is counted together has the same text (RFC-0010 section 3.2). */
function keyOf({ id, kind, scope }: Limit, { principal, session, tool, extraction }: Metered): string {
  const of =
    scope === 'namespace'
      ? ['namespace']
      : scope === 'principal'
        ? ['principal', principal]
        : ['session', principal, session];
  const alike = new Set(extraction.effects.map(({ effect, target }) => `${effect} ${target ?? ''}`));
  const loop = kind === 'loop' ? [principal, tool, ...[...alike].sort()] : [];
  return JSON.stringify([id, kind, of, loop]);
}

function amountOf({ kind, currency }: Limit, { extraction: { cost } }: Metered): number {
  if (kind !== 'quota' || currency === undefined) return 1;
  return cost?.currency === currency ? cost.amount : 0;
}

/** The counters of a judgment (RFC-0010 section 4). */
export function counters(world: World, metered: Metered, evaluation: string) {
  return applying(world, metered).map((limit) => {
    const key = keyOf(limit, metered);
    const used = world.uses
      .filter(
        (use) => use.key === key && use.evaluation !== evaluation && use.at > world.now - limit.window_ms,
      )
      .reduce((sum, { amount }) => sum + amount, 0);
    return { limit: limit.id, used, next: amountOf(limit, metered) };
  });
}

/** Counts an attempt, or a commit (RFC-0010 section 3.1). */
export function count(world: World, metered: Metered, evaluation: string, what: 'attempt' | 'commit'): void {
  for (const limit of applying(world, metered)) {
    if ((limit.kind === 'loop') !== (what === 'attempt')) continue;
    world.uses.push({
      key: keyOf(limit, metered),
      evaluation,
      amount: amountOf(limit, metered),
      at: world.now,
    });
  }
}
