import { randomBytes } from 'node:crypto';
import type { Check } from '../checks/types.ts';
import { AdapterFault, ControlRefused } from '../control/fault.ts';
import { printable } from '../report/console.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { reportOf, type Report } from '../report/report.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
import { signatureOf } from '../report/signature.ts';
import { runChecks } from '../runner/run.ts';
import { lintChecks, select, type Selection } from '../runner/select.ts';
import { judgeRequirements } from '../runner/verdict.ts';
import type { RequirementSet } from '../spec/requirement.ts';
import {
  compare,
  exitCodeWith,
  printCompared,
  readBaseline,
  writeBaseline,
  type Baseline,
  type Compared,
} from './baseline.ts';
import { EXIT, Stop, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { signingKeyIn } from './keys.ts';
import { writeOutputs, type Outputs } from './outputs.ts';
import { printRun } from './print.ts';
import { Progress } from './progress.ts';
import { printFlakes, repeated, withFlakes } from './repeat.ts';
import { openTarget, type Target, type TargetOptions } from './target.ts';

/** What `run` was asked. */
export interface RunCommand extends TargetOptions, Selection, Outputs {
  readonly seed?: string;
  readonly json?: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly repeat?: number;
  /** The file of the key the report is signed with. */
  readonly sign?: string;
}

/** Runs checks against a gateway and says what came of it. */
export async function runCommand(
  command: RunCommand,
  checks: readonly Check[],
  set: RequirementSet,
  io: Io,
): Promise<ExitCode> {
  const faults = lintChecks(checks, set.requirements);
  if (faults.length > 0) throw new Stop(EXIT.runner, `The checks are not in order:\n${faults.join('\n')}`);
  const chosen = select(checks, set.requirements, command);
  if (chosen.requirements.length === 0)
    throw new Stop(EXIT.usage, 'Nothing bears that name. See: eaap-conformance list');
  const { baseline: baselineFile, repeat: times = 1 } = command;
  if (command.writeBaseline === true && baselineFile === undefined)
    throw new Stop(EXIT.usage, 'Say with --baseline FILE where --write-baseline is to write.');
  const known =
    baselineFile === undefined || command.writeBaseline === true ? undefined : readBaseline(baselineFile);
  const signer = command.sign === undefined ? undefined : signingKeyIn(command.sign);
  const seed = command.seed ?? randomBytes(4).toString('hex');
  const target = await openTarget(command);
  try {
    if (command.json !== true) io.err(io.colors.dim(`${printable(heading(target))}, seed ${seed}\n`));
    const { outcomes, flakes } = await repeated(times, target.control, () =>
      outcomesOf(chosen.checks, target, seed, io),
    );
    const unsigned = reportOf(
      {
        generated_at: new Date().toISOString(),
        requirement_set: set.digest,
        selection: selectionOf(command),
        sut: sutOf(target),
        mode: target.mode,
        seed,
        requirements: judgeRequirements(chosen.requirements, checks, outcomes),
      },
      checks,
      outcomes,
    );
    const report: Report =
      signer === undefined ? unsigned : { ...unsigned, signature: signatureOf(unsigned.digest, signer) };
    const code = exitCodeOf(report);
    writeOutputs(command, report);
    const held = hold(command, known, outcomes, checks);
    if (command.json === true)
      io.out(
        `${JSON.stringify({ ...withoutTranscripts(report), ...held, ...(times > 1 ? { flakes } : {}) }, null, 2)}\n`,
      );
    else {
      printRun(
        report,
        code,
        { command, checks: chosen.checks, outcomes, requirements: set.requirements },
        io,
      );
      printFlakes(flakes, times, io);
      if (held !== undefined) printCompared(baselineFile ?? '', held.baseline, io);
    }
    return withFlakes(held === undefined ? code : exitCodeWith(report, held.baseline), flakes);
  } finally {
    await target.close();
  }
}

/** The run against its baseline, if it has one; which is written first where that was asked. */
function hold(
  { baseline: file, writeBaseline: write }: RunCommand,
  known: Baseline | undefined,
  outcomes: readonly CheckOutcome[],
  checks: readonly Check[],
): { baseline: Compared } | undefined {
  if (file === undefined) return undefined;
  const baseline = write === true || known === undefined ? writeBaseline(file, outcomes, checks) : known;
  return { baseline: compare(baseline, outcomes, checks) };
}

const heading = ({ mode, control, sut }: Target): string =>
  mode === 'url'
    ? `Judging ${sut.url}`
    : `Judging ${control.hello.name} ${control.hello.version} at ${sut.url}`;

function sutOf({ mode, control, sut, discovery }: Target): Report['sut'] {
  return { url: sut.url, discovery, ...(mode === 'adapter' ? { adapter: control.hello } : {}) };
}

async function outcomesOf(
  checks: readonly Check[],
  target: Target,
  seed: string,
  io: Io,
): Promise<CheckOutcome[]> {
  // Namespaces are never made twice, not even by two runs with one seed against one gateway.
  const run = randomBytes(4).toString('hex');
  let made = 0;
  const progress = new Progress(checks, io);
  try {
    return await runChecks(
      checks,
      {
        sut: target.sut,
        control: target.control,
        hasControl: target.mode === 'adapter',
        seed,
        alone: false,
        slack: target.slack,
        systemKey: () => target.systemKey(),
        nextNamespace: () => `c-${run}-${(made += 1)}`,
      },
      { onOutcome: (outcome, done, total) => progress.told(outcome, done, total) },
    );
  } catch (error) {
    if (error instanceof AdapterFault || error instanceof ControlRefused)
      throw new Stop(EXIT.runner, error.message);
    throw error;
  } finally {
    progress.end();
  }
}

const withoutTranscripts = ({ transcripts: _transcripts, ...rest }: Report): object => rest;

const selectionOf = ({ only, invariant, layer, level, profile }: Selection): Selection => ({
  ...(only === undefined ? {} : { only }),
  ...(invariant === undefined ? {} : { invariant }),
  ...(layer === undefined ? {} : { layer }),
  ...(level === undefined ? {} : { level }),
  ...(profile === undefined ? {} : { profile }),
});
