import type { Check } from '../checks/types.ts';
import { runChecks } from '../runner/run.ts';
import { openBench } from './bench.ts';
import type { Caught, Mutant } from './types.ts';

/** Runs every check that a gateway in this process can be shown anything by, and compares what fails with what was declared. */
export async function catchMutant(mutant: Mutant, checks: readonly Check[]): Promise<Caught> {
  const begun = performance.now();
  const { id, expected } = mutant;
  const caught = (rest: Omit<Caught, 'id' | 'ms' | 'shown'>): Caught => ({
    id,
    ...rest,
    shown: checks.length,
    ms: Math.round(performance.now() - begun),
  });
  const opened = await openBench(mutant).catch((error: unknown) => String(error));
  if (typeof opened === 'string')
    return caught({
      verdict: 'did not start',
      failing: [],
      false_alarms: [],
      missed: expected,
      inconclusive: [],
      message: opened,
    });
  try {
    const outcomes = await runChecks(checks, opened.bench);
    const with_ = (verdict: string): string[] =>
      outcomes.filter((outcome) => outcome.verdict === verdict).map((outcome) => outcome.id);
    const [failing, inconclusive] = [with_('FAIL'), with_('INCONCLUSIVE')];
    const false_alarms = failing.filter((check) => !expected.includes(check));
    const missed = expected.filter((check) => !failing.includes(check));
    return caught({
      verdict: verdictOf(mutant, failing, false_alarms, missed),
      failing,
      false_alarms,
      missed,
      inconclusive,
    });
  } finally {
    await opened.close();
  }
}

function verdictOf(
  { expected }: Mutant,
  failing: readonly string[],
  falseAlarms: readonly string[],
  missed: readonly string[],
): Caught['verdict'] {
  if (falseAlarms.length > 0) return 'not as declared';
  if (failing.length === 0) return 'survived';
  return missed.length > 0 || expected.length === 0 ? 'not as declared' : 'killed';
}
