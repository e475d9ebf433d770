import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lintVectors } from '../vectors/lint.ts';
import { countsOf, coverageFaults, coverageOf, type Evidence } from './coverage.ts';
import { documentsOf, generatedFiles, readSpec, staleness, type GeneratedFile } from './document.ts';
import { countExamples } from './examples.ts';
import { mechanisms } from './mechanism.ts';
import { PROOF_MAP_FILE, proofMap } from './proof-map.ts';

const USAGE = `Reads the requirements out of rfcs/ into conformance/requirements.json, maps them to checks, vectors and broken
gateways in docs/proof-map.md, and writes the vectors of the worked example.

  main.ts --write [--root DIR]           writes the files
  main.ts --check [--root DIR] [--json]  compares them, and checks anchors, links, coverage and vectors

Exit codes: 0 in order, 1 something is wrong, 2 usage.
`;

interface Options {
  readonly mode: 'write' | 'check';
  readonly root: string;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        write: { type: 'boolean' },
        check: { type: 'boolean' },
        json: { type: 'boolean' },
        root: { type: 'string' },
      },
    });
    if ((values.write === true) === (values.check === true)) return null;
    const { write, root, json } = values;
    return { mode: write === true ? 'write' : 'check', root: root ?? process.cwd(), json: json === true };
  } catch {
    return null;
  }
}

/**
 * Runs the command; the exit code is returned. Faults go to `err`, one a line, as file:line: code: message.
 *
 * @param evidence - What there is to map requirements to; without it they are only read.
 */
export function main(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
  evidence?: Evidence,
): number {
  const options = readOptions(args);
  if (options === null) {
    err(USAGE);
    return 2;
  }
  const { root, mode, json } = options;
  if (!existsSync(join(root, 'rfcs'))) {
    err(`There is no folder rfcs in ${root}. Run this at the top of the repository, or give --root.\n`);
    return 2;
  }
  const { set, faults } = readSpec(root);
  const files: GeneratedFile[] = [...generatedFiles(set)];
  const found = [...faults];
  let counts: object = { requirements: set.requirements.length };
  if (evidence !== undefined) {
    const covers = coverageOf(set.requirements, evidence);
    const coverage = countsOf(covers, evidence.vectors);
    counts = { ...coverage, ...countExamples(root) };
    const text = proofMap(covers, coverage, documentsOf(root), mechanisms(root));
    files.push({ file: PROOF_MAP_FILE, text });
    // Before its checks are written a requirement has none: that is for --check to say.
    if (mode === 'check')
      found.push(...lintVectors(root), ...coverageFaults(set.requirements, covers, evidence));
  }
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
  out(json ? `${JSON.stringify(counts)}\n` : `${set.requirements.length} requirements, ${set.digest}\n`);
  return 0;
}

/** Everything of this repository that bears on requirements. */
async function evidenceHere(): Promise<Evidence> {
  const [{ CHECKS }, { MUTANTS }, { readVectorFiles }] = await Promise.all([
    import('../checks/index.ts'),
    import('../zoo/mutants/index.ts'),
    import('../vectors/read.ts'),
  ]);
  return { checks: CHECKS, mutants: MUTANTS, vectors: readVectorFiles() };
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  // The checks read the vectors when they are loaded: what is malformed is told before anybody stumbles over it.
  const malformed = lintVectors(fileURLToPath(new URL('../../..', import.meta.url)));
  for (const { file, line, code, message } of malformed)
    process.stderr.write(`${file}:${line}: ${code}: ${message}\n`);
  process.exitCode =
    malformed.length > 0
      ? 1
      : main(
          process.argv.slice(2),
          (text) => process.stdout.write(text),
          (text) => process.stderr.write(text),
          await evidenceHere(),
        );
}
