import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { PROTOCOL_VERSION } from '@eaap/sdk';
import { EXIT_HELP, usage, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { outputOf, type Output } from './output.ts';
import { coloursOf } from './text.ts';

/** One run of one command. */
export interface Call<F> {
  readonly io: Io;
  readonly out: Output;
  /** The options, by their long names in camelCase. */
  readonly flags: F;
  /** The arguments, in order. */
  readonly args: readonly (string | undefined)[];
}

/** Where commands are put, and what the one that ran ended with. */
export interface Cli {
  readonly program: Command;
  readonly io: Io;
  exit: ExitCode;
}

/** Puts a command, or several of one kind, into the program. */
export type Register = (cli: Cli) => void;

/** An example in a help: the line to type, and what it does. */
export type Example = readonly [line: string, what: string];

/** The versions of this package and of the protocol it speaks. */
function versionText(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return `eaap ${version}, EAAP ${PROTOCOL_VERSION}`;
}

/** The program without its commands. */
export function createCli(io: Io): Cli {
  const colours = coloursOf(io.colour);
  const helpWidth = (): number => Math.max(40, Math.min(io.columns, 100));
  const program = new Command('eaap');
  program
    .description(
      'The EAAP gateway: decides whether an action may happen, and proves afterwards what was decided.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout(text),
      writeErr: (text) => io.stderr(text),
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
      getOutHasColors: () => io.colour,
      getErrHasColors: () => io.colour,
      // Told by `main`, in the form that was asked for.
      outputError: () => undefined,
    })
    .configureHelp({
      styleTitle: (text) => colours.bold(text),
      subcommandTerm: (command) => command.name(),
    })
    .version(versionText(), '-V, --version', 'Show the versions.')
    .addHelpCommand(
      new Command('help')
        .argument('[command]')
        .description('Show the help of a command.')
        .helpGroup('Begin:'),
    )
    .helpOption('-h, --help', 'Show this help.')
    .addHelpText('afterAll', `\n${EXIT_HELP.replace('Exit codes:', colours.bold('Exit codes:'))}\n`);
  return { program, io, exit: 0 };
}

/** Adds a command with its examples. */
export function addCommand(
  parent: Command,
  name: string,
  description: string,
  examples: readonly Example[] = [],
): Command {
  const command = parent.command(name).description(description).helpOption('-h, --help', 'Show this help.');
  command.copyInheritedSettings(parent);
  if (examples.length > 0) {
    const lines = examples.map(([line, what]) => `  $ ${line}\n      ${what}`);
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  return command;
}

/** The option every command has. */
export const withJson = (command: Command): Command =>
  command.option('--json', 'Print one JSON document; a problem is printed as one, too.');

/** What a command does, as commander wants it. */
export function run<F>(
  cli: Cli,
  work: (call: Call<F>) => Promise<ExitCode | undefined>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const flags = command.opts<F & { json?: boolean }>();
    const args = command.processedArgs as (string | undefined)[];
    const out = outputOf(cli.io, flags.json === true);
    cli.exit = (await work({ io: cli.io, out, flags, args })) ?? 0;
  };
}

/** Collects an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** One of a closed list. */
export function oneOf<T extends string>(name: string, list: readonly T[]): (value: string) => T {
  return (value) => {
    const found = list.find((item) => item === value);
    if (found === undefined)
      throw usage(`${name} is one of ${list.join(', ')}; ${JSON.stringify(value)} is not.`);
    return found;
  };
}

/** A whole number in a range. */
export function wholeNumber(name: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^(0|[1-9][0-9]{0,15})$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) {
      throw usage(`${name} is a whole number from ${least} to ${most}; ${JSON.stringify(value)} is not.`);
    }
    return number;
  };
}

/** Whether commander has ended by showing a help or a version that was asked for. */
export const wasAsked = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0;
