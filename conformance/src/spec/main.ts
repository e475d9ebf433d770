import { existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatSet, readSpec, REQUIREMENTS_FILE, staleness } from './document.ts';

const USAGE = `Reads the requirements out of rfcs/ into ${REQUIREMENTS_FILE}.

  main.ts --write [--root DIR]   writes the file
  main.ts --check [--root DIR]   compares it, and checks anchors and links

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
  const path = join(root, REQUIREMENTS_FILE);
  const found = [...faults];
  if (mode === 'check') {
    const stale = staleness(set, existsSync(path) ? readFileSync(path, 'utf8') : null);
    if (stale !== null) found.push(stale);
  }
  for (const { file, line, code, message } of found) err(`${file}:${line}: ${code}: ${message}\n`);
  if (found.length > 0) return 1;
  if (mode === 'write') {
    writeFileSync(`${path}.tmp`, formatSet(set));
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
