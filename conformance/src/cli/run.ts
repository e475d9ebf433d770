import { randomBytes } from 'node:crypto';
import type { Check } from '../checks/types.ts';
import { AdapterFault, ControlRefused } from '../control/fault.ts';
import { conclusion, failure, table } from '../report/console.ts';
import { exitCodeOf, reportOf, type Report } from '../report/report.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
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
import { writeOutputs, type Outputs } from './outputs.ts';
import { printFlakes, repeated, withFlakes } from './repeat.ts';
import { openTarget, type Target, type TargetOptions } from './target.ts';

/** What `run` was asked. */
export interface RunCommand extends TargetOptions, Selection, Outputs {
  readonly seed?: string;
  readonly json?: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly repeat?: number;
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
  const seed = command.seed ?? randomBytes(4).toString('hex');
  const target = await openTarget(command);
  try {
    if (command.json !== true) io.err(io.colors.dim(`${heading(target)}, seed ${seed}\n`));
    const { outcomes, flakes } = await repeated(times, target.control, () =>
      outcomesOf(chosen.checks, target, seed, io),
    );
    const report = reportOf(
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
    const code = exitCodeOf(report);
    writeOutputs(command, report);
    const held = hold(command, known, outcomes, checks);
    if (command.json === true)
      io.out(
        `${JSON.stringify({ ...withoutTranscripts(report), ...held, ...(times > 1 ? { flakes } : {}) }, null, 2)}\n`,
      );
    else {
      print(report, code, { command, checks: chosen.checks, outcomes }, io);
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
  const show = (text: string): void => {
    if (io.watched) io.err(`\r\x1b[2K${text}`);
  };
  try {
    return await runChecks(
      checks,
      {
        sut: target.sut,
        control: target.control,
        hasControl: target.mode === 'adapter',
        seed,
        alone: false,
        systemKey: () => target.systemKey(),
        nextNamespace: () => `c-${run}-${(made += 1)}`,
      },
      { onOutcome: ({ id }, done, total) => show(io.colors.dim(`${done}/${total} ${id}`)) },
    );
  } catch (error) {
    if (error instanceof AdapterFault || error instanceof ControlRefused)
      throw new Stop(EXIT.runner, error.message);
    throw error;
  } finally {
    show('');
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

interface Ran {
  readonly command: RunCommand;
  readonly checks: readonly Check[];
  readonly outcomes: readonly CheckOutcome[];
}

function print(report: Report, code: ExitCode, { command, checks, outcomes }: Ran, io: Io): void {
  const sentences = new Map(report.requirements.map(({ id, sentence }) => [id, sentence]));
  const byId = new Map(checks.map((check) => [check.id, check]));
  const { colors } = io;
  for (const outcome of outcomes) {
    const check = byId.get(outcome.id);
    if (check === undefined || !['FAIL', 'INCONCLUSIVE'].includes(outcome.verdict)) continue;
    io.out(`${failure(outcome, check, sentences, again(command, outcome.id, report.seed), colors)}\n\n`);
  }
  io.out(`${table(report.requirements, colors)}\n\n`);
  const lacking = report.requirements.filter(
    ({ level, verdict }) => level === 'MUST' && verdict === 'NOT_EVIDENCED',
  );
  if (code === 5 && lacking.length > 0)
    io.out(`Not evidenced: ${lacking.map(({ id }) => id.replace(/^EAAP-/, '')).join(' ')}\n`);
  io.out(`${conclusion(report, code, colors)}\n`);
}

/** The one command that shows a failure again. Keys are not put into it. */
function again({ url, credentials, adapter }: RunCommand, id: string, seed: string): string {
  const quote = (text: string): string =>
    /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const where = Object.entries({ url, credentials, adapter })
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` --${name} ${quote(value)}`);
  return `npm run -s conformance -- --only ${id} --seed ${quote(seed)}${where.join('')}`;
}
