import type { Verdict } from '../../../conformance/src/runner/outcome.ts';

/** A check, as one round saw it. */
export interface Seen {
  readonly id: string;
  readonly verdict: Verdict;
  readonly ms: number;
  /** What it gave as a reason, where it did not pass. */
  readonly why?: string;
}

/** One round: what every check said, or why nothing could be said at all. */
export interface Round {
  readonly seed: string;
  readonly ms: number;
  readonly checks: readonly Seen[];
  readonly fault?: string;
  /** Checks that were inconclusive beside others and were run once more, alone. */
  readonly again?: readonly string[];
}

/** A check that did not say the same, or did not pass, in every round. */
export interface Wavering {
  readonly id: string;
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** The first round in which it did not pass, and what it said then. */
  readonly seed: string;
  readonly why: string;
  readonly isFlake: boolean;
}

/** Checks that did not pass in every round; those whose verdict was not the same each time are flakes. */
export function wavering(rounds: readonly Round[]): Wavering[] {
  const byId = new Map<string, { seen: Seen; seed: string }[]>();
  for (const { seed, checks } of rounds)
    for (const seen of checks) byId.set(seen.id, [...(byId.get(seen.id) ?? []), { seen, seed }]);
  return [...byId].flatMap(([id, all]) => {
    const first = all.find(({ seen }) => seen.verdict !== 'PASS');
    if (first === undefined) return [];
    const counts: Partial<Record<Verdict, number>> = {};
    for (const { seen } of all) counts[seen.verdict] = (counts[seen.verdict] ?? 0) + 1;
    return [
      {
        id,
        counts,
        seed: first.seed,
        why: first.seen.why ?? '',
        isFlake: Object.keys(counts).length > 1,
      },
    ];
  });
}

/** How often each check was run once more, the most often first. */
export function repeats(rounds: readonly Round[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { again = [] } of rounds) for (const id of again) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

/** The value that half of the values do not exceed. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
}
