/**
 * Measures the gates on corpora that nobody of this project wrote.
 *
 *     npm run -s bench:corpora -- --dir DIR [--agentdojo FILE] [--shell FILE] … [--manifests DIR] [--only NAME] [--json]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CorpusFault, type Corpus, type CorpusResult } from './types.ts';

/** Each corpus has a module of its name here, and a file in the folder. */
const FILES: Readonly<Record<string, string>> = {
  agentdojo: 'agentdojo-traces.jsonl',
  injecagent: 'injecagent-calls.jsonl',
  shell: 'shell-commands.jsonl',
  pii: 'pii-text.jsonl',
  sql: fileURLToPath(new URL('../../packages/extractors/test/sql/statements.jsonl', import.meta.url)),
};

const HELP = `npm run -s bench:corpora -- --dir DIR [--agentdojo FILE] [--injecagent FILE] [--shell FILE] [--pii FILE] [--sql FILE]
                            [--manifests DIR] [--only NAME] [--json]

Replays corpora through a gateway: how many of their cases are stopped, escalated and admitted, and the list of the wrong.
  --dir DIR        the folder of the corpora, which are not part of this project; a file may be named instead
  --manifests DIR  tools of suites, <suite>.json, instead of bench/corpora/manifests
  --only NAME      one of ${Object.keys(FILES).join(', ')}
  --json           for machines
Ends with 0, or with 2 for what was not understood or is not there.
`;

const options = Object.fromEntries(Object.keys(FILES).map((name) => [name, { type: 'string' as const }]));

function read(): Readonly<Record<string, string | boolean | undefined>> | string {
  try {
    const { values } = parseArgs({
      options: {
        ...options,
        dir: { type: 'string' },
        manifests: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const { only } = values;
    return only === undefined || Object.hasOwn(FILES, only) ? values : `There is no corpus ${only}.`;
  } catch (error) {
    return (error as Error).message;
  }
}

const asked = read();
if (typeof asked === 'string') {
  console.error(`${asked}\n\n${HELP}`);
  process.exit(2);
}
if (asked['help'] === true) {
  console.log(HELP);
  process.exit(0);
}
const text = (name: string): string | undefined =>
  typeof asked[name] === 'string' ? asked[name] : undefined;

async function measured(name: string, file: string): Promise<CorpusResult | null> {
  const folder = text('dir');
  const path = text(name) ?? (file.startsWith('/') ? file : folder && join(folder, file));
  const module = new URL(`${name}.ts`, import.meta.url);
  if (path === undefined || !existsSync(module)) return null;
  if (!existsSync(path)) {
    console.error(`${name}: there is no ${path}; it is not part of the project, name its folder with --dir.`);
    process.exitCode = 2;
    return null;
  }
  const corpus = (await import(module.href)) as Corpus;
  const manifests = text('manifests');
  try {
    return await corpus.run(path, manifests === undefined ? {} : { manifests });
  } catch (error) {
    if (!(error instanceof CorpusFault)) throw error;
    console.error(`${name}: ${error.message}`);
    process.exitCode = 2;
    return null;
  }
}

function print({ corpus, cases, figures, wrong, notes }: CorpusResult): void {
  console.log(`\n${corpus}: ${cases} cases`);
  for (const note of notes ?? []) console.log(`  ${note}`);
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(60)} ${value}`);
  for (const { id, expected, got, reasons } of wrong) {
    console.log(
      `  ${got} instead of ${expected}: ${id}${reasons.length === 0 ? '' : `\n      ${reasons.join('\n      ')}`}`,
    );
  }
}

const wanted = Object.entries(FILES).filter(([name]) => text('only') === undefined || text('only') === name);
const results: CorpusResult[] = [];
for (const [name, file] of wanted) {
  const result = await measured(name, file);
  if (result === null) continue;
  results.push(result);
  if (asked['json'] !== true) print(result);
}
if (asked['json'] === true) console.log(JSON.stringify(results, null, 2));
if (results.length === 0 && process.exitCode === undefined) {
  console.error('Nothing was measured. Name the folder of the corpora with --dir.');
  process.exitCode = 2;
}
