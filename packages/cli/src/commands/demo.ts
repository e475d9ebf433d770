import { runDemo } from '../demo/run.ts';
import type { Decision } from '../demo/stage.ts';
import { addCommand, oneOf, run, withJson, type Cli } from '../lib/cli.ts';
import { EXIT } from '../lib/exit.ts';

interface Flags {
  readonly operatorDecision: Decision;
  readonly keep?: boolean;
}

const DECISIONS = ['approve', 'deny'] as const;

export function registerDemo(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'demo',
    'See it work, from proposal to proof: no model, no key, no network.',
    [
      ['eaap demo', 'Six acts; the person of the third one approves.'],
      ['eaap demo --operator-decision deny', 'The person denies, and nothing is done.'],
      ['eaap demo --json', 'The same as data.'],
    ],
  );
  withJson(command)
    .option(
      '--operator-decision <decision>',
      'What the person decides: approve or deny.',
      oneOf('--operator-decision', DECISIONS),
      'approve' as const,
    )
    .option('--keep', 'Keep the folder of the gateway, to look at.')
    .action(
      run<Flags>(cli, async ({ io, out, flags }) => {
        const result = await runDemo(out, io.stdout, {
          decision: flags.operatorDecision,
          keep: flags.keep === true,
        });
        out.answer(result, (value) => [
          '',
          ...(value.folder === null ? [] : out.pairs([['kept', value.folder]], 0)),
          `DEMO_RESULT=${value.result}`,
          `ACTION_EXECUTED=${value.action_executed}`,
          `AUDIT_STREAM_ID=${value.audit_stream_id ?? ''}`,
        ]);
        return result.result === 'PASS' ? EXIT.done : EXIT.refused;
      }),
    );
}
