import { CommanderError } from 'commander';
import { COMMANDS } from './commands/index.ts';
import { createCli, wasAsked } from './lib/cli.ts';
import { jsonText } from './lib/clean.ts';
import { EXIT } from './lib/exit.ts';
import { processIo, type Io } from './lib/io.ts';
import { outputOf } from './lib/output.ts';
import { tell } from './lib/problem.ts';

/**
 * Runs `eaap`.
 *
 * @param argv - The arguments, without the program's name.
 * @param io - What it has of the process; the process itself unless stated.
 * @returns the exit code: 0 done, 1 refused, 2 usage, 3 no gateway, 4 defect, 5 escalated. Never rejects.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { main } from '@eaap/cli';
 *
 * assert.equal(await main(['--version']), 0);
 * assert.equal(await main(['evaluate', '--nonsense']), 2);
 * ```
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  const cli = createCli(io);
  for (const [heading, commands] of COMMANDS) {
    cli.program.commandsGroup(heading);
    for (const register of commands) register(cli);
  }
  try {
    if (argv.length === 0) {
      cli.program.outputHelp({ error: true });
      return EXIT.usage;
    }
    await cli.program.parseAsync([...argv], { from: 'user' });
    return cli.exit;
  } catch (thrown) {
    if (wasAsked(thrown)) return EXIT.done;
    // `eaap keys` alone: its help has been shown already.
    if (thrown instanceof CommanderError && thrown.code === 'commander.help') return EXIT.usage;
    const told = tell(thrown);
    const end = argv.indexOf('--');
    const json = argv.slice(0, end < 0 ? argv.length : end).includes('--json');
    const out = outputOf(io, json);
    if (json) io.stdout(`${jsonText(told.problem)}\n`);
    else out.note(...told.lines(out));
    return told.exit;
  }
}
