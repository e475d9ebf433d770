import { addCommand, oneOf, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { conflictLines } from '../lib/show.ts';

interface Flags extends ClientFlags {
  readonly reason: string;
  readonly ifVersion?: number;
}

const RESOLUTIONS = ['keep', 'replace', 'keep_both', 'retract'] as const;

export function registerConflict(cli: Cli): void {
  const command = addCommand(cli.program, 'conflict <conflict>', 'Show a conflict.', [
    ['eaap conflict 0199a1b2-…', 'By its id, as store and search show it.'],
  ]);
  clientOptions(command).action(
    run<ClientFlags>(cli, ({ io, out, flags, args: [id = ''] }) =>
      withClient(io, flags, async ({ gateway }) => {
        out.answer(await gateway.conflict(id), (conflict) => conflictLines(out, conflict));
        return undefined;
      }),
    ),
  );
}

export function registerResolve(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'resolve <conflict> <resolution>',
    'Decide a conflict: keep the incumbent, replace it, keep_both, or retract both.',
    [
      [`eaap resolve 0199a1b2-… keep --reason 'The contract says so.'`, 'The challenger is set aside.'],
      [`eaap resolve 0199a1b2-… replace --reason 'Moved.' --json`, 'The challenger takes its place.'],
    ],
  );
  clientOptions(command)
    .requiredOption('--reason <text>', 'Why.')
    .option(
      '--if-version <version>',
      'Only if it still has this version; the present one unless given.',
      wholeNumber('--if-version', 1, Number.MAX_SAFE_INTEGER),
    )
    .action(
      run<Flags>(cli, ({ io, out, flags, args: [id = '', how = ''] }) => {
        const resolution = oneOf('The resolution', RESOLUTIONS)(how.replace('-', '_'));
        return withClient(io, flags, async ({ gateway }) => {
          const version = flags.ifVersion ?? (await gateway.conflict(id)).version;
          const conflict = await gateway.resolve(id, version, { resolution, reason: flags.reason });
          out.answer(conflict, (value) => conflictLines(out, value));
          return undefined;
        });
      }),
    );
}
