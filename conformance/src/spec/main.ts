import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatedFiles, readSpec, staleness } from './document.ts';

const USAGE = `Reads the requirements out of rfcs/ into conformance/requirements.json, and writes the vectors of the worked example.

  main.ts --write [--root DIR]   writes the files
  main.ts --check [--root DIR]   compares them, and checks anchors and links

Exit codes: 0 in order, 1 something is wrong, 2 usage.
`;

interface Options {
  readonly mode: 'write' | 'check';
  readonly root: string;
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { write: { type: 'boolean' }, check: { type: 'boolean' }, root: { type: 'string' } },
    });
    if ((values.write === true) === (values.check === true)) return null;
    return { mode: values.write === true ? 'write' : 'check', root: values.root ?? process.cwd() };
  } catch {
    return null;
  }
}

/** Runs the command; the exit code is returned. Faults go to `err`, one a line, as file:line: code: message. */
export function main(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
): number {
  const options = readOptions(args);
  if (options === null) {
    err(USAGE);
    return 2;
  }
  const { root, mode } = options;
  if (!existsSync(join(root, 'rfcs'))) {
    err(`There is no folder rfcs in ${root}. Run this at the top of the repository, or give --root.\n`);
    return 2;
  }
  const { set, faults } = readSpec(root);
  const files = generatedFiles(set);
  const found = [...faults];
  for (const file of mode === 'check' ? files : []) {
    const path = join(root, file.file);
    const stale = staleness(file, existsSync(path) ? readFileSync(path, 'utf8') : null);
    if (stale !== null) found.push(stale);
  }
  for (const { file, line, code, message } of found) err(`${file}:${line}: ${code}: ${message}\n`);
  if (found.length > 0) return 1;
  for (const { file, text } of mode === 'write' ? files : []) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.tmp`, text);
    renameSync(`${path}.tmp`, path);
  }
  out(`${set.requirements.length} requirements, ${set.digest}\n`);
  return 0;
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(
    process.argv.slice(2),
    (text) => process.stdout.write(text),
    (text) => process.stderr.write(text),
  );
}
