import { digestText } from './digest.ts';
import { ATTACKS, BENIGN } from './catalogue.ts';
import type { Result } from './send.ts';

/** Milliseconds: half, nineteen of twenty, ninety-nine of a hundred are within, and the longest. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What a run was and what came of it. */
export interface Report {
  readonly v: 1;
  readonly seed: number;
  readonly payloads: number;
  readonly agents: number;
  readonly dialects: readonly string[];
  readonly attacks: number;
  readonly benign: number;
  readonly vectors: number;
  /** Attacks that were not allowed: blocked, escalated, or refused before a verdict. */
  readonly stopped: number;
  readonly blocked: number;
  readonly escalated: number;
  readonly refused: number;
  readonly allowed: number;
  readonly passed_wrongly: number;
  readonly stopped_wrongly: number;
  readonly never_answered: number;
  /** What is wrong, in order: never answered, allowed though an attack, not allowed though benign. */
  readonly wrong: readonly {
    readonly index: number;
    readonly vector: string;
    readonly answered: string;
    readonly evaluation: string | null;
  }[];
  readonly by_vector: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** SHA-256 over payload and verdict of each, in order: the same seed gives the same. */
  readonly verdicts: string;
  readonly compute_ms: Spread | null;
  readonly end_to_end_ms: Spread;
  readonly requests_per_second: number;
  readonly says: string;
}

/** What such a run is worth. */
export const SAYS =
  'Payloads and rules are by the same hands: this shows that nothing has got worse, not how well attacks are stopped. ' +
  'That is measured on corpora that others wrote.';

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 1000) / 1000;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

const isWrong = ({ payload: { vector }, answered }: Result): boolean =>
  answered === 'never' || (answered === 'ALLOW') !== vector.benign;

/** What a run comes to. */
export function reportOf(
  run: {
    readonly seed: number;
    readonly agents: number;
    readonly dialects: readonly string[];
    readonly ms: number;
  },
  results: readonly Result[],
  computeMs: readonly number[],
): Report {
  const count = (test: (result: Result) => boolean): number => results.filter(test).length;
  const byVector: Record<string, Record<string, number>> = {};
  for (const { payload, answered } of results) {
    const row = (byVector[payload.vector.id] ??= {});
    row[answered] = (row[answered] ?? 0) + 1;
  }
  const attacks = results.filter(({ payload }) => !payload.vector.benign);
  const of = (answered: Result['answered']): number =>
    attacks.filter((one) => one.answered === answered).length;
  return {
    v: 1,
    seed: run.seed,
    payloads: results.length,
    agents: run.agents,
    dialects: run.dialects,
    attacks: attacks.length,
    benign: results.length - attacks.length,
    vectors: ATTACKS.length + BENIGN.length,
    stopped: of('BLOCK') + of('ESCALATE') + of('refused'),
    blocked: of('BLOCK'),
    escalated: of('ESCALATE'),
    refused: of('refused'),
    allowed: count(({ answered }) => answered === 'ALLOW'),
    passed_wrongly: of('ALLOW'),
    stopped_wrongly: count(
      ({ payload, answered }) => payload.vector.benign && answered !== 'ALLOW' && answered !== 'never',
    ),
    never_answered: count(({ answered }) => answered === 'never'),
    wrong: results.filter(isWrong).map(({ payload, answered, evaluation }) => ({
      index: payload.index,
      vector: payload.vector.id,
      answered,
      evaluation: evaluation ?? null,
    })),
    by_vector: Object.fromEntries(Object.entries(byVector).sort(([a], [b]) => (a < b ? -1 : 1))),
    verdicts: digestText(
      results.map(({ payload, answered }) => `${payload.index} ${payload.vector.id} ${answered}\n`).join(''),
    ),
    compute_ms: computeMs.length === 0 ? null : spread(computeMs),
    end_to_end_ms: spread(results.filter(({ answered }) => answered !== 'never').map(({ ms }) => ms)),
    requests_per_second: Math.round((results.length / Math.max(run.ms, 1)) * 10_000) / 10,
    says: SAYS,
  };
}
