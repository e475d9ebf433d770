import type { Check } from '../checks/types.ts';
import { runChecks, type RunOptions } from '../runner/run.ts';
import { openBench } from './bench.ts';
import { isSame, type Broken } from './same.ts';
import type { Caught, Mutant } from './types.ts';
import type { Witness } from './witness.ts';

/**
 * Runs checks on a gateway in this process and compares what fails with what was declared. With what the right gateway
 * was asked, a check is spared that cannot tell the two apart.
 */
export async function catchMutant(
  mutant: Mutant,
  checks: readonly Check[],
  { witness, onOutcome }: { witness?: Witness; onOutcome?: RunOptions['onOutcome'] } = {},
): Promise<Caught> {
  const begun = performance.now();
  const { id, expected } = mutant;
  let shown: readonly Check[] = checks;
  const caught = (rest: Omit<Caught, 'id' | 'ms' | 'shown' | 'same'>): Caught => ({
    id,
    ...rest,
    shown: shown.length,
    same: checks.length - shown.length,
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
    const { bench, parts } = opened;
    if (witness !== undefined) shown = await telling(mutant, parts, checks, witness);
    const outcomes = await runChecks(shown, bench, onOutcome === undefined ? {} : { onOutcome });
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

/** The checks that may tell the mutant from the right gateway, and those it declares. */
async function telling(
  mutant: Mutant,
  parts: Broken | undefined,
  checks: readonly Check[],
  witness: Witness,
): Promise<readonly Check[]> {
  const kept: Check[] = [];
  for (const check of checks) {
    const trace = mutant.expected.includes(check.id) ? undefined : witness.get(check.id);
    if (trace === undefined || !(await isSame(mutant, parts, check, trace))) kept.push(check);
  }
  return kept;
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
