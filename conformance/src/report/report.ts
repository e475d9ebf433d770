import type { Hello } from '../control/types.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
import { summarize, type RequirementVerdict, type Summary } from '../runner/verdict.ts';
import type { Exchange } from '../sut/transcript.ts';

/** How the gateway was reached. */
export type Mode = 'adapter' | 'url' | 'in-process';

/** A run, for machines. */
export interface Report {
  readonly v: 1;
  readonly generated_at: string;
  /** The digest of the requirements that were judged by. */
  readonly requirement_set: string;
  readonly sut: {
    readonly url: string;
    readonly discovery: unknown;
    readonly adapter?: Pick<Hello, 'name' | 'version' | 'hooks'>;
  };
  readonly mode: Mode;
  readonly seed: string;
  /** Requirements by verdict. */
  readonly summary: Summary;
  readonly requirements: readonly RequirementVerdict[];
  readonly checks: readonly Omit<CheckOutcome, 'transcript'>[];
  /** What went over the wire, by check, with keys and tokens taken out. */
  readonly transcripts: Readonly<Record<string, readonly Exchange[]>>;
}

/** A report of a run. */
export function reportOf(
  run: Pick<Report, 'generated_at' | 'requirement_set' | 'sut' | 'mode' | 'seed' | 'requirements'>,
  outcomes: readonly CheckOutcome[],
): Report {
  return {
    v: 1,
    generated_at: run.generated_at,
    requirement_set: run.requirement_set,
    sut: run.sut,
    mode: run.mode,
    seed: run.seed,
    summary: summarize(run.requirements),
    requirements: run.requirements,
    checks: outcomes.map(({ transcript: _transcript, ...rest }) => rest),
    transcripts: Object.fromEntries(outcomes.map(({ id, transcript }) => [id, transcript])),
  };
}

/** The exit code of a run: what is known to be wrong comes before what is not known. */
export function exitCodeOf({ mode, requirements }: Pick<Report, 'mode' | 'requirements'>): 0 | 1 | 5 {
  if (requirements.some(({ verdict }) => verdict === 'FAIL')) return 1;
  const must = requirements.filter(({ level }) => level === 'MUST');
  if (must.some(({ verdict }) => verdict === 'INCONCLUSIVE')) return 5;
  // Over the wire alone the higher grades cannot be had; the report says so, and that is no fault of the gateway.
  return mode !== 'url' && must.some(({ verdict }) => verdict === 'NOT_EVIDENCED') ? 5 : 0;
}
