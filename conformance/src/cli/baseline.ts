import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { exitCodeOf } from '../report/exit-code.ts';
import type { Report } from '../report/types.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
import { EXIT, Stop, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';

/** Checks that are known to fail, each with a reason in anybody's words. */
export interface Baseline {
  readonly v: 1;
  readonly expected_failures: Readonly<Record<string, string>>;
}

/** A run held against a baseline. */
export interface Compared {
  /** Failures that the baseline names. */
  readonly expected: readonly string[];
  /** Failures that it does not name. */
  readonly unexpected: readonly string[];
  /** What it names and what no longer fails, or is no check at all. */
  readonly stale: readonly string[];
}

/** @throws Stop when there is none, or it has another form. */
export function readBaseline(path: string): Baseline {
  if (!existsSync(path))
    throw new Stop(EXIT.usage, `The baseline ${path} is not there. Make it with --write-baseline.`);
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Baseline> | null;
    const failures: unknown = read?.expected_failures;
    const isMap = typeof failures === 'object' && failures !== null && !Array.isArray(failures);
    if (read?.v === 1 && isMap && Object.values(failures).every((reason) => typeof reason === 'string'))
      return { v: 1, expected_failures: failures as Record<string, string> };
  } catch {
    // Said below.
  }
  throw new Stop(
    EXIT.usage,
    `${path} is no baseline: {"v": 1, "expected_failures": {"<check>": "<reason>"}}.`,
  );
}

/** Checks that were not run, or could not say anything, leave their entries as they are. */
export function compare(
  { expected_failures }: Baseline,
  outcomes: readonly CheckOutcome[],
  known: readonly { readonly id: string }[],
): Compared {
  const ids = new Set(known.map(({ id }) => id));
  const verdicts = new Map(outcomes.map(({ id, verdict }) => [id, verdict]));
  const failed = outcomes.filter(({ verdict }) => verdict === 'FAIL').map(({ id }) => id);
  const isStale = (id: string): boolean =>
    !ids.has(id) || ['PASS', 'NOT_APPLICABLE'].includes(verdicts.get(id) ?? 'FAIL');
  return {
    expected: failed.filter((id) => Object.hasOwn(expected_failures, id)),
    unexpected: failed.filter((id) => !Object.hasOwn(expected_failures, id)),
    stale: Object.keys(expected_failures).filter(isStale),
  };
}

/** The exit code of a run whose expected failures are not counted: their requirements neither fail nor pass. */
export function exitCodeWith({ mode, requirements }: Report, compared: Compared): ExitCode {
  if (compared.unexpected.length > 0 || compared.stale.length > 0) return EXIT.fails;
  const rest = requirements.flatMap((requirement) => {
    if (requirement.verdict !== 'FAIL') return [requirement];
    const isOpen = requirement.checks.some(({ verdict }) => verdict === 'INCONCLUSIVE');
    return isOpen ? [{ ...requirement, verdict: 'INCONCLUSIVE' as const }] : [];
  });
  return exitCodeOf({ mode, requirements: rest });
}

/** Writes what failed now. Reasons are kept, and so are entries about what was not run. */
export function writeBaseline(
  path: string,
  outcomes: readonly CheckOutcome[],
  known: readonly { readonly id: string }[],
): Baseline {
  const before = existsSync(path) ? readBaseline(path) : { v: 1 as const, expected_failures: {} };
  const { expected, unexpected, stale } = compare(before, outcomes, known);
  const kept = Object.keys(before.expected_failures).filter((id) => !stale.includes(id));
  const ids = [...new Set([...kept, ...expected, ...unexpected])].sort();
  const reasons: Readonly<Record<string, string>> = before.expected_failures;
  const baseline: Baseline = {
    v: 1,
    expected_failures: Object.fromEntries(ids.map((id) => [id, reasons[id] ?? ''])),
  };
  try {
    writeFileSync(`${path}.new`, `${JSON.stringify(baseline, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new Stop(EXIT.runner, `The baseline could not be written: ${(error as Error).message}`);
  }
  return baseline;
}

/** Says where the run and the baseline differ. */
export function printCompared(path: string, compared: Compared, { out, colors: c }: Io): void {
  const { expected, unexpected, stale } = compared;
  out(`Baseline ${path}: ${expected.length} expected failures, `);
  out(`${unexpected.length} not expected, ${stale.length} stale.\n`);
  for (const id of unexpected) out(`  ${c.red('not expected')}  ${id}\n`);
  for (const id of stale) out(`  ${c.red('stale')}  ${id}  does not fail; take it out (--write-baseline)\n`);
}
