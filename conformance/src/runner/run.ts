import type { Check } from '../checks/types.ts';
import { SutUnreachable } from '../sut/types.ts';
import type { CheckOutcome } from './outcome.ts';
import { runCheck, type Bench } from './run-check.ts';

/** How checks are run. */
export interface RunOptions {
  /** Checks side by side, but for those that own the gateway; 4 unless stated. */
  readonly concurrency?: number;
  /** Told of every outcome as it comes. */
  readonly onOutcome?: (outcome: CheckOutcome, done: number, total: number) => void;
}

/**
 * Runs checks: first those that get along with others, side by side; then, one by one, those that own the gateway,
 * each on a fresh one where the adapter can `reset`. Outcomes are in the order of `checks`.
 *
 * @throws AdapterFault
 */
export async function runChecks(
  checks: readonly Check[],
  bench: Bench,
  { concurrency = 4, onOutcome = () => undefined }: RunOptions = {},
): Promise<CheckOutcome[]> {
  const outcomes = new Map<string, CheckOutcome>();
  let gone = false;

  async function one(check: Check): Promise<void> {
    const outcome = gone ? lost(check) : await runCheck(check, bench);
    outcomes.set(check.id, outcome);
    onOutcome(outcome, outcomes.size, checks.length);
    if (!gone && outcome.verdict === 'FAIL' && !(await answers(bench))) {
      if (bench.control.has('reset')) await bench.control.reset();
      else gone = true;
    }
  }

  const shared = checks.filter((check) => check.exclusive !== true);
  const queue = [...shared];
  const workers = Array.from({ length: bench.alone ? 1 : Math.max(1, concurrency) }, async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) await one(check);
  });
  await Promise.all(workers);

  const owning = checks.filter((check) => check.exclusive === true);
  for (const check of owning) {
    const isRun = check.needs.every((hook) => bench.control.has(hook));
    if (isRun && bench.control.has('reset')) await bench.control.reset();
    await one(check);
    if (isRun && !bench.control.has('reset')) await tidy(bench);
  }
  return checks.flatMap((check) => outcomes.get(check.id) ?? []);
}

/** What a check that owned the gateway may have left behind, where there is no fresh one for the next. */
async function tidy({ control }: Bench): Promise<void> {
  if (control.has('fault')) await control.fault({ point: 'none' });
  if (control.has('clock')) await control.thaw();
}

async function answers({ sut }: Bench): Promise<boolean> {
  try {
    await sut.request({ method: 'GET', path: '/.well-known/eaap' });
    return true;
  } catch (error) {
    if (error instanceof SutUnreachable) return false;
    throw error;
  }
}

const lost = ({ id, grade }: Check): CheckOutcome => ({
  id,
  grade,
  verdict: 'INCONCLUSIVE',
  expectations: [],
  message: 'The gateway no longer answers since an earlier check.',
  ms: 0,
  transcript: [],
});
