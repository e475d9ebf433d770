import { randomBytes } from 'node:crypto';
import { InvalidArgumentError, type Command } from 'commander';
import type { Control } from '../control/types.ts';
import { AdapterFault, ControlRefused } from '../control/fault.ts';
import { explore, replay, type Explored } from '../differential/explore.ts';
import { NotReady } from '../differential/open.ts';
import { follow } from '../differential/path.ts';
import type { Site } from '../differential/site.ts';
import { tell } from '../differential/tell.ts';
import { EXIT, Stop, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { openTarget, type Target, type TargetOptions } from './target.ts';

/** What `differential` was asked. */
export interface DifferentialCommand extends TargetOptions {
  readonly seed?: string;
  readonly runs: number;
  readonly steps: number;
  readonly path?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  eaap-conformance differential                                  the reference gateway, a new seed
  eaap-conformance differential --seed 7 --runs 1000 --steps 60
  eaap-conformance differential --adapter "python my_adapter.py"
  eaap-conformance differential --seed 7 --path 17/0-3,9         one sequence again, cut down

Exit codes:
  0  no difference
  1  gateway and model part; the sequence is printed
  2  usage
  3  the gateway or its adapter did not start, or is no EAAP gateway
  4  the runner or the adapter failed on the way
`;

function whole(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('A number from 1 to 9999999.');
  return Number(text);
}

/** Adds `differential` to the commands. */
export function addDifferential(root: Command, io: Io, done: (code: ExitCode) => void): void {
  root
    .command('differential')
    .description('play random sequences on a gateway and on the model, up to the first difference')
    .option('--seed <seed>', 'what sequences are drawn from')
    .option('--runs <n>', 'how many sequences', whole, 50)
    .option('--steps <n>', 'how many steps each has', whole, 40)
    .option('--path <path>', 'one sequence of this seed, as a difference was printed with it')
    .option('--url <url>', 'the address of a gateway that runs already')
    .option('--credentials <file>', 'its credentials file (.eaap/credentials.json unless given)')
    .option('--key <key>', 'the key of an admin of its namespace system (or EAAP_SYSTEM_KEY)')
    .option('--adapter <command>', 'an adapter that starts a gateway (conformance/README.md)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DifferentialCommand) => done(await differentialCommand(options, io)));
}

/** Plays sequences and says where gateway and model part. */
export async function differentialCommand(command: DifferentialCommand, io: Io): Promise<ExitCode> {
  const { runs, steps, path, json } = command;
  if (path !== undefined && command.seed === undefined)
    throw new Stop(EXIT.usage, 'A path is one of a seed: give --seed too.');
  const seed = command.seed ?? randomBytes(4).toString('hex');
  const chosen = path === undefined ? undefined : followed(seed, path);
  const target = await openTarget(command);
  try {
    if (json !== true) io.err(io.colors.dim(`Model against ${target.sut.url}, seed ${seed}\n`));
    const site = await siteOf(target);
    const show = (text: string): void => {
      if (io.watched && json !== true) io.err(`\r\x1b[2K${text}`);
    };
    const explored =
      chosen === undefined
        ? await explore(site, { seed, runs, steps }, (run) => show(io.colors.dim(`${run + 1}/${runs}`)))
        : await replay(site, chosen.run, chosen.steps);
    show('');
    print(explored, command, seed, io);
    return explored.found === undefined ? EXIT.conforms : EXIT.fails;
  } catch (error) {
    if (error instanceof NotReady || error instanceof AdapterFault || error instanceof ControlRefused)
      throw new Stop(EXIT.runner, error.message);
    throw error;
  } finally {
    await target.close();
  }
}

function followed(seed: string, path: string): ReturnType<typeof follow> {
  try {
    return follow(seed, path);
  } catch (error) {
    if (error instanceof RangeError) throw new Stop(EXIT.usage, error.message);
    throw error;
  }
}

/** The gateway with its clock stopped, where its adapter can do that. */
async function siteOf({ sut, control, mode, systemKey }: Target): Promise<Site> {
  const run = randomBytes(4).toString('hex');
  let made = 0;
  const hasClock = mode === 'adapter' && control.has('clock');
  if (hasClock) await control.freeze();
  return {
    sut,
    isOwn: mode === 'adapter',
    systemKey,
    nextNamespace: () => `d-${run}-${(made += 1)}`,
    ...(hasClock ? { clock: control } : {}),
    ...(mode === 'adapter' && control.has('reset') ? { reset: () => anew(control, hasClock) } : {}),
  };
}

async function anew(control: Control, hasClock: boolean): Promise<void> {
  await control.reset();
  if (hasClock) await control.freeze();
}

function print({ runs, found }: Explored, command: DifferentialCommand, seed: string, io: Io): void {
  const again = found && againBy(command, seed, found.path);
  if (command.json === true) {
    io.out(
      `${JSON.stringify({ seed, runs, difference: found === undefined ? null : { ...found, again } }, null, 2)}\n`,
    );
    return;
  }
  if (found !== undefined) io.out(`${tell(found, again ?? '')}\n`);
  else io.out(`${runs} ${runs === 1 ? 'sequence' : 'sequences'}, no difference (seed ${seed}).\n`);
}

/** The one command that shows a difference again. Keys are not put into it. */
function againBy({ url, credentials, adapter }: DifferentialCommand, seed: string, path: string): string {
  const quote = (text: string): string =>
    /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const where = Object.entries({ url, credentials, adapter })
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` --${name} ${quote(value)}`);
  return `npx eaap-conformance differential --seed ${quote(seed)} --path ${path}${where.join('')}`;
}
