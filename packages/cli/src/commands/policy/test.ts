import { runCase, type CaseResult } from '@eaap/policies';
import { addCommand, collect, run, withJson, type Cli } from '../../lib/cli.ts';
import { casesFrom, type Overrides } from '../../lib/documents.ts';
import { EXIT } from '../../lib/exit.ts';
import type { Output } from '../../lib/output.ts';
import { judgedLines, type Parent } from './shared.ts';

interface Flags extends Overrides {
  readonly verbose?: boolean;
}

interface FileResult {
  readonly file: string;
  readonly policy: string;
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly Omit<CaseResult, 'input' | 'judgment'>[];
}

function caseLines(out: Output, result: FileResult['cases'][number]): string[] {
  const { colours } = out;
  const { name, passed, expected, verdict, reasons, missing } = result;
  if (passed) return [`${colours.green('pass')}  ${name}`];
  return [
    `${colours.red('FAIL')}  ${name}`,
    ...out.pairs([
      ['expected', [expected.verdict, ...(expected.reasons ?? [])].join('  ')],
      ['got', [verdict, ...reasons].join('  ')],
      missing.length === 0 ? undefined : ['missing', missing.join('  ')],
    ]),
  ];
}

export function registerTest(cli: Cli, parent: Parent): void {
  const command = addCommand(
    parent,
    'test <cases...>',
    'Run cases against a policy: does it decide as expected?',
    [
      ['eaap policy test cases.yaml', 'With the policy and the manifests that the file names.'],
      ['eaap policy test cases.yaml --policy draft.yaml', 'The same cases, another policy.'],
      ['eaap policy test pack:payments', 'The cases of a pack.'],
    ],
  );
  withJson(command)
    .option('--policy <file>', 'This policy instead of the one that the cases name; a file or pack:NAME.')
    .option('--manifests <file>', 'These manifests instead; may be repeated.', collect)
    .option('--verbose', 'Show the cases that pass, too.')
    .action(
      run<Flags>(cli, async ({ io, out, flags, args }) => {
        const results: FileResult[] = [];
        for (const file of args.flat().filter((one) => one !== undefined)) {
          const { cases, setting } = await casesFrom(io, file, flags);
          const ran = cases.cases.map((given) => runCase(given, setting));
          const failed = ran.filter(({ passed }) => !passed).length;
          results.push({
            file,
            policy: setting.policy.name,
            passed: ran.length - failed,
            failed,
            cases: ran.map(({ input: _input, judgment: _judgment, ...result }) => result),
          });
        }
        const failed = results.reduce((sum, result) => sum + result.failed, 0);
        const passed = results.reduce((sum, result) => sum + result.passed, 0);
        out.answer({ passed, failed, files: results }, ({ files }) => [
          ...files.flatMap((result) => [
            out.colours.bold(`${result.file}  policy ${result.policy}`),
            ...result.cases
              .filter((one) => flags.verbose === true || !one.passed)
              .flatMap((one) => caseLines(out, one)),
          ]),
          judgedLines(out, passed, failed),
        ]);
        return failed === 0 ? EXIT.done : EXIT.refused;
      }),
    );
}
