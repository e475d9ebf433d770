import { existsSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readSpec, staleness } from '../spec/document.ts';
import { buildTopic, printFile } from './build.ts';
import { loadTopic, topicNames } from './registry.ts';

const USAGE = `Computes the vectors of conformance/vectors from the model.

  main.ts [TOPIC …]           compares the files with what the model says
  main.ts --write [TOPIC …]   writes them

Exit codes: 0 in order, 1 something is wrong, 2 usage.
`;

function filesWithoutTopic(root: string, names: readonly string[]): string[] {
  const known = new Set([...names.map((name) => `${name}.json`), 'vectors.schema.json']);
  return readdirSync(join(root, 'conformance/vectors')).filter(
    (name) => !known.has(name) && !/^\d{4}-.*\.json$/.test(name),
  );
}

/** Runs the command at the top of the repository; the exit code is returned. Faults go to `err`, one a line. */
export async function main(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
  root = process.cwd(),
): Promise<number> {
  let write: boolean;
  let asked: readonly string[];
  try {
    const parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { write: { type: 'boolean' } },
    });
    [write, asked] = [parsed.values.write === true, parsed.positionals];
  } catch {
    err(USAGE);
    return 2;
  }
  const names = topicNames();
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0 || !existsSync(join(root, 'rfcs'))) {
    err(
      unknown.length > 0
        ? `There is no topic ${unknown.join(', ')}. There are: ${names.join(', ')}.\n`
        : USAGE,
    );
    return 2;
  }
  const requirements = new Set(readSpec(root).set.requirements.map(({ id }) => id));
  let [faulty, total, refused] = [0, 0, 0];
  for (const name of asked.length > 0 ? asked : names) {
    const topic = await loadTopic(name);
    const { file, faults } = buildTopic(topic, requirements);
    const path = `conformance/vectors/${name}.json`;
    const text = printFile(file);
    for (const { id, message } of faults)
      err(`conformance/src/vectors/topics/${name}.ts: ${id}: ${message}\n`);
    faulty += faults.length;
    total += file.cases.length;
    refused += file.cases.filter((one) => 'refused' in one).length;
    const full = join(root, path);
    if (write && faults.length === 0) {
      writeFileSync(`${full}.tmp`, text);
      renameSync(`${full}.tmp`, full);
    } else if (!write) {
      const stale = staleness({ file: path, text }, existsSync(full) ? readFileSync(full, 'utf8') : null);
      if (stale !== null) {
        err(
          `${stale.file}:${stale.line}: stale: The file is not what the model says. Expected: the output of \`npm run vectors -- --write ${name}\`.\n`,
        );
        faulty += 1;
      }
    }
  }
  for (const extra of asked.length > 0 ? [] : filesWithoutTopic(root, names)) {
    err(
      `conformance/vectors/${extra}:1: extra: No topic of conformance/src/vectors/topics makes this file.\n`,
    );
    faulty += 1;
  }
  out(`${total} vectors, ${refused} of them refused\n`);
  return faulty > 0 ? 1 : 0;
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(
    process.argv.slice(2),
    (text) => process.stdout.write(text),
    (text) => process.stderr.write(text),
  );
}
