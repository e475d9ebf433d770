import { formatTime, validate, StoreRequest, type Json } from '@eaap/protocol';
import { addCommand, collect, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { usage } from '../lib/exit.ts';
import { jsonOf, readJson } from '../lib/files.ts';
import { parseDuration, parseSource, parseWhen } from '../lib/input.ts';
import { factLines } from '../lib/show.ts';

interface Flags extends ClientFlags {
  readonly source?: string;
  readonly observedAt?: string;
  readonly statement?: string;
  readonly confidence?: number;
  readonly halfLife?: string;
  readonly validUntil?: string;
  readonly about?: readonly string[];
  readonly text?: boolean;
  readonly file?: string;
}

/** JSON where it is JSON, else a text; `--text` says that it is a text, whatever it looks like. */
function valueOf(value: string, text: boolean | undefined): Json {
  if (text === true) return value;
  return /^(["[{]|-?\d|true$|false$|null$)/.test(value)
    ? jsonOf(value, 'The value (add --text for a text)')
    : value;
}

function requestOf(flags: Flags, args: readonly (string | undefined)[], now: number): unknown {
  const [subject, attribute, value] = args;
  if (subject === undefined || attribute === undefined || value === undefined) {
    throw usage('A fact is SUBJECT ATTRIBUTE VALUE, or --file FILE.');
  }
  return {
    subject,
    attribute,
    value: valueOf(value, flags.text),
    ...(flags.source === undefined
      ? {}
      : {
          source: {
            ...parseSource(flags.source, '--source'),
            observed_at:
              flags.observedAt === undefined
                ? formatTime(now)
                : parseWhen(flags.observedAt, '--observed-at', now),
          },
        }),
    ...(flags.statement === undefined ? {} : { statement: flags.statement }),
    ...(flags.confidence === undefined ? {} : { confidence: flags.confidence }),
    ...(flags.halfLife === undefined ? {} : { half_life_ms: parseDuration(flags.halfLife, '--half-life') }),
    ...(flags.validUntil === undefined
      ? {}
      : { valid_until: parseWhen(flags.validUntil, '--valid-until', now) }),
    ...(flags.about === undefined ? {} : { about: flags.about }),
  };
}

const HEADLINES = {
  stored: 'Stored.',
  reinforced: 'Known already, and now fresher.',
  corroborated: 'Known already from a source of more trust: noted, nothing changed.',
} as const;

export function registerStore(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'store [subject] [attribute] [value]',
    'Store a fact, with its source.',
    [
      ['eaap store customer:42 account acct_7 --source system:crm', 'What the CRM says.'],
      [
        `eaap store customer:42 refund.limit '{"amount":"5000","currency":"EUR"}' --source human:dana`,
        'A value may be any JSON.',
      ],
      ['eaap store --file fact.json', 'A store request as it goes over the wire; - is standard input.'],
    ],
  );
  clientOptions(command)
    .option('--source <kind:id>', 'Where it comes from: human, system, tool, document or agent.')
    .option('--observed-at <time>', 'When it was observed there; now unless given.')
    .option('--statement <text>', 'The fact in words.')
    .option(
      '--confidence <0-10000>',
      'In basis points; at most what the source allows.',
      wholeNumber('--confidence', 0, 10_000),
    )
    .option('--half-life <duration>', 'After which confidence halves, as in 30d.')
    .option('--valid-until <time>', 'A time, or a duration from now.')
    .option('--about <subject>', 'A further subject the text is about; may be repeated.', collect)
    .option('--text', 'The value is a text, whatever it looks like.')
    .option('--file <file>', 'The whole request as JSON.')
    .action(
      run<Flags>(cli, ({ io, out, flags, args }) =>
        withClient(io, flags, async ({ gateway }) => {
          const request =
            flags.file === undefined
              ? requestOf(flags, args, gateway.clock.now())
              : await readJson(io, flags.file);
          const answer = await gateway.store(validate(StoreRequest, request));
          out.answer(answer, ({ result, fact, scrubbed, seq }) => [
            `${out.colours.green(HEADLINES[result])} Entry ${seq} of the log.`,
            ...factLines(out, fact),
            ...(scrubbed.length === 0
              ? []
              : out.pairs([
                  ['replaced', scrubbed.map(({ pointer, type }) => `${type} at ${pointer}`).join('\n')],
                ])),
          ]);
          return undefined;
        }),
      ),
    );
}
