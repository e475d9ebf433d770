import { KeyRequest, ROLES, validate, type Credential, type Role } from '@eaap/protocol';
import { addCommand, collect, oneOf, run, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { jsonText, visible } from '../lib/clean.ts';
import { mustBeFree, writeNew } from '../lib/files.ts';
import { parseSource, parseWhen } from '../lib/input.ts';
import type { Output } from '../lib/output.ts';
import { table } from '../lib/text.ts';

interface CreateFlags extends ClientFlags {
  readonly principal: string;
  readonly owner: string;
  readonly can: readonly Role[];
  readonly source?: readonly string[];
  readonly expires?: string;
  readonly out?: string;
}

function stateOf(out: Output, credential: Credential): string {
  const { colours } = out;
  if (credential.revoked_at !== null) return colours.red(`revoked ${credential.revoked_at}`);
  return credential.expires_at === null ? colours.green('valid') : `until ${credential.expires_at}`;
}

function registerList(cli: Cli, parent: ReturnType<typeof addCommand>): void {
  const command = addCommand(parent, 'list', 'List the credentials of the namespace, without their keys.', [
    ['eaap keys list', 'Who may do what.'],
  ]);
  clientOptions(command).action(
    run<ClientFlags>(cli, ({ io, out, flags }) =>
      withClient(io, flags, async ({ gateway }) => {
        out.answer(await gateway.keys(), ({ credentials }) =>
          table(
            ['id', 'principal', 'owner', 'roles', 'state'],
            credentials.map((one) => [
              one.id,
              one.principal,
              one.owner,
              one.roles.join(' '),
              stateOf(out, one),
            ]),
            out.colours,
          ),
        );
        return undefined;
      }),
    ),
  );
}

function registerCreate(cli: Cli, parent: ReturnType<typeof addCommand>): void {
  const command = addCommand(
    parent,
    'create',
    'Make a credential. Its key is shown once and stored nowhere.',
    [
      [
        'eaap keys create --principal refund-bot --owner dana --can agent --out bot.json',
        'The key goes to a file.',
      ],
      [
        'eaap keys create --principal crm-sync --owner dana --can recorder --source system:crm --expires 90d',
        'Who writes facts says from which sources.',
      ],
    ],
  );
  clientOptions(command)
    .requiredOption('--principal <name>', 'Who acts with it.')
    .requiredOption('--owner <person>', 'Who answers for it; separation of duties compares this.')
    .requiredOption(
      '--can <role>',
      `A role: ${ROLES.join(', ')}; may be repeated.`,
      (value, before?: Role[]) => [...(before ?? []), oneOf('--can', ROLES)(value)],
    )
    .option('--source <kind:id>', 'A source it may assert; * for any id; may be repeated.', collect)
    .option('--expires <time>', 'A time, or a duration from now, as in 90d.')
    .option('--out <file>', 'Write the key here, for your eyes only, instead of showing it.')
    .action(
      run<CreateFlags>(cli, ({ io, out, flags }) => {
        mustBeFree(io, flags.out);
        return withClient(io, flags, async ({ gateway }) => {
          const request = validate(KeyRequest, {
            principal: flags.principal,
            owner: flags.owner,
            roles: flags.can,
            ...(flags.source === undefined
              ? {}
              : { sources: flags.source.map((source) => parseSource(source, '--source')) }),
            ...(flags.expires === undefined
              ? {}
              : { expires_at: parseWhen(flags.expires, '--expires', gateway.clock.now()) }),
          });
          const made = await gateway.createKey(request);
          const { credential, key } = made;
          const file = flags.out;
          if (file !== undefined) writeNew(io, file, `${jsonText(made)}\n`, 0o600);
          out.answer(file === undefined ? made : { credential, file }, () => [
            out.colours.green(`Made for ${credential.principal}: ${credential.roles.join(', ')}.`),
            ...out.pairs([
              ['id', credential.id],
              ['expires', credential.expires_at ?? 'never'],
              ['key', file === undefined ? key : `in ${visible(file)}; use it with --credentials`],
            ]),
            ...(file === undefined ? ['Keep the key now: it is shown only this once.'] : []),
          ]);
          return undefined;
        });
      }),
    );
}

function registerRevoke(cli: Cli, parent: ReturnType<typeof addCommand>): void {
  const command = addCommand(parent, 'revoke <id>', 'Revoke a credential, at once.', [
    ['eaap keys revoke 0199a1b2-…', 'By its id, as eaap keys list shows it.'],
  ]);
  clientOptions(command).action(
    run<ClientFlags>(cli, ({ io, out, flags, args: [id = ''] }) =>
      withClient(io, flags, async ({ gateway }) => {
        out.answer(await gateway.revokeKey(id), (credential) => [
          out.colours.green(`Revoked: ${credential.principal} (${credential.roles.join(', ')}).`),
        ]);
        return undefined;
      }),
    ),
  );
}

export function registerKeys(cli: Cli): void {
  const parent = addCommand(cli.program, 'keys', 'List, make and revoke credentials.').helpCommand(false);
  registerList(cli, parent);
  registerCreate(cli, parent);
  registerRevoke(cli, parent);
}
