import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Option } from 'commander';
import { EXIT, Stop, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';

interface Skeleton {
  readonly file: string;
  /** What is to be run before it can be started, if anything. */
  readonly build?: (path: string) => string;
  readonly run: (path: string) => string;
}

const built = (path: string): string => path.replace(/\.go$/, '');
/** A program in the working folder is not looked up in PATH. */
const local = (path: string): string => (/[/\\]/.test(path) ? path : `./${path}`);

/** The languages a skeleton is there for. */
export const SKELETONS: Readonly<Record<string, Skeleton>> = {
  ts: { file: 'adapter.mts', run: (path) => `node ${path}` },
  python: { file: 'adapter.py', run: (path) => `python3 ${path}` },
  go: {
    file: 'adapter.go',
    build: (path) => `go build -o ${built(path)} ${path}`,
    run: (path) => local(built(path)),
  },
};

/** What `init-adapter` was asked. */
export interface InitAdapter {
  readonly lang: string;
  readonly out: string;
}

/** Writes the skeleton of an adapter, and says what to do with it. Overwrites nothing. */
export function initAdapterCommand({ lang, out }: InitAdapter, io: Io): ExitCode {
  const skeleton = SKELETONS[lang];
  if (skeleton === undefined) throw new Stop(EXIT.usage, `There is no skeleton in ${lang}.`);
  const text = readFileSync(
    fileURLToPath(new URL(`../../skeletons/${skeleton.file}`, import.meta.url)),
    'utf8',
  );
  const file = join(out, skeleton.file);
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    throw new Stop(
      EXIT.usage,
      why === 'EEXIST'
        ? `${file} is there already, and is left as it is. Give another --out.`
        : `${file} could not be written: ${(error as Error).message}`,
    );
  }
  const path = relative('', file);
  const build = skeleton.build === undefined ? '' : `  ${skeleton.build(path)}\n`;
  const command = skeleton.run(path);
  const quoted = command.includes(' ') ? `"${command}"` : command;
  io.out(`${file} starts the reference gateway until you edit it to start yours. Then:\n\n`);
  io.out(`${build}  npx eaap-conformance lint-adapter --adapter ${quoted}\n`);
  io.out(`  npx eaap-conformance run --adapter ${quoted} --only ledger.source-missing\n`);
  return EXIT.conforms;
}

/** Adds `init-adapter` to the program. */
export function addInitAdapter(root: Command, io: Io, done: (code: ExitCode) => void): void {
  root
    .command('init-adapter')
    .description('write the skeleton of an adapter, to edit')
    .addOption(
      new Option('--lang <language>', 'its language').choices(Object.keys(SKELETONS)).makeOptionMandatory(),
    )
    .option('--out <folder>', 'where to', '.')
    .addHelpText('after', '\nExample:\n  eaap-conformance init-adapter --lang python --out my-gateway\n')
    .action((options: InitAdapter) => done(initAdapterCommand(options, io)));
}
