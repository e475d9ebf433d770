import { addCommand, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { factLines } from '../lib/show.ts';

interface Flags extends ClientFlags {
  readonly reason: string;
  readonly ifVersion?: number;
}

const CHANGES = {
  lock: ['Lock a fact: no action may go against it.', 'Locked.'],
  unlock: ['Unlock a fact.', 'Unlocked.'],
  retract: ['Retract a fact: it is kept, and counts no more.', 'Retracted.'],
} as const;

function registerChange(cli: Cli, change: keyof typeof CHANGES): void {
  const [description, done] = CHANGES[change];
  const command = addCommand(cli.program, `${change} <fact>`, description, [
    [`eaap ${change} 0199a1b2-… --reason 'Checked with the bank.'`, 'The reason is kept with the change.'],
  ]);
  clientOptions(command)
    .requiredOption('--reason <text>', 'Why.')
    .option(
      '--if-version <version>',
      'Only if it still has this version; the present one unless given.',
      wholeNumber('--if-version', 1, Number.MAX_SAFE_INTEGER),
    )
    .action(
      run<Flags>(cli, ({ io, out, flags, args: [id = ''] }) =>
        withClient(io, flags, async ({ gateway }) => {
          const version = flags.ifVersion ?? (await gateway.fact(id)).version;
          const fact = await gateway[change](id, version, { reason: flags.reason });
          out.answer(fact, (value) => [out.colours.green(done), ...factLines(out, value)]);
          return undefined;
        }),
      ),
    );
}

export function registerFact(cli: Cli): void {
  const command = addCommand(cli.program, 'fact <fact>', 'Show a fact in its current version.', [
    ['eaap fact 0199a1b2-…', 'By its id, as search shows it.'],
  ]);
  clientOptions(command).action(
    run<ClientFlags>(cli, ({ io, out, flags, args: [id = ''] }) =>
      withClient(io, flags, async ({ gateway }) => {
        out.answer(await gateway.fact(id), (fact) => factLines(out, fact));
        return undefined;
      }),
    ),
  );
  registerChange(cli, 'lock');
  registerChange(cli, 'unlock');
  registerChange(cli, 'retract');
}
