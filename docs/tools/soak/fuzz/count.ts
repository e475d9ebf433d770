import type { Failure, Took } from './types.ts';
import type { Done } from './worker.ts';

interface Counted {
  readonly ms: number[];
  slowest: { ms: number; at: number };
  readonly outcomes: Map<string, number>;
}

/** What came of the inputs so far, by target. */
export class Count {
  readonly failures: Failure[] = [];
  played = 0;
  private readonly targets = new Map<string, Counted>();

  add({ took, failures }: Pick<Done, 'took' | 'failures'>): void {
    this.played += took.length + failures.length;
    this.failures.push(...failures);
    for (const one of took) this.time(one);
  }

  private time({ target, at, ms, outcome }: Took): void {
    const known: Counted = this.targets.get(target) ?? {
      ms: [],
      slowest: { ms: -1, at: 0 },
      outcomes: new Map(),
    };
    this.targets.set(target, known);
    known.ms.push(ms);
    if (ms > known.slowest.ms) known.slowest = { ms, at };
    known.outcomes.set(outcome, (known.outcomes.get(outcome) ?? 0) + 1);
  }

  /** The time of all inputs, the quicker reading of each. */
  get ms(): number {
    let sum = 0;
    for (const { ms } of this.targets.values()) for (const one of ms) sum += one;
    return sum;
  }

  /** A row for each target. */
  rows(): string[] {
    return [...this.targets]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { ms, slowest, outcomes }]) => {
        const sorted = ms.toSorted((a, b) => a - b);
        const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
        const most = [...outcomes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 4);
        const told = most
          .map(([what, many]) => `${what} ${((many * 100) / ms.length).toFixed(0)} %`)
          .join(', ');
        return `| ${name} | ${ms.length} | ${told} | ${shown(at(0.5))} | ${shown(at(0.999))} | ${shown(slowest.ms)} | ${slowest.at} |`;
      });
  }
}

const shown = (ms: number): string => ms.toFixed(ms < 10 ? 2 : 0);
