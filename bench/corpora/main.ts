/**
 * Measures the gates on corpora that nobody of this project wrote.
 *
 *     npm run -s bench:corpora -- --dir DIR [--agentdojo FILE] [--shell FILE] … [--only NAME] [--json]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Corpus, CorpusResult } from './types.ts';

/** Each corpus has a module of its name here, and a file in the folder. */
const FILES: Readonly<Record<string, string>> = {
  agentdojo: 'agentdojo-traces.jsonl',
  injecagent: 'injecagent-calls.jsonl',
  shell: 'shell-commands.jsonl',
  pii: 'pii-text.jsonl',
  sql: fileURLToPath(new URL('../../packages/extractors/test/sql/statements.jsonl', import.meta.url)),
};

const options = Object.fromEntries(Object.keys(FILES).map((name) => [name, { type: 'string' as const }]));
const { values } = parseArgs({
  options: { ...options, dir: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean' } },
});

async function measured(name: string, file: string): Promise<CorpusResult | null> {
  const given = (values as Record<string, string | undefined>)[name];
  const path =
    given ?? (file.startsWith('/') ? file : values.dir === undefined ? undefined : join(values.dir, file));
  const module = new URL(`${name}.ts`, import.meta.url);
  if (path === undefined || !existsSync(module)) return null;
  if (!existsSync(path)) {
    console.error(`${name}: there is no ${path}; it is not part of the project, name its folder with --dir.`);
    process.exitCode = 2;
    return null;
  }
  const corpus = (await import(module.href)) as Corpus;
  return corpus.run(path);
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

const wanted = Object.entries(FILES).filter(([name]) => values.only === undefined || values.only === name);
const results: CorpusResult[] = [];
for (const [name, file] of wanted) {
  const result = await measured(name, file);
  if (result === null) continue;
  results.push(result);
  if (values.json !== true) print(result);
}
if (values.json === true) console.log(JSON.stringify(results, null, 2));
if (results.length === 0) {
  console.error('Nothing was measured. Name the folder of the corpora with --dir.');
  process.exitCode = 2;
}
