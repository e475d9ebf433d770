import { digestBytes, isDigest, OutcomeRequest, validate } from '@eaap/protocol';
import { addCommand, collect, run, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { usage } from '../lib/exit.ts';
import { readBytes } from '../lib/files.ts';
import type { Io } from '../lib/io.ts';

interface Flags extends ClientFlags {
  readonly artifact?: readonly string[];
  readonly detail?: string;
}

/** `name=sha256:…`, or `name=FILE`, whose bytes are digested here and sent nowhere. */
function artifactOf(io: Io, text: string): { name: string; digest: string } {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw usage('--artifact is name=FILE or name=sha256:….');
  const digest = isDigest(value) ? value : digestBytes('EAAP-ARTIFACT-v1', readBytes(io, value));
  return { name, digest };
}

export function registerOutcome(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'outcome <evaluation> <status>',
    'Report what became of a committed action: executed, failed or unknown.',
    [
      ['eaap outcome 0199a1b2-… executed --artifact invoice=refund.pdf', 'Backed by a file, by its digest.'],
      [`eaap outcome 0199a1b2-… failed --detail 'The bank refused.'`, 'It did not happen.'],
    ],
  );
  clientOptions(command)
    .option('--artifact <name=file>', 'What it made, by digest; may be repeated.', collect)
    .option('--detail <text>', 'More, in words.')
    .action(
      run<Flags>(cli, ({ io, out, flags, args: [evaluation = '', status = ''] }) => {
        const request = validate(OutcomeRequest, {
          evaluation,
          status,
          ...(flags.artifact === undefined
            ? {}
            : { artifacts: flags.artifact.map((text) => artifactOf(io, text)) }),
          ...(flags.detail === undefined ? {} : { detail: flags.detail }),
        });
        return withClient(io, flags, async ({ gateway }) => {
          out.answer(await gateway.outcome(request), (outcome) => [
            `${out.colours.green('Reported.')} ${outcome.evaluation}: ${outcome.status}, entry ${outcome.seq} of the log.`,
          ]);
          return undefined;
        });
      }),
    );
}
