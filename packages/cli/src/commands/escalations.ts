import { addCommand, oneOf, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { escalationLines } from '../lib/show.ts';

interface Flags extends ClientFlags {
  readonly status?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

const STATUSES = ['pending', 'approved', 'denied', 'expired', 'consumed'] as const;

export function registerEscalations(cli: Cli): void {
  const list = addCommand(cli.program, 'escalations', 'List what waits for a decision, oldest first.', [
    ['eaap escalations', 'What is pending.'],
    ['eaap escalations --status denied --json', 'What was denied.'],
  ]);
  clientOptions(list)
    .option(
      '--status <status>',
      'pending (the default), approved, denied, expired or consumed.',
      oneOf('--status', STATUSES),
    )
    .option('--limit <count>', 'At most so many.', wholeNumber('--limit', 1, 500))
    .option('--cursor <cursor>', 'Where to go on: next of the page before.')
    .action(
      run<Flags>(cli, ({ io, out, flags }) =>
        withClient(io, flags, async ({ gateway }) => {
          const { status = 'pending', limit, cursor } = flags;
          const page = await gateway.escalations({
            status,
            ...(limit === undefined ? {} : { limit }),
            ...(cursor === undefined ? {} : { cursor }),
          });
          out.answer(page, ({ escalations, next }) => [
            ...escalations.flatMap((escalation) => [...escalationLines(out, escalation), '']),
            `${escalations.length} ${status}${next === null ? '.' : `; more: --cursor ${next}`}`,
          ]);
          return undefined;
        }),
      ),
    );
  const one = addCommand(cli.program, 'escalation <escalation>', 'Show an escalation, its action in full.', [
    ['eaap escalation 0199a1b2-…', 'By its id.'],
  ]);
  clientOptions(one).action(
    run<ClientFlags>(cli, ({ io, out, flags, args: [id = ''] }) =>
      withClient(io, flags, async ({ gateway }) => {
        out.answer(await gateway.escalation(id), (escalation) => escalationLines(out, escalation));
        return undefined;
      }),
    ),
  );
}
