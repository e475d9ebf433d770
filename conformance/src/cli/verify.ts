import { readFileSync, statSync } from 'node:fs';
import type { Check } from '../checks/types.ts';
import { conclusion, printable } from '../report/console.ts';
import { MAX_REPORT, readReport, type ReportFault } from '../report/read.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { verifyReport } from '../report/verify.ts';
import type { RequirementSet } from '../spec/requirement.ts';
import { EXIT, Stop, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { signerIn } from './keys.ts';

/** What `verify` was asked. */
export interface VerifyCommand {
  readonly requirements?: string;
  /** The file of the public key it has to be signed by. */
  readonly key?: string;
  readonly json?: boolean;
}

const MOST_SHOWN = 20;

/** Reads a report file. @throws Stop when there is none. */
export function openReport(path: string): ReturnType<typeof readReport> {
  try {
    const { size } = statSync(path);
    // Said without reading it.
    if (size > MAX_REPORT)
      return {
        faults: [{ code: 'huge', message: `It has ${size} bytes, over ${MAX_REPORT}, and is not read.` }],
      };
    return readReport(readFileSync(path));
  } catch (error) {
    throw new Stop(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Recomputes a report offline. The code is that of the run when it holds, and `refused` when it does not. */
export function verifyCommand(
  path: string,
  { requirements, json, key }: VerifyCommand,
  checks: readonly Check[],
  own: () => RequirementSet,
  io: Io,
): ExitCode {
  const set = requirements === undefined ? own() : requirementsIn(requirements);
  const signer = key === undefined ? undefined : signerIn(key);
  const { report, faults: read } = openReport(path);
  const verified = report === undefined ? undefined : verifyReport(report, set, checks, signer);
  const faults = [...read, ...(verified?.faults ?? [])];
  const code = report === undefined || faults.length > 0 ? EXIT.refused : exitCodeOf(report);
  if (json === true) {
    const { notes = [], tally } = verified ?? {};
    io.out(
      `${JSON.stringify({ holds: faults.length === 0, code, digest: report?.digest, faults, notes, tally }, null, 2)}\n`,
    );
    return code;
  }
  if (report === undefined || verified === undefined || faults.length > 0) {
    refuse(path, faults, io);
    return code;
  }
  const { tally, notes } = verified;
  const { colors: c } = io;
  const recomputed = tally.equal + tally.answer;
  io.out(`${c.green('The report holds.')} ${report.digest}\n`);
  io.out(
    `  ${report.requirements.length} requirements and ${report.checks.length} checks follow from ${recomputed + tally.check} statements.\n`,
  );
  io.out(
    `  ${recomputed} of those were recomputed (${tally.answer} from the transcript), ${tally.check} are as the check saw it.\n`,
  );
  for (const note of notes) io.out(`  ${c.yellow(note)}\n`);
  io.out(`${conclusion(report, code, c)}\n`);
  return code;
}

function refuse(path: string, faults: readonly ReportFault[], { out, colors: c }: Io): void {
  out(`${c.red('The report does not hold:')} ${path}\n`);
  for (const { code, message } of faults.slice(0, MOST_SHOWN))
    out(`  ${c.bold(code)}  ${printable(message)}\n`);
  if (faults.length > MOST_SHOWN) out(`  and ${faults.length - MOST_SHOWN} more\n`);
}

/** Whether it is one as `spec` writes them, as far as it is used here. */
const isRequirement = (one: unknown): boolean => {
  if (typeof one !== 'object' || one === null) return false;
  const { id, sentence, invariants } = one as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof sentence === 'string' && Array.isArray(invariants);
};

function requirementsIn(path: string): RequirementSet {
  try {
    const set = JSON.parse(readFileSync(path, 'utf8')) as RequirementSet;
    if (Array.isArray(set?.requirements) && set.requirements.every(isRequirement)) return set;
  } catch (error) {
    throw new Stop(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`);
  }
  throw new Stop(EXIT.usage, `${path} holds no requirements.`);
}
