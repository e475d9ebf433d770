import { InvalidArgumentError, Option, type Command } from 'commander';
import { PROFILES } from '../runner/profiles.ts';

/** Which profiles are judged. */
export const profileOption = (): Option =>
  new Option('--profile <name...>', 'only these profiles').choices(Object.keys(PROFILES));

function times(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('A number from 1 to 999.');
  return Number(text);
}

function seconds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Seconds, from 1 to 9999.');
  return Number(text);
}

/** What `run` takes beside the selection and the gateway. */
export const addRunOptions = (command: Command): Command =>
  command
    .option('--baseline <file>', 'checks that are expected to fail; any other failure, or one less, exits 1')
    .option('--write-baseline', 'write what fails now to the file of --baseline')
    .option(
      '--timeout <seconds>',
      'until an answer is overdue: 15 of the gateway, 30 of the adapter; longer ones for checks, too',
      seconds,
    )
    .option('--repeat <n>', 'run this often with the same seed, and name what differs', times);
