/**
 * Writes the lists that the RFCs print to `schemas/tables/`, from the constants that the packages decide by; with
 * `--check` it writes nothing, names every file that is stale, and exits 1 if there is one.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DIGEST_TAGS, EFFECTS, EFFECTS_VERSION, GATES, PROBLEMS, REASON_CODES } from '../src/index.ts';
import { RECORD_TYPES } from '../src/types/record.ts';
import { RECORD_FILLS } from '../src/types/record-fills.ts';

const folder = fileURLToPath(new URL('../../../schemas/tables/', import.meta.url));

/** Each table with the section that prints it. */
const TABLES: Readonly<Record<string, { readonly specified: string; readonly [name: string]: unknown }>> = {
  problems: {
    specified: 'RFC-0001 section 12.1',
    problems: Object.entries(PROBLEMS).map(([type, { retry, ...rest }]) => ({ type, ...rest, again: retry })),
  },
  digests: {
    specified: 'RFC-0002 section 4.2',
    tags: Object.entries(DIGEST_TAGS).map(([tag, of]) => ({ tag, of })),
  },
  records: {
    specified: 'RFC-0011 section 3.2',
    always: ['v', 'seq', 'ts', 'ns', 'type', 'principal', 'prev'],
    records: RECORD_TYPES.map((type) => ({ type, ...RECORD_FILLS[type] })),
  },
  gates: {
    specified: 'RFC-0005 sections 3 to 12',
    gates: GATES.map((gate) => ({ gate, codes: REASON_CODES[gate] })),
  },
  effects: {
    specified: 'RFC-0001 section 8.3',
    version: EFFECTS_VERSION,
    effects: Object.entries(EFFECTS).map(([effect, floor]) => ({ effect, ...floor })),
  },
};

const isCheck = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const [name, { specified, ...table }] of Object.entries(TABLES)) {
  const file = `${folder}${name}.json`;
  const $comment = `Made from packages/protocol by \`npm run schemas\`. Specified in ${specified}. Do not edit.`;
  const text = `${JSON.stringify({ $comment, ...table }, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (isCheck) {
    process.stderr.write(`schemas/tables/${name}.json is not what the packages say. Run: npm run schemas\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    process.stdout.write(`schemas/tables/${name}.json written.\n`);
  }
}
