import { HaltRequest, validate, type ControlState } from '@eaap/protocol';
import { addCommand, run, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { usage } from '../lib/exit.ts';
import type { Output } from '../lib/output.ts';
import { wrap } from '../lib/text.ts';

interface Flags extends ClientFlags {
  readonly reason: string;
  readonly agent?: string;
  readonly gateway?: boolean;
}

function lines(out: Output, { halted }: ControlState): string[] {
  const { colours, columns } = out;
  if (halted.length === 0)
    return [`${colours.green('Nothing is halted.')} Actions are judged by policy and facts.`];
  return halted.flatMap(({ scope, name, reason, principal, since }) => [
    `${colours.red(colours.bold('HALTED'))}  ${scope} ${name}`,
    ...wrap(`  ${reason}`, columns),
    colours.dim(`  by ${principal}, since ${since}`),
  ]);
}

function register(cli: Cli, verb: 'halt' | 'resume'): void {
  const command = addCommand(
    cli.program,
    verb,
    verb === 'halt' ? 'Halt: nothing is allowed until resumed.' : 'Resume what was halted.',
    [
      [`eaap ${verb} --reason 'Something looks wrong.'`, 'The whole namespace.'],
      [`eaap ${verb} --agent refund-bot --reason 'Loops.'`, 'One agent.'],
      [`eaap ${verb} --gateway --reason 'Incident 7.'`, 'Everything; needs the key of the admin of system.'],
    ],
  );
  clientOptions(command)
    .requiredOption('--reason <text>', 'Why.')
    .option('--agent <principal>', 'Only this agent.')
    .option('--gateway', 'Every namespace.')
    .action(
      run<Flags>(cli, ({ io, out, flags }) => {
        const { agent, gateway: whole, reason } = flags;
        if (agent !== undefined && whole === true) throw usage('--agent and --gateway exclude each other.');
        const request = validate(HaltRequest, {
          scope: whole === true ? 'gateway' : agent === undefined ? 'namespace' : 'agent',
          ...(agent === undefined ? {} : { agent }),
          reason,
        });
        return withClient(io, flags, async ({ gateway, system }) => {
          const state = await (whole === true ? system() : gateway)[verb](request);
          out.answer(state, (value) => lines(out, value));
          return undefined;
        });
      }),
    );
}

export function registerHalt(cli: Cli): void {
  register(cli, 'halt');
}

export function registerResume(cli: Cli): void {
  register(cli, 'resume');
}

export function registerStatus(cli: Cli): void {
  const command = addCommand(cli.program, 'status', 'Show what the gateway is, and what is halted.', [
    ['eaap status', 'Of the gateway in ./.eaap.'],
    ['eaap status --url http://127.0.0.1:8787 --json', 'Of the one that answers there.'],
  ]);
  clientOptions(command).action(
    run<ClientFlags>(cli, ({ io, out, flags }) =>
      withClient(io, flags, async ({ gateway }) => {
        const [discovery, control] = [await gateway.discovery(), await gateway.control()];
        out.answer({ where: gateway.where, discovery, control }, (value) => [
          ...lines(out, value.control),
          ...out.pairs([
            ['gateway', value.where],
            ['protocol', `EAAP ${value.discovery.version}, ${value.discovery.profile}`],
            ['engine', value.discovery.engine_version],
            ['log key', value.discovery.checkpoint_key],
          ]),
        ]);
        return undefined;
      }),
    ),
  );
  const rebase = addCommand(
    cli.program,
    'rebase-clock',
    'Accept the clock as it is, after it went back or leapt.',
    [[`eaap rebase-clock --reason 'Restored from a snapshot.'`, 'Until then nothing is decided.']],
  );
  clientOptions(rebase)
    .requiredOption('--reason <text>', 'Why.')
    .action(
      run<Flags>(cli, ({ io, out, flags }) =>
        withClient(io, flags, async ({ gateway }) => {
          await gateway.rebase({ reason: flags.reason });
          out.answer({ rebased: true }, () => [
            `${out.colours.green('Accepted.')} The clock counts from here.`,
          ]);
          return undefined;
        }),
      ),
    );
}
