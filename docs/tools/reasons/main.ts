/** Writes `docs/reasons.md` from the catalogue; with `--check` it writes nothing and exits 1 when the page is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { reasonsPage } from './page.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, out: { type: 'string' } } });
const path = values.out ?? fileURLToPath(new URL('../../reasons.md', import.meta.url));
const page = await format(reasonsPage(), { parser: 'markdown', printWidth: 110, singleQuote: true });
const stale = !existsSync(path) || readFileSync(path, 'utf8') !== page;

if (values.check !== true) {
  writeFileSync(path, page);
} else if (stale) {
  console.error('docs/reasons.md is not what the catalogue says. Run: npm run docs:reasons');
  process.exitCode = 1;
}
