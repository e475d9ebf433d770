import type { Check } from '../checks/types.ts';
import { SutUnreachable } from '../sut/types.ts';
import type { CheckOutcome } from './outcome.ts';
import { tryCheck, type Bench } from './run-check.ts';

/** So many checks in a row whose time was over are a gateway that is too slow: the rest would take hours to say the same. */
const MAX_LATE = 8;
const TOO_SLOW = `The gateway is too slow: ${MAX_LATE} checks in a row were not done in time.`;
/** More than so many that are inconclusive are no accident: running them again would say the same. */
const MAX_AGAIN = 16;
/** How long after its gateway an adapter may be seen to end. */
const LAST_MS = 300;
const GONE = 'The gateway no longer answers since an earlier check.';

/** How checks are run. */
export interface RunOptions {
  /** Checks side by side, but for those that own the gateway; 4 unless stated. */
  readonly concurrency?: number;
  /** Told of every outcome as it comes. */
  readonly onOutcome?: (outcome: CheckOutcome, done: number, total: number) => void;
}

/**
 * Runs checks: first those that get along with others, side by side; then, one by one, those that own the gateway,
 * each on a fresh one where the adapter can `reset`. Those that were inconclusive beside others, or ran when the gateway
 * had to be started anew, are run once more in between, alone. Outcomes are in the order of `checks`.
 *
 * @throws AdapterFault
 */
export async function runChecks(
  checks: readonly Check[],
  bench: Bench,
  { concurrency = 4, onOutcome = () => undefined }: RunOptions = {},
): Promise<CheckOutcome[]> {
  const outcomes = new Map<string, CheckOutcome>();
  /** Why nothing more can be said; nothing more is asked then. */
  let over: string | undefined;
  let late = 0;
  /** What runs now; and whose time was over, or that ran when the gateway had to be started anew: not by its own doing. */
  const running = new Set<Check>();
  const disturbed = new Set<Check>();
  let starting: Promise<unknown> | undefined;

  async function one(check: Check): Promise<void> {
    await starting;
    running.add(check);
    const { outcome, isLate } =
      over === undefined ? await tryCheck(check, bench) : { outcome: lost(check, over), isLate: false };
    outcomes.set(check.id, outcome);
    onOutcome(outcome, outcomes.size, checks.length);
    if (over === undefined) {
      late = isLate ? late + 1 : 0;
      if (isLate) disturbed.add(check);
      if (late === MAX_LATE) over = TOO_SLOW;
      else if (outcome.verdict === 'FAIL' && starting === undefined && !(await answers(bench))) {
        await bench.control.isThere?.(LAST_MS);
        await restart();
      }
    }
    running.delete(check);
  }

  /** After a crash: which of the checks that ran brought it about is seen when each of them runs alone. */
  async function restart(): Promise<void> {
    if (over !== undefined || starting !== undefined) return;
    if (!bench.control.has('reset')) {
      over = GONE;
      return;
    }
    for (const beside of running) disturbed.add(beside);
    starting = bench.control.reset();
    try {
      await starting;
    } finally {
      starting = undefined;
    }
  }

  const shared = checks.filter((check) => check.exclusive !== true);
  // What needs no adapter first: the wire is judged soonest.
  const queue = [...shared].sort((a, b) => Math.sign(a.needs.length) - Math.sign(b.needs.length));
  const workers = Array.from({ length: bench.alone ? 1 : Math.max(1, concurrency) }, async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) await one(check);
  });
  await Promise.all(workers);
  if (!bench.alone) {
    const open = shared.filter(({ id }) => outcomes.get(id)?.verdict === 'INCONCLUSIVE');
    if (open.length <= MAX_AGAIN) for (const check of open) disturbed.add(check);
    for (const check of shared.filter((one) => disturbed.has(one))) if (over === undefined) await one(check);
  }

  const owning = checks.filter((check) => check.exclusive === true);
  for (const check of owning) {
    const isRun = over === undefined && check.needs.every((hook) => bench.control.has(hook));
    if (isRun && bench.control.has('reset')) await bench.control.reset();
    await one(check);
    if (isRun && !bench.control.has('reset')) await tidy(bench);
  }
  // One that has died was needed: what its gateway did since then nobody answers for.
  await bench.control.isThere?.(0);
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

const lost = ({ id, grade }: Check, message: string): CheckOutcome => ({
  id,
  grade,
  verdict: 'INCONCLUSIVE',
  expectations: [],
  message,
  ms: 0,
  transcript: [],
});
