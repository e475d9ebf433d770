import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CHECKS } from '../checks/index.ts';
import type { Check } from '../checks/types.ts';
import { diffCommand } from './diff.ts';
import { addDifferential } from './differential.ts';
import { EXIT, EXIT_HELP, REPORT_CODES, Stop, type ExitCode } from './exit.ts';
import { addInitAdapter } from './init-adapter.ts';
import { processIo, type Io } from './io.ts';
import { addLintAdapter } from './lint-adapter.ts';
import { explainCommand, listCommand } from './list.ts';
import { loadRequirements } from './requirements.ts';
import { addRunOptions, profileOption } from './run-options.ts';
import { runCommand, type RunCommand } from './run.ts';
import { printable } from '../report/console.ts';
import { withoutCredentials } from '../sut/address.ts';
import { verifyCommand, type VerifyCommand } from './verify.ts';
import type { ZooOptions } from '../zoo/command.ts';
import { SCOPES } from '../zoo/scope.ts';

const RUN_EXAMPLES = `
Examples:
  eaap-conformance run                                   starts the reference gateway and judges it
  eaap-conformance run --report report.json
  eaap-conformance run --url http://127.0.0.1:8787       a gateway that runs already (npm start); wire verdicts
  eaap-conformance run --adapter "python my_adapter.py"  a gateway of your own, all grades
  eaap-conformance run --invariant 5
  eaap-conformance run --only ledger.source-missing --seed 1f2e3d4c
`;
const ZOO_EXAMPLES = `
Examples:
  eaap-conformance zoo
  eaap-conformance zoo --json
  eaap-conformance zoo --only accept-all
  eaap-conformance zoo --scope declared
  eaap-conformance zoo --write          writes conformance/zoo/MATRIX.md and matrix.json
`;

function invariantNumber(text: string): number {
  if (!/^([1-9]|1[0-4])$/.test(text))
    throw new InvalidArgumentError('An invariant is a number from 1 to 14.');
  return Number(text);
}

const selecting = (command: Command): Command =>
  command
    .option('--only <id>', 'one check, the checks under a name, or one requirement')
    .option('--invariant <n>', 'only what serves this invariant', invariantNumber)
    .addOption(new Option('--layer <layer>', 'only this layer').choices(['L1', 'L2', 'L3', 'L4']))
    .addOption(new Option('--level <level>', 'only this level').choices(['MUST', 'SHOULD']))
    .addOption(profileOption())
    .option('--json', 'print JSON');

function program(checks: readonly Check[], io: Io, done: (code: ExitCode) => void): Command {
  const root = new Command('eaap-conformance')
    .description('Judges an EAAP gateway by the requirements of the RFCs.')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(--help says more)')
    .addHelpText('after', EXIT_HELP);

  addRunOptions(selecting(root.command('run').description('run checks against a gateway')))
    .option('--url <url>', 'the address of a gateway that runs already')
    .option('--credentials <file>', 'its credentials file (.eaap/credentials.json unless given)')
    .option('--key <key>', 'the key of an admin of its namespace system (or EAAP_SYSTEM_KEY)')
    .option('--adapter <command>', 'an adapter that starts a gateway (conformance/README.md)')
    .option('--seed <seed>', 'what random choices are drawn from')
    .option('--report <file>', 'write the report, with transcripts, as JSON')
    .option('--junit <file>', 'write the checks as JUnit XML')
    .option('--html <file>', 'write the report as one page')
    .option('--badge <file>', 'write a badge for shields.io')
    .option('--sign <file>', 'sign the report with this Ed25519 key (PEM)')
    .addHelpText('after', RUN_EXAMPLES + EXIT_HELP)
    .action(async (options: RunCommand) => done(await runCommand(options, checks, loadRequirements(), io)));

  selecting(root.command('list').description('the requirements, and the checks that bear on each')).action(
    (options) => listCommand(options, checks, loadRequirements(), io),
  );

  root
    .command('explain')
    .description('one requirement or one check in full')
    .argument('<id>', 'as in EAAP-0001-021 or ledger.source-missing')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  eaap-conformance explain EAAP-0001-021\n')
    .action((id: string, { json }: { json?: boolean }) =>
      explainCommand(id, json === true, checks, loadRequirements(), io),
    );

  root
    .command('verify')
    .description('recompute a report, offline')
    .argument('<report>', 'as `run --report` wrote it')
    .option('--requirements <file>', 'the requirements it judges by, when they are others than here')
    .option('--key <file>', 'the public key (PEM) it has to be signed by')
    .option('--json', 'print JSON')
    .addHelpText('after', REPORT_CODES)
    .action((path: string, options: VerifyCommand) =>
      done(verifyCommand(path, options, checks, loadRequirements, io)),
    );

  root
    .command('diff')
    .description('what differs between two reports')
    .argument('<a>')
    .argument('<b>')
    .option('--json', 'print JSON')
    .addHelpText('after', REPORT_CODES)
    .action((a: string, b: string, { json }: { json?: boolean }) =>
      done(diffCommand([a, b], json === true, io)),
    );

  root
    .command('zoo')
    .description(
      'run the checks against broken gateways: each must be caught, by exactly the checks it declares',
    )
    .option('--only <id>', 'one gateway')
    .addOption(
      new Option(
        '--scope <scope>',
        'what a mutant is shown: the checks it declares; those near its fault, too, and a sixteenth of the rest; or every check',
      )
        .choices(SCOPES)
        .default('near'),
    )
    .option('--all', 'the same as --scope whole')
    .option('--json', 'print JSON')
    .option('--write', 'write the matrix to conformance/zoo; not with --only')
    .option('--check', 'compare the matrix that is there instead of writing it')
    .addHelpText('after', ZOO_EXAMPLES)
    .action(async (options: ZooOptions & { all?: boolean }) => {
      const { zooCommand } = await import('../zoo/command.ts');
      const asked: ZooOptions = options.all === true ? { ...options, scope: 'whole' } : options;
      done(await zooCommand(asked, checks, io, (args, to) => main(args, to, checks)));
    });
  addDifferential(root, io, done);
  addInitAdapter(root, io, done);
  addLintAdapter(root, io, done);
  return root;
}

/** Runs `eaap-conformance`; the exit code is returned. */
export async function main(
  args: readonly string[],
  io: Io = processIo(),
  checks: readonly Check[] = CHECKS,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.conforms;
  try {
    await program(checks, io, (ended) => (code = ended)).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.conforms : EXIT.usage;
    if (error instanceof Stop) {
      io.err(`${io.colors.red('eaap-conformance:')} ${printable(withoutCredentials(error.message))}\n`);
      return error.code;
    }
    io.err(
      `${io.colors.red('eaap-conformance failed:')} ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return EXIT.runner;
  }
}
