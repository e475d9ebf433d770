import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packFiles, packNames, readPack } from '@eaap/policies';
import { addCommand, run, withJson, type Cli } from '../../lib/cli.ts';
import { CliError, EXIT } from '../../lib/exit.ts';
import { writeNew } from '../../lib/files.ts';
import { shown } from '../../lib/folder.ts';
import type { Parent } from './shared.ts';

interface Flags {
  readonly tier?: string;
  readonly out: string;
}

/** The comment that a pack begins with. */
const about = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => line.replace(/^# ?/, ''))
    .join('\n');

export function registerPack(cli: Cli, parent: Parent): void {
  const command = addCommand(parent, 'pack [name]', 'List the policy packs, or write one to begin with.', [
    ['eaap policy pack', 'What there is, what each stops, and what it does not.'],
    ['eaap policy pack payments --out policy', 'Policy, manifests and cases as files. Overwrites nothing.'],
    ['eaap policy pack default --tier free', 'The quotas of a tier.'],
  ]);
  withJson(command)
    .option('--tier <tier>', 'For the pack default: free, standard or enterprise.')
    .option('--out <folder>', 'Where to write it.', '.')
    .action(
      run<Flags>(cli, async ({ io, out, flags, args: [name] }) => {
        if (name === undefined) {
          const packs = packNames().map((one) => {
            const { policy, text, manifests, cases } = readPack(one);
            return {
              name: one,
              about: about(text),
              tools: manifests.map(({ tool }) => tool),
              rules: policy.rules.map(({ id, description }) => ({ id, description })),
              cases: cases.cases.length,
            };
          });
          out.answer({ packs }, (value) => [
            ...value.packs.flatMap((pack) => [
              out.colours.bold(pack.name),
              ...pack.about.split('<U+000A>').map((line) => `  ${line}`),
              '',
            ]),
            `${out.colours.cyan('→')} eaap policy pack NAME`,
          ]);
          return undefined;
        }
        const files = packFiles(name, flags.tier);
        const folder = resolve(io.cwd, flags.out);
        const collisions = files.map(([file]) => join(folder, file)).filter((path) => existsSync(path));
        if (collisions.length > 0) {
          throw new CliError(
            EXIT.refused,
            `Nothing was written, because this is there already: ${collisions.map((path) => shown(io, path)).join(', ')}.`,
            ['Name another folder: --out FOLDER'],
            { collisions },
          );
        }
        mkdirSync(folder, { recursive: true });
        for (const [file, text] of files) writeNew(io, join(folder, file), text);
        const written = files.map(([file]) => shown(io, join(folder, file)));
        out.answer({ name, written }, (value) => [
          ...out.pairs([['written', value.written.join('\n')]]),
          `${out.colours.cyan('→')} eaap policy test ${shown(io, join(folder, `${name}.cases.yaml`))}`,
          `${out.colours.cyan('→')} eaap policy set ${shown(io, join(folder, `${name}.yaml`))}`,
        ]);
        return undefined;
      }),
    );
}
