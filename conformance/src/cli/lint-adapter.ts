import type { Command } from 'commander';
import { HOOKS } from '../control/types.ts';
import { lintAdapter, type Linted } from '../control/lint/course.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';

/** What `lint-adapter` was asked. */
export interface LintAdapter {
  readonly adapter: string;
  readonly json?: boolean;
}

const CODES = `
Exit codes:
  0  nothing is wrong
  1  it was gone through to the end, and something is wrong
  2  usage
  3  the adapter or its gateway did not start
  4  the adapter failed on the way, so that the rest is not known

Examples:
  eaap-conformance lint-adapter --adapter "python3 adapter.py"
`;

/** Goes through an adapter and says what is wrong with it. */
export async function lintAdapterCommand({ adapter, json }: LintAdapter, io: Io): Promise<ExitCode> {
  const linted = await lintAdapter(adapter);
  const code = codeOf(linted);
  if (json === true) io.out(`${JSON.stringify({ ...linted, exit_code: code }, null, 2)}\n`);
  else print(linted, code, io);
  return code;
}

const codeOf = ({ isWhole, hasStarted, findings }: Linted): ExitCode => {
  if (!isWhole) return hasStarted ? EXIT.runner : EXIT.notStarted;
  return findings.length > 0 ? EXIT.fails : EXIT.conforms;
};

function print({ name, hooks, asked, findings }: Linted, code: ExitCode, { out, colors: c }: Io): void {
  for (const { kind, method, line, got, expected } of findings) {
    const where = `${method === undefined ? '' : `  ${method}`}${line === undefined ? '' : `  line ${line}`}`;
    out(`${c.red(c.bold(kind))}${where}\n  got       ${got}\n  expected  ${expected}\n\n`);
  }
  out(`${name}: ${asked.length} methods asked, `);
  out(
    `${hooks.length} of ${HOOKS.length} hooks declared${hooks.length === 0 ? '' : `: ${hooks.join(' ')}`}.\n`,
  );
  const count = `${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} wrong`;
  const rest = {
    [EXIT.conforms]: c.green('Nothing is wrong.'),
    [EXIT.fails]: c.red(`${count}.`),
    [EXIT.notStarted]: c.red(`${count}; it did not come to a gateway.`),
    [EXIT.runner]: c.red(`${count}; the rest could not be asked.`),
  };
  out(`${rest[code as keyof typeof rest]}\n`);
}

/** Adds `lint-adapter` to the program. */
export function addLintAdapter(root: Command, io: Io, done: (code: ExitCode) => void): void {
  root
    .command('lint-adapter')
    .description('start an adapter and say what is wrong with it')
    .requiredOption('--adapter <command>', 'the adapter')
    .option('--json', 'print JSON')
    .addHelpText('after', CODES)
    .action(async (options: LintAdapter) => done(await lintAdapterCommand(options, io)));
}
