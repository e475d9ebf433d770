import { TrustTable, validate, type Json, type ManifestResponse } from '@eaap/protocol';
import { shadowed, writeDocument } from '@eaap/policies';
import { addCommand, run, type Cli, type Example } from '../lib/cli.ts';
import { clientOptions, withClient, type Client, type ClientFlags } from '../lib/client.ts';
import { jsonText } from '../lib/clean.ts';
import { manifestsFrom, policyFrom } from '../lib/documents.ts';
import { readJson } from '../lib/files.ts';
import { registerCoverage } from './policy/coverage.ts';
import { registerDiff } from './policy/diff.ts';
import { registerExplain } from './policy/explain.ts';
import { registerPack } from './policy/pack.ts';
import { registerTest } from './policy/test.ts';

interface InForce {
  readonly digest: string;
  readonly version: number;
}

type Parent = ReturnType<typeof addCommand>;

/** `get` prints the document alone, so that it can be edited and given to `set`. */
function registerGet<T extends InForce>(
  cli: Cli,
  parent: Parent,
  name: 'trust',
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

interface PolicyFlags extends ClientFlags {
  readonly yaml?: boolean;
  readonly shadow?: readonly string[] | true;
}

function registerPolicyGet(cli: Cli, parent: Parent): void {
  const command = addCommand(parent, 'get', 'Print the policy in force, ready to be edited.', [
    ['eaap policy get > policy.json', 'Without its digest and version; --json prints these as well.'],
    ['eaap policy get --yaml > policy.yaml', 'As YAML.'],
  ]);
  clientOptions(command)
    .option('--yaml', 'As YAML.')
    .action(
      run<PolicyFlags>(cli, ({ io, out, flags }) =>
        withClient(io, flags, async ({ gateway }) => {
          const answer = await gateway.policy();
          if (out.json) out.answer(answer, () => []);
          else if (flags.yaml === true) io.stdout(writeDocument(answer.policy as unknown as Json));
          else io.stdout(`${jsonText(answer.policy)}\n`);
          return undefined;
        }),
      ),
    );
}

function registerPolicySet(cli: Cli, parent: Parent): void {
  const command = addCommand(
    parent,
    'set <file>',
    'Put a policy in force, from YAML or JSON. It is compiled first; one that does not load changes nothing.',
    [
      ['eaap policy set policy.yaml', 'What was allowed by the former one is judged again at commit.'],
      ['eaap policy set policy.yaml --shadow', 'Its rules only report; grants and limits are enforced.'],
      ['eaap policy set policy.yaml --shadow large-refund', 'One rule only reports.'],
    ],
  );
  clientOptions(command)
    .option('--shadow [rules...]', 'Let these rules, or all, report without deciding.')
    .action(
      run<PolicyFlags>(cli, async ({ io, out, flags, args: [file = ''] }) => {
        const written = await policyFrom(io, file);
        const { shadow } = flags;
        const policy =
          shadow === undefined ? written : shadowed(written, shadow === true ? undefined : shadow);
        return withClient(io, flags, async ({ gateway }) => {
          out.answer(await gateway.setPolicy(policy), ({ digest, version }) => [
            `${out.colours.green('In force.')} Version ${version}, on record in the log.`,
            ...out.pairs([
              ['digest', digest],
              shadow === undefined
                ? undefined
                : [
                    'shadow',
                    policy.rules.flatMap(({ id, outcome }) => (outcome === 'shadow' ? [id] : [])).join(', '),
                  ],
            ]),
          ]);
          return undefined;
        });
      }),
    );
}

export function registerPolicy(cli: Cli): void {
  const parent = addCommand(
    cli.program,
    'policy',
    'Print, put in force, test, explain, compare and measure policies.',
  ).helpCommand(false);
  registerPolicyGet(cli, parent);
  registerPolicySet(cli, parent);
  registerTest(cli, parent);
  registerExplain(cli, parent);
  registerDiff(cli, parent);
  registerCoverage(cli, parent);
  registerPack(cli, parent);
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
  registerManifestSet(cli, parent);
}

function registerManifestSet(cli: Cli, parent: Parent): void {
  const command = addCommand(
    parent,
    'set <file>',
    'Pin the manifest of a tool, or of several: what they do, and which parameters carry authority.',
    [
      ['eaap manifest set manifests/mail.send.json', 'From now on the tool is judged by this.'],
      ['eaap manifest set payments.manifests.json', 'A list of manifests, as a policy pack has one.'],
    ],
  );
  clientOptions(command).action(
    run<ClientFlags>(cli, async ({ io, out, flags, args: [file = ''] }) => {
      const manifests = await manifestsFrom(io, [file]);
      return withClient(io, flags, async ({ gateway }) => {
        const pinned: ManifestResponse[] = [];
        for (const manifest of manifests.values()) pinned.push(await gateway.setManifest(manifest));
        const [first] = pinned;
        out.answer(pinned.length === 1 && first !== undefined ? first : { manifests: pinned }, () =>
          pinned.flatMap(({ manifest, version, digest }) => [
            `${out.colours.green('In force.')} ${manifest.tool}, version ${version}, on record in the log.`,
            ...out.pairs([['digest', digest]]),
          ]),
        );
        return undefined;
      });
    }),
  );
}
