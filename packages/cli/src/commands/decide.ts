import type { Escalation } from '@eaap/protocol';
import { addCommand, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { visible, visibleAll } from '../lib/clean.ts';
import { CliError, EXIT, usage } from '../lib/exit.ts';
import type { Io } from '../lib/io.ts';
import type { Output } from '../lib/output.ts';
import { escalationLines } from '../lib/show.ts';

interface Flags extends ClientFlags {
  readonly reason?: string;
  readonly challenge?: string;
  readonly ifVersion?: number;
}

/** Asks whoever decides, after showing them the action in full. What they type is never filled in for them. */
function question(io: Io, out: Output, escalation: Escalation) {
  let shown = false;
  return async (message: string, absent: string): Promise<string> => {
    if (io.prompts === undefined || out.json)
      throw usage(absent, `Read it first: eaap escalation ${escalation.id}`);
    if (!shown) out.note(...escalationLines(out, visibleAll(escalation)));
    shown = true;
    const typed = await io.prompts.text(message);
    if (typed === undefined || typed === '') throw new CliError(EXIT.refused, 'Nothing was decided.');
    return typed;
  };
}

function register(cli: Cli, decision: 'approve' | 'deny'): void {
  const approving = decision === 'approve';
  const command = addCommand(
    cli.program,
    `${decision} <escalation>`,
    approving ? 'Approve this very action for these very reasons, once.' : 'Deny an escalated action.',
    approving
      ? [
          [`eaap approve 0199a1b2-… --reason 'Goodwill.'`, 'Shows the action and asks for the challenge.'],
          [
            `eaap approve 0199a1b2-… --challenge 'k7-m2-x9' --reason 'Goodwill.' --json`,
            'With the challenge as eaap escalation shows it.',
          ],
        ]
      : [[`eaap deny 0199a1b2-… --reason 'Not our customer.'`, 'It does not happen.']],
  );
  clientOptions(command).option(
    '--reason <text>',
    'Why. On a terminal it is asked for where it is not given.',
  );
  if (approving) command.option('--challenge <text>', 'Exactly what the escalation shows.');
  command
    .option(
      '--if-version <version>',
      'Only if it still has this version; the present one unless given.',
      wholeNumber('--if-version', 1, Number.MAX_SAFE_INTEGER),
    )
    .action(
      run<Flags>(cli, ({ io, out, flags, args: [id = ''] }) =>
        withClient(io, flags, async ({ gateway }) => {
          const escalation = await gateway.escalation(id);
          const version = flags.ifVersion ?? escalation.version;
          const asked = question(io, out, escalation);
          const challenge = approving
            ? (flags.challenge ??
              (await asked(
                `To approve this, type the challenge: ${visible(escalation.challenge)}`,
                'An approval needs the challenge of the escalation, typed by whoever decides: --challenge TEXT.',
              )))
            : undefined;
          const reason = flags.reason ?? (await asked('Why?', 'A decision needs its reason: --reason TEXT.'));
          const decided =
            challenge === undefined
              ? await gateway.deny(id, version, { reason })
              : await gateway.approve(id, version, { reason, challenge });
          out.answer(decided, (value) => [
            ...escalationLines(out, value),
            ...(approving
              ? [`${out.colours.cyan('→')} The agent evaluates the same action again; it is allowed once.`]
              : []),
          ]);
          return undefined;
        }),
      ),
    );
}

export function registerApprove(cli: Cli): void {
  register(cli, 'approve');
}

export function registerDeny(cli: Cli): void {
  register(cli, 'deny');
}
