import { coverage, inputOf, rejudged, type Coverage, type PartCoverage } from '@eaap/policies';
import type { JudgeInput } from '@eaap/protocol';
import { addCommand, collect, run, withJson, type Cli } from '../../lib/cli.ts';
import { casesFrom, policyFrom } from '../../lib/documents.ts';
import { EXIT } from '../../lib/exit.ts';
import type { Output } from '../../lib/output.ts';
import { recorded, type RecordedFlags } from '../../lib/recorded.ts';
import { table } from '../../lib/text.ts';
import type { Parent } from './shared.ts';

interface Flags extends RecordedFlags {
  readonly cases?: readonly string[];
  readonly manifests?: readonly string[];
}

function lines(out: Output, { decisions, grants, rules, limits, never }: Coverage): string[] {
  const { colours } = out;
  const row =
    (kind: string) =>
    ({ id, applied, decided }: PartCoverage): string[] => [
      kind,
      String(applied),
      String(decided),
      decided === 0 ? colours.red(id) : id,
    ];
  return [
    ...table(
      ['', 'about', 'decided', 'id'],
      [...grants.map(row('grant')), ...rules.map(row('rule')), ...limits.map(row('limit'))],
      colours,
    ),
    '',
    never.length === 0
      ? colours.green(`Each had a say in at least one of ${decisions} decisions.`)
      : `${colours.red(`${never.length} never had a say`)} in ${decisions} decisions.`,
  ];
}

export function registerCoverage(cli: Cli, parent: Parent): void {
  const command = addCommand(
    parent,
    'coverage <policy>',
    'Which grants, rules and limits did decisions never exercise?',
    [
      ['eaap policy coverage policy.yaml', 'By the decisions of the gateway in ./.eaap; it may be running.'],
      ['eaap policy coverage policy.yaml --cases cases.yaml', 'By cases.'],
    ],
  );
  withJson(command)
    .option('--cases <file>', 'By these cases instead; may be repeated.', collect)
    .option('--manifests <file>', 'With --cases: these manifests instead of those the cases name.', collect)
    .option('--path <folder>', 'The folder of the gateway (or EAAP_PATH; ./.eaap).')
    .option('--namespace <name>', 'Its namespace (default).')
    .addHelpText(
      'after',
      '\n"about": decisions that a part applies to. "decided": a grant covered, a rule fired, a limit was exceeded.\nEnds with 0 when each part decided something, with 1 when one never did.',
    )
    .action(
      run<Flags>(cli, async ({ io, out, flags, args: [file = ''] }) => {
        const policy = await policyFrom(io, file);
        const inputs: JudgeInput[] = [];
        for (const cases of flags.cases ?? []) {
          const found = await casesFrom(io, cases, {
            policy: file,
            ...(flags.manifests === undefined ? {} : { manifests: flags.manifests }),
          });
          inputs.push(...found.cases.cases.map((given) => inputOf(given, found.setting)));
        }
        if (flags.cases === undefined) {
          const { decisions } = await recorded(io, flags);
          inputs.push(...decisions.map(({ input }) => rejudged(input, policy).input));
        }
        const answer = coverage(policy, inputs);
        out.answer(answer, (value) => lines(out, value));
        return answer.never.length === 0 ? EXIT.done : EXIT.refused;
      }),
    );
}
