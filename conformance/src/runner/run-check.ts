import type { Check } from '../checks/types.ts';
import { AdapterFault } from '../control/fault.ts';
import { HookAbsent, type Control } from '../control/types.ts';
import { SutUnreachable, type Sut } from '../sut/types.ts';
import { recorded } from '../sut/transcript.ts';
import { contextOf } from './context.ts';
import { Inconclusive, NotApplicable, type CheckOutcome, type Expectation, type Verdict } from './outcome.ts';
import { randomFrom } from './random.ts';

/** Where checks are run. */
export interface Bench {
  readonly sut: Sut;
  readonly control: Control;
  /** Whether there is an adapter at all. */
  readonly hasControl: boolean;
  readonly seed: string;
  /** Whether the gateway is in this process, where no connection can be opened to it. */
  readonly inProcess?: boolean;
  /** Whether checks run one after the other, so that each may move the clock. */
  readonly alone: boolean;
  /** How many times its time a check has, for a gateway that is known to be slow; once unless stated. */
  readonly slack?: number;
  systemKey(): string;
  nextNamespace(): string;
}

const TIMEOUT_MS = 30_000;

/**
 * Runs one check. Whatever happens is an outcome, unless the adapter is at fault: then nothing can be said of any check.
 *
 * @throws AdapterFault
 */
export async function runCheck(check: Check, bench: Bench): Promise<CheckOutcome> {
  return (await tryCheck(check, bench)).outcome;
}

/** `runCheck`, and whether the check ended because the time was over: its own, or that of an answer. */
export async function tryCheck(
  check: Check,
  bench: Bench,
): Promise<{ readonly outcome: CheckOutcome; readonly isLate: boolean }> {
  const begun = performance.now();
  const { id, grade } = check;
  const missing = check.needs.filter((hook) => !bench.control.has(hook));
  const outcome = (
    verdict: Verdict,
    expectations: readonly Expectation[],
    message: string | undefined,
    transcript: CheckOutcome['transcript'],
    isLate = false,
  ): { outcome: CheckOutcome; isLate: boolean } => {
    const ms = Math.round(performance.now() - begun);
    const why = message === undefined ? {} : { message };
    return { outcome: { id, grade, verdict, expectations, ...why, ms, transcript }, isLate };
  };
  if (missing.length > 0)
    return outcome('NOT_EVIDENCED', [], `The adapter has no ${missing.join(', no ')}.`, []);

  if (check.socket === true && bench.inProcess === true)
    return outcome('NOT_EVIDENCED', [], 'The gateway is in this process and has no address.', []);

  const { sut, exchanges, end } = recorded(bench.sut);
  const { context, stated } = contextOf({ ...bench, check, sut, random: randomFrom(`${bench.seed}\0${id}`) });
  let message: string | undefined;
  let verdict: Verdict = 'PASS';
  let isLate = false;
  try {
    await within((check.timeoutMs ?? TIMEOUT_MS) * (bench.slack ?? 1), check.run(context));
  } catch (error) {
    [verdict, message] = judgeThrown(error);
    isLate = error instanceof Overdue || (error instanceof SutUnreachable && error.isLate);
  } finally {
    end();
  }
  if (stated.some(({ holds }) => !holds)) verdict = 'FAIL';
  else if (verdict === 'PASS' && stated.length === 0) {
    verdict = 'FAIL';
    message = 'The check stated nothing.';
  }
  return outcome(verdict, [...stated], message, exchanges, isLate);
}

function judgeThrown(error: unknown): [Verdict, string] {
  if (error instanceof AdapterFault) throw error;
  if (error instanceof HookAbsent) return ['NOT_EVIDENCED', error.message];
  if (error instanceof NotApplicable) return ['NOT_APPLICABLE', error.message];
  if (error instanceof Inconclusive) return ['INCONCLUSIVE', error.message];
  // Every requirement says what is to be answered; no answer at all is none of it.
  if (error instanceof SutUnreachable) return ['FAIL', error.message];
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return ['INCONCLUSIVE', `The check could not go on: ${message}`];
}

/** The time of a check is over. */
class Overdue extends Inconclusive {}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Overdue(`The check was not done within ${ms} ms; --timeout gives a slow gateway more.`)),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // A check that was given up may still fail later; nobody listens then.
    work.catch(() => undefined);
  }
}
