import { SearchRequest, validate, type SearchResponse } from '@eaap/protocol';
import { addCommand, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { parseWhen } from '../lib/input.ts';
import type { Output } from '../lib/output.ts';
import { percent, valueText } from '../lib/show.ts';
import { wrap } from '../lib/text.ts';

interface Flags extends ClientFlags {
  readonly subject?: string;
  readonly attribute?: string;
  readonly asOf?: string;
  readonly limit?: number;
}

function lines(out: Output, { snapshot }: SearchResponse): string[] {
  const { colours, columns } = out;
  const health = { healthy: colours.green, degraded: colours.yellow, conflicted: colours.red }[
    snapshot.health
  ];
  const facts = snapshot.facts.flatMap(({ fact, effective_confidence: now }) => [
    ...wrap(`${colours.bold(fact.subject)} ${fact.attribute} = ${valueText(fact.value)}`, columns, 2),
    colours.dim(
      `  ${fact.id}@${fact.version}  ${fact.status}${fact.locked ? ', locked' : ''}  ${percent(now)}`,
    ),
    colours.dim(`  ${fact.trust} ${fact.source.kind}:${fact.source.id}`),
  ]);
  const conflicts = snapshot.conflicts.map(
    (conflict) =>
      `${colours.yellow('conflict')} ${conflict.subject} ${conflict.attribute}\n  ${colours.dim(conflict.id)}`,
  );
  return [
    ...facts,
    ...conflicts,
    `${snapshot.facts.length} facts${snapshot.truncated ? ` (there are more: --limit)` : ''}, context ${health(snapshot.health)}, as of ${snapshot.as_of}`,
  ];
}

export function registerSearch(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'search [words...]',
    'The context: facts, open conflicts, health.',
    [
      ['eaap search --subject customer:42', 'Everything about one subject.'],
      ['eaap search refund limit --limit 5', 'What is nearest to some words.'],
      ['eaap search --as-of 2026-01-31T09:30:00.000Z --json', 'The context as it was.'],
    ],
  );
  clientOptions(command)
    .option('--subject <subject>', 'Only facts about it.')
    .option('--attribute <attribute>', 'Only facts that state it.')
    .option('--as-of <time>', 'As things were then.')
    .option('--limit <count>', 'At most so many.', wholeNumber('--limit', 1, 200))
    .action(
      run<Flags>(cli, ({ io, out, flags, args }) =>
        withClient(io, flags, async ({ gateway }) => {
          const words = ((args[0] ?? []) as unknown as string[]).join(' ');
          const request = validate(SearchRequest, {
            ...(words === '' ? {} : { query: words }),
            ...(flags.subject === undefined ? {} : { subject: flags.subject }),
            ...(flags.attribute === undefined ? {} : { attribute: flags.attribute }),
            ...(flags.asOf === undefined
              ? {}
              : { as_of: parseWhen(flags.asOf, '--as-of', gateway.clock.now()) }),
            ...(flags.limit === undefined ? {} : { limit: flags.limit }),
          });
          out.answer(await gateway.search(request), (answer) => lines(out, answer));
          return undefined;
        }),
      ),
    );
}
