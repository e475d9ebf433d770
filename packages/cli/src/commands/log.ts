import type { LedgerEntry } from '@eaap/protocol';
import type { Gateway } from '@eaap/sdk';
import { addCommand, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { jsonText, visible } from '../lib/clean.ts';
import { mustBeFree, writeNew } from '../lib/files.ts';
import type { Output } from '../lib/output.ts';

interface EntriesFlags extends ClientFlags {
  readonly evaluation?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

interface FileFlags extends ClientFlags {
  readonly out?: string;
}

const VERDICTS = { ALLOW: 'green', ESCALATE: 'yellow', BLOCK: 'red' } as const;

function entryLines(out: Output, { record }: LedgerEntry): string[] {
  const { colours } = out;
  const verdict = record.verdict === null ? '' : `  ${colours[VERDICTS[record.verdict]](record.verdict)}`;
  const reason = record.reason === null ? '' : `  ${record.reason}`;
  const what = record.object ?? (record.evaluation === null ? '' : `evaluation:${record.evaluation}`);
  return [
    `${String(record.seq).padStart(5)}  ${record.ts}  ${colours.bold(record.type)}${verdict}${reason}`,
    colours.dim(`       by ${record.principal}${what === '' ? '' : `, ${what}`}`),
  ];
}

export function registerEntries(cli: Cli): void {
  const command = addCommand(cli.program, 'entries', 'Read the log, oldest first.', [
    ['eaap entries --limit 20', 'The first twenty.'],
    ['eaap entries --evaluation 0199a1b2-…', 'What became of one action.'],
  ]);
  clientOptions(command)
    .option('--evaluation <evaluation>', 'Only entries of this evaluation.')
    .option('--limit <count>', 'At most so many (100).', wholeNumber('--limit', 1, 500))
    .option('--cursor <cursor>', 'Where to go on: next of the page before.')
    .action(
      run<EntriesFlags>(cli, ({ io, out, flags }) =>
        withClient(io, flags, async ({ gateway }) => {
          const { evaluation, limit = 100, cursor } = flags;
          const page = await gateway.entries({
            limit,
            ...(evaluation === undefined ? {} : { evaluation }),
            ...(cursor === undefined ? {} : { cursor }),
          });
          out.answer(page, ({ entries, next, size }) => [
            ...entries.flatMap((entry) => entryLines(out, entry)),
            `${entries.length} of ${size} entries${next === null ? '.' : `; more: --cursor ${next}`}`,
          ]);
          return undefined;
        }),
      ),
    );
}

/** A log as a file: what `eaap verify FILE` takes. */
export interface LogExport {
  readonly format: 'eaap-log';
  readonly v: 1;
  readonly namespace: string;
  readonly verifier_key: string;
  readonly checkpoints: readonly string[];
  readonly entries: readonly LedgerEntry[];
}

/** All there is, up to a checkpoint taken first: what is appended meanwhile is covered by no checkpoint of this file. */
async function exportLog(gateway: Gateway): Promise<LogExport> {
  const { note, verifier_key } = await gateway.checkpoint();
  const [origin = '', size = '0'] = note.split('\n');
  const entries: LedgerEntry[] = [];
  for (let cursor: number | null = 0; cursor !== null && entries.length < Number(size);) {
    const page = await gateway.entries({ limit: 500, cursor });
    entries.push(...page.entries);
    cursor = page.next;
  }
  return {
    format: 'eaap-log',
    v: 1,
    namespace: origin.slice(origin.indexOf('/') + 1),
    verifier_key,
    checkpoints: [note],
    entries: entries.slice(0, Number(size)),
  };
}

export function registerExport(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'export',
    'Export the log and its newest checkpoint, to be verified elsewhere.',
    [['eaap export --out log.json && eaap verify log.json', 'What an auditor takes along.']],
  );
  clientOptions(command)
    .option('--out <file>', 'Where to; standard output unless given.')
    .action(
      run<FileFlags>(cli, ({ io, out, flags }) => {
        mustBeFree(io, flags.out);
        return withClient(io, flags, async ({ gateway }) => {
          const log = await exportLog(gateway);
          const { out: file } = flags;
          if (file === undefined) {
            io.stdout(`${jsonText(log)}\n`);
            return undefined;
          }
          writeNew(io, file, `${jsonText(log)}\n`);
          out.answer({ file, namespace: log.namespace, size: log.entries.length }, ({ namespace, size }) => [
            `${out.colours.green('Exported.')} ${size} entries of ${namespace} to ${visible(file)}.`,
            `${out.colours.cyan('→')} eaap verify ${visible(file)} --key ${log.verifier_key}`,
          ]);
          return undefined;
        });
      }),
    );
}

export function registerCheckpoint(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'checkpoint',
    'Print the newest signed checkpoint. Kept elsewhere it is an anchor.',
    [
      ['eaap checkpoint --out anchor.txt', 'Keep it where the operator of the gateway cannot change it.'],
      ['eaap verify .eaap --anchor anchor.txt', 'Later: was anything cut off, or all of it written anew?'],
    ],
  );
  clientOptions(command)
    .option('--out <file>', 'Where to; standard output unless given.')
    .action(
      run<FileFlags>(cli, ({ io, out, flags }) => {
        mustBeFree(io, flags.out);
        return withClient(io, flags, async ({ gateway }) => {
          const checkpoint = await gateway.checkpoint();
          const { out: file } = flags;
          if (file !== undefined) writeNew(io, file, checkpoint.note);
          if (out.json) out.answer(checkpoint, () => []);
          else if (file === undefined) io.stdout(checkpoint.note);
          else out.answer(checkpoint, () => [`${out.colours.green('Kept')} in ${visible(file)}.`]);
          return undefined;
        });
      }),
    );
}
