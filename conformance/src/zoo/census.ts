import type { Behaved } from './behaviours/run.ts';
import type { Caught } from './types.ts';

/** The zoo in numbers, and what became of each of its gateways. */
export interface Census {
  /** Broken gateways; the healthy one is not counted. */
  readonly mutants: number;
  /** Those that failed exactly the checks they declare. */
  readonly killed: number;
  /** Those that failed none of the checks they declare. */
  readonly survived: number;
  /** Failures that were not declared, and whatever the healthy gateway did not pass. */
  readonly false_alarms: number;
  /** Declared failures that did not come. */
  readonly missed: number;
  /** How many times a check met a broken gateway. */
  readonly meetings: number;
  /** How many times none was needed, since nothing could be seen in it (see `isSame`). */
  readonly spared: number;
  readonly healthy: Caught | null;
  readonly gateways: readonly Caught[];
  /** Those that are judged by a run of their own. */
  readonly behaviours: readonly Behaved[];
}

/** Counts what became of the gateways. */
export function censusOf(caught: readonly Caught[], behaviours: readonly Behaved[] = []): Census {
  const healthy = caught.find(({ id }) => id === 'healthy') ?? null;
  const gateways = caught.filter(({ id }) => id !== 'healthy');
  const sum = (of: (one: Caught) => number): number => gateways.reduce((total, one) => total + of(one), 0);
  const unwell = healthy === null ? 0 : healthy.failing.length + healthy.inconclusive.length;
  const notStarted = healthy?.verdict === 'did not start' ? 1 : 0;
  return {
    mutants: gateways.length,
    killed: gateways.filter(({ verdict }) => verdict === 'killed').length,
    survived: gateways.filter(({ failing, false_alarms }) => failing.length === false_alarms.length).length,
    false_alarms: sum((one) => one.false_alarms.length) + unwell + notStarted,
    missed: sum((one) => one.missed.length),
    meetings: sum((one) => one.shown),
    spared: sum((one) => one.same),
    healthy,
    gateways,
    behaviours,
  };
}

/** Whether every broken gateway was caught by exactly what was declared, and the right one by nothing. */
export const isInOrder = (census: Census): boolean =>
  census.killed === census.mutants &&
  census.survived === 0 &&
  census.false_alarms === 0 &&
  census.missed === 0 &&
  census.behaviours.every(({ isAsDeclared }) => isAsDeclared);
