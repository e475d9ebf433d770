import { addCommand, run, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { actionLines } from '../lib/show.ts';
import { evaluationLines } from './evaluate.ts';

export function registerEvaluation(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'evaluation <evaluation>',
    'Show what was decided on an action, and what has become of it.',
    [['eaap evaluation 0199a1b2-…', 'By its id, as evaluate shows it.']],
  );
  clientOptions(command).action(
    run<ClientFlags>(cli, ({ io, out, flags, args: [id = ''] }) =>
      withClient(io, flags, async ({ gateway }) => {
        out.answer(await gateway.getEvaluation(id), ({ evaluation, action, status }) => [
          ...evaluationLines(out, evaluation, action?.tool ?? 'An action that was erased'),
          ...out.pairs([['now', status]]),
          ...(action === null ? [] : ['', ...actionLines(out, action)]),
        ]);
        return undefined;
      }),
    ),
  );
}
