import { EraseRequest, validate } from '@eaap/protocol';
import { addCommand, collect, run, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { CliError, EXIT, usage } from '../lib/exit.ts';
import { readText } from '../lib/files.ts';
import { visible } from '../lib/clean.ts';

interface Flags extends ClientFlags {
  readonly reason: string;
  readonly identifier?: readonly string[];
  readonly identifiersFile?: string;
  readonly yes?: boolean;
}

export function registerErase(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'erase <subject>',
    'Erase everything about a subject, for good: rows are deleted, keys destroyed.',
    [
      [`eaap erase customer:42 --reason 'Asked for by the person.'`, 'Asks first, on a terminal.'],
      [
        `eaap erase customer:42 --identifiers-file mails.txt --reason 'Article 17.' --yes`,
        'Also what holds these mail addresses, one a line; a file, since others see arguments.',
      ],
    ],
  );
  clientOptions(command)
    .requiredOption('--reason <text>', 'Why; it is kept with the tombstone, so name nobody.')
    .option('--identifier <text>', 'A mail address, account number or the like; may be repeated.', collect)
    .option('--identifiers-file <file>', 'The same, one a line; - is standard input.')
    .option('--yes', 'Do not ask. Needed where nobody can be asked.')
    .action(
      run<Flags>(cli, async ({ io, out, flags, args: [subject = ''] }) => {
        const listed = flags.identifiersFile === undefined ? '' : await readText(io, flags.identifiersFile);
        const identifiers = [
          ...(flags.identifier ?? []),
          ...listed
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        ];
        const request = validate(EraseRequest, {
          subject,
          reason: flags.reason,
          ...(identifiers.length === 0 ? {} : { identifiers }),
        });
        if (flags.yes !== true) {
          if (io.prompts === undefined || out.json)
            throw usage('Erasing cannot be undone, and nobody can be asked here. Add --yes.');
          const sure = await io.prompts.confirm(
            `Erase everything about ${visible(subject)}? It cannot be undone.`,
          );
          if (sure !== true) throw new CliError(EXIT.refused, 'Nothing was erased.');
        }
        return withClient(io, flags, async ({ gateway }) => {
          out.answer(await gateway.erase(request), ({ erased, residual_until: residual, seq }) => [
            `${out.colours.green('Erased.')} Entry ${seq} of the log; the log still verifies.`,
            ...out.pairs(Object.entries(erased).map(([name, count]) => [name, String(count)])),
            ...(residual === null
              ? []
              : out.pairs([['residue', `ciphertext without a key, until ${residual}`]])),
          ]);
          return undefined;
        });
      }),
    );
}
