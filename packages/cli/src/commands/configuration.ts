import { Manifest, Policy, TrustTable, validate } from '@eaap/protocol';
import { addCommand, run, type Cli, type Example } from '../lib/cli.ts';
import { clientOptions, withClient, type Client, type ClientFlags } from '../lib/client.ts';
import { jsonText } from '../lib/clean.ts';
import { readJson } from '../lib/files.ts';

interface InForce {
  readonly digest: string;
  readonly version: number;
}

type Parent = ReturnType<typeof addCommand>;

/** `get` prints the document alone, so that it can be edited and given to `set`. */
function registerGet<T extends InForce>(
  cli: Cli,
  parent: Parent,
  name: 'policy' | 'trust',
  get: (client: Client) => Promise<T>,
  document: (answer: T) => unknown,
): void {
  const command = addCommand(parent, 'get', `Print the ${name} in force, ready to be edited.`, [
    [`eaap ${name} get > ${name}.json`, 'Without its digest and version; --json prints these as well.'],
  ]);
  clientOptions(command).action(
    run<ClientFlags>(cli, ({ io, out, flags }) =>
      withClient(io, flags, async (client) => {
        const answer = await get(client);
        if (out.json) out.answer(answer, () => []);
        else io.stdout(`${jsonText(document(answer))}\n`);
        return undefined;
      }),
    ),
  );
}

function registerSet(
  cli: Cli,
  parent: Parent,
  description: string,
  examples: readonly Example[],
  set: (client: Client, document: unknown) => Promise<InForce>,
): void {
  const command = addCommand(parent, 'set <file>', description, examples);
  clientOptions(command).action(
    run<ClientFlags>(cli, async ({ io, out, flags, args: [file = ''] }) => {
      const document = await readJson(io, file);
      return withClient(io, flags, async (client) => {
        out.answer(await set(client, document), ({ digest, version }) => [
          `${out.colours.green('In force.')} Version ${version}, on record in the log.`,
          ...out.pairs([['digest', digest]]),
        ]);
        return undefined;
      });
    }),
  );
}

export function registerPolicy(cli: Cli): void {
  const parent = addCommand(cli.program, 'policy', 'Print the policy, or put one in force.').helpCommand(
    false,
  );
  registerGet(
    cli,
    parent,
    'policy',
    ({ gateway }) => gateway.policy(),
    ({ policy }) => policy,
  );
  registerSet(
    cli,
    parent,
    'Put a policy in force. It is compiled first; one that does not load changes nothing.',
    [['eaap policy set policy.json', 'What was allowed by the former one is judged again at commit.']],
    ({ gateway }, document) => gateway.setPolicy(validate(Policy, document)),
  );
}

export function registerTrust(cli: Cli): void {
  const parent = addCommand(cli.program, 'trust', 'Print the trust table, or put one in force.').helpCommand(
    false,
  );
  registerGet(
    cli,
    parent,
    'trust',
    ({ gateway }) => gateway.trust(),
    ({ trust }) => trust,
  );
  registerSet(
    cli,
    parent,
    'Put a trust table in force: which sources are believed how far.',
    [['eaap trust set trust.json', 'It counts for facts stored from now on.']],
    ({ gateway }, document) => gateway.setTrust(validate(TrustTable, document)),
  );
}

export function registerManifest(cli: Cli): void {
  const parent = addCommand(
    cli.program,
    'manifest',
    'List the tools the gateway knows, or pin one.',
  ).helpCommand(false);
  const list = addCommand(parent, 'list', 'List the tools and what they do.', [
    ['eaap manifest list --json', 'The manifests in full.'],
  ]);
  clientOptions(list).action(
    run<ClientFlags>(cli, ({ io, out, flags }) =>
      withClient(io, flags, async ({ gateway }) => {
        out.answer(await gateway.manifests(), ({ manifests }) =>
          manifests.flatMap(({ manifest, version, digest }) => [
            `${out.colours.bold(manifest.tool)}  ${manifest.description}`,
            ...out.pairs([
              ['effects', manifest.effects.map(({ effect }) => effect).join(', ') || 'none: unknown'],
              ['pinned', `version ${version}, ${digest}`],
            ]),
          ]),
        );
        return undefined;
      }),
    ),
  );
  registerSet(
    cli,
    parent,
    'Pin the manifest of a tool: what it does, and which parameters carry authority.',
    [['eaap manifest set manifests/mail.send.json', 'From now on the tool is judged by this.']],
    ({ gateway }, document) => gateway.setManifest(validate(Manifest, document)),
  );
}
