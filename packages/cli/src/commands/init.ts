import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Gateway, STARTER_MANIFESTS, STARTER_POLICY, DEFAULT_FOLDER } from '@eaap/sdk';
import { DEFAULT_TRUST } from '@eaap/ledger';
import { addCommand, run, withJson, type Cli } from '../lib/cli.ts';
import { jsonText } from '../lib/clean.ts';
import { CliError, EXIT } from '../lib/exit.ts';
import { writeNew } from '../lib/files.ts';
import { filesOf, furnish, shown } from '../lib/folder.ts';

/** What is to be edited, and put in force with `policy set`, `trust set` and `manifest set`. */
const EDITABLE: readonly (readonly [file: string, document: unknown])[] = [
  ['policy.json', STARTER_POLICY],
  ['trust.json', DEFAULT_TRUST],
  ...STARTER_MANIFESTS.map((manifest) => [join('manifests', `${manifest.tool}.json`), manifest] as const),
];

export function registerInit(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'init [folder]',
    'Make a gateway: database, keys, and a starter policy to edit. Overwrites nothing.',
    [
      ['eaap init', 'Here: ./.eaap, ./policy.json, ./trust.json, ./manifests/.'],
      ['eaap init refunds && cd refunds && eaap serve', 'In a folder of its own.'],
    ],
  );
  withJson(command).action(
    run<object>(cli, async ({ io, out, args: [folder = '.'] }) => {
      const base = resolve(io.cwd, folder);
      const files = filesOf(io, join(base, DEFAULT_FOLDER));
      const wanted = [files.folder, ...EDITABLE.map(([file]) => join(base, file))];
      const collisions = wanted.filter((path) => existsSync(path)).map((path) => shown(io, path));
      if (collisions.length > 0) {
        throw new CliError(
          EXIT.refused,
          `Nothing was written, because this is there already: ${collisions.join(', ')}.`,
          ['Move it away, or choose another folder: eaap init FOLDER'],
          { collisions },
        );
      }
      const gateway = await Gateway.open({ path: files.folder });
      try {
        furnish(files, (await gateway.discovery()).checkpoint_key);
      } finally {
        await gateway.close();
      }
      for (const [file, document] of EDITABLE) {
        const path = join(base, file);
        mkdirSync(dirname(path), { recursive: true });
        writeNew(io, path, `${jsonText(document)}\n`);
      }
      out.answer({ folder: files.folder, written: wanted }, () => [
        out.colours.green('A gateway was made.'),
        ...out.pairs([
          ['gateway', shown(io, files.folder)],
          [
            'keys',
            `${shown(io, files.credentials)}, and one file a role in ${shown(io, join(files.folder, 'keys'))}`,
          ],
          ['policy', `${shown(io, join(base, 'policy.json'))}; edit it, then: eaap policy set policy.json`],
          ['trust', `${shown(io, join(base, 'trust.json'))}; then: eaap trust set trust.json`],
          ['tools', `${shown(io, join(base, 'manifests'))}; then: eaap manifest set FILE`],
        ]),
        `${out.colours.cyan('→')} eaap serve${folder === '.' ? '' : ` --path ${shown(io, files.folder)}`}`,
      ]);
      return undefined;
    }),
  );
}
