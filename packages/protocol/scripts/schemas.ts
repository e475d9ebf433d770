/**
 * Writes `schemas/*.json` and `schemas/openapi.json` from the types of this package; with `--check` it writes nothing,
 * names every file that is stale, missing or too many, and exits 1 if there is one. `--out DIR` puts them elsewhere.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openApi, SCHEMAS } from '../src/index.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const COMMENT = 'Made from packages/protocol by `npm run schemas`. Do not edit.';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, out: { type: 'string' } } });
const folder = resolve(values.out ?? fileURLToPath(new URL('../../../schemas', import.meta.url)));

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const files = new Map<string, string>();
for (const schema of SCHEMAS.values()) {
  const { $id, ...rest } = schema as unknown as Record<string, unknown> & { $id: string };
  files.set(
    `${$id.slice($id.lastIndexOf(':') + 1)}.json`,
    text({ $comment: COMMENT, $schema: DIALECT, $id, ...rest }),
  );
}
files.set('openapi.json', text(openApi()));

const present = (): string[] => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};
const read = (name: string): string | undefined =>
  present().includes(name) ? readFileSync(join(folder, name), 'utf8') : undefined;

const extra = present().filter((name) => !files.has(name));
const stale = [...files].filter(([name, content]) => read(name) !== content).map(([name]) => name);

if (values.check === true) {
  for (const name of stale) console.error(`schemas/${name} is not what the types say. Run: npm run schemas`);
  for (const name of extra) console.error(`schemas/${name} belongs to no type. Run: npm run schemas`);
  process.exitCode = stale.length + extra.length === 0 ? 0 : 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of extra) rmSync(join(folder, name));
  for (const name of stale) writeFileSync(join(folder, name), files.get(name) ?? '');
  console.log(`${files.size} schemas, ${stale.length} written, ${extra.length} removed.`);
}
