import { AdapterFault, ControlRefused } from '../control/fault.ts';
import type { Control } from '../control/types.ts';
import type { CheckOutcome, Verdict } from '../runner/outcome.ts';
import { EXIT, Stop, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';

/** A check whose verdict was not the same each time. */
export interface Flake {
  readonly id: string;
  /** In the order of the runs. */
  readonly verdicts: readonly Verdict[];
}

const WORST: readonly Verdict[] = ['FAIL', 'INCONCLUSIVE', 'NOT_EVIDENCED', 'PASS', 'NOT_APPLICABLE'];
const rank = ({ verdict }: CheckOutcome): number => WORST.indexOf(verdict);

/**
 * Runs the same checks several times, each time on a fresh gateway where the adapter can `reset`. Of each check the
 * worst outcome counts; those whose verdict differed are named.
 */
export async function repeated(
  times: number,
  control: Pick<Control, 'has' | 'reset'>,
  run: () => Promise<CheckOutcome[]>,
): Promise<{ outcomes: CheckOutcome[]; flakes: Flake[] }> {
  const runs: CheckOutcome[][] = [await run()];
  while (runs.length < times) {
    await fresh(control);
    runs.push(await run());
  }
  const flakes: Flake[] = [];
  const outcomes = (runs[0] ?? []).map((first, at) => {
    const all = runs.flatMap((outcomes) => outcomes[at] ?? []);
    const verdicts = all.map(({ verdict }) => verdict);
    if (new Set(verdicts).size > 1) flakes.push({ id: first.id, verdicts });
    return all.reduce((worst, one) => (rank(one) < rank(worst) ? one : worst), first);
  });
  return { outcomes, flakes };
}

async function fresh(control: Pick<Control, 'has' | 'reset'>): Promise<void> {
  if (!control.has('reset')) return;
  try {
    await control.reset();
  } catch (error) {
    if (error instanceof AdapterFault || error instanceof ControlRefused)
      throw new Stop(EXIT.runner, error.message);
    throw error;
  }
}

/** What is not the same each time is not shown, even where the worst of it would do. */
export const withFlakes = (code: ExitCode, flakes: readonly Flake[]): ExitCode =>
  code === EXIT.conforms && flakes.length > 0 ? EXIT.notEnough : code;

/** Says which checks differed. */
export function printFlakes(flakes: readonly Flake[], times: number, { out, colors: c }: Io): void {
  if (times < 2) return;
  if (flakes.length === 0) out(`Run ${times} times with one seed: every check said the same each time.\n`);
  else out(c.yellow(`Run ${times} times with one seed: ${flakes.length} did not say the same each time.\n`));
  for (const { id, verdicts } of flakes) out(`  ${c.bold('flake')}  ${id}  ${verdicts.join(' ')}\n`);
}
