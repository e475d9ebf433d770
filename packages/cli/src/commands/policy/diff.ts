import {
  diffDecisions,
  inputOf,
  rejudged,
  type Change,
  type Compared,
  type PolicyDiff,
} from '@eaap/policies';
import type { Policy } from '@eaap/protocol';
import { addCommand, collect, run, withJson, type Cli } from '../../lib/cli.ts';
import { casesFrom, policyFrom } from '../../lib/documents.ts';
import { EXIT } from '../../lib/exit.ts';
import type { Io } from '../../lib/io.ts';
import type { Output } from '../../lib/output.ts';
import { recorded, type RecordedFlags } from '../../lib/recorded.ts';
import { COLOURS, type Parent } from './shared.ts';

interface Flags extends RecordedFlags {
  readonly cases?: readonly string[];
  readonly manifests?: readonly string[];
}

interface Answer extends PolicyDiff {
  /** Decisions that cannot be put together again, because something they rest on was erased. */
  readonly erased: number;
}

async function fromCases(
  io: Io,
  flags: Flags,
  newFile: string,
  old: Policy,
  next: Policy,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const file of flags.cases ?? []) {
    const { cases, setting } = await casesFrom(io, file, {
      policy: newFile,
      ...(flags.manifests === undefined ? {} : { manifests: flags.manifests }),
    });
    for (const given of cases.cases) {
      const under = (policy: Policy) => ({ input: inputOf(given, { ...setting, policy }), unknown: [] });
      compared.push({ name: `${file}: ${given.name}`, from: under(old), to: under(next) });
    }
  }
  return compared;
}

function changeLines(
  out: Output,
  { name, tool, principal, from, to, is, gained, lost, unknown }: Change,
): string[] {
  const { colours } = out;
  const word = {
    looser: colours.red('looser'),
    stricter: colours.yellow('stricter'),
    reasons: 'other reasons',
  }[is];
  return [
    '',
    `${word}  ${tool} by ${principal}: ${colours[COLOURS[from]](from)}${from === to ? '' : ` → ${colours[COLOURS[to]](to)}`}`,
    ...out.pairs([
      ['decision', name],
      lost.length === 0 ? undefined : ['no longer', lost.join('\n')],
      gained.length === 0 ? undefined : ['now', gained.join('\n')],
      unknown.length === 0 ? undefined : ['not judged', unknown.join('\n')],
    ]),
  ];
}

function lines(
  out: Output,
  { decisions, same, looser, stricter, reasons, changes, unknown, erased }: Answer,
): string[] {
  const unjudged = Object.entries(unknown);
  return [
    ...changes.flatMap((change) => changeLines(out, change)),
    ...(changes.length === 0 ? [] : ['']),
    `${decisions} decisions: ${same} the same, ${looser} looser, ${stricter} stricter, ${reasons} for other reasons.`,
    ...(erased === 0
      ? []
      : [`${erased} more rest on something that was erased, and cannot be judged again.`]),
    ...(unjudged.length === 0
      ? []
      : [
          out.colours.yellow('Not recorded, and so not judged, in so many decisions:'),
          ...out.pairs(unjudged.map(([what, count]) => [what, String(count)])),
        ]),
  ];
}

export function registerDiff(cli: Cli, parent: Parent): void {
  const command = addCommand(
    parent,
    'diff <old> <new>',
    'Judge recorded decisions under two policies, and list what would change.',
    [
      [
        'eaap policy diff policy.yaml draft.yaml',
        'The decisions of the gateway in ./.eaap; it may be running.',
      ],
      ['eaap policy diff policy.yaml draft.yaml --cases cases.yaml', 'Cases instead of decisions.'],
      ['eaap policy diff pack:payments draft.yaml --json', 'A policy is a file or pack:NAME.'],
    ],
  );
  withJson(command)
    .option('--cases <file>', 'Judge these cases instead; may be repeated.', collect)
    .option('--manifests <file>', 'With --cases: these manifests instead of those the cases name.', collect)
    .option('--path <folder>', 'The folder of the gateway (or EAAP_PATH; ./.eaap).')
    .option('--namespace <name>', 'Its namespace (default).')
    .addHelpText(
      'after',
      '\nEnds with 0 when every decision stays as it is, with 1 when one would change.\nRecorded decisions are judged by the facts, counters and approvals they were made with.',
    )
    .action(
      run<Flags>(cli, async ({ io, out, flags, args: [oldFile = '', newFile = ''] }) => {
        const [old, next] = [await policyFrom(io, oldFile), await policyFrom(io, newFile)];
        const found = flags.cases === undefined ? await recorded(io, flags) : undefined;
        const compared =
          found === undefined
            ? await fromCases(io, flags, newFile, old, next)
            : found.decisions.map(({ evaluation, input }) => ({
                name: evaluation.id,
                from: rejudged(input, old),
                to: rejudged(input, next),
              }));
        const answer: Answer = { ...diffDecisions(compared), erased: found?.erased ?? 0 };
        out.answer(answer, (value) => lines(out, value));
        return answer.changes.length === 0 ? EXIT.done : EXIT.refused;
      }),
    );
}
