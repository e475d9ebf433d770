/** Writes `docs/errors.md` from the catalogues; with `--check` it writes nothing and exits 1 when the page is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { errorsPage } from './page.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, out: { type: 'string' } },
});
const path = values.out ?? fileURLToPath(new URL('../../errors.md', import.meta.url));
const page = errorsPage();
const stale = !existsSync(path) || readFileSync(path, 'utf8') !== page;

if (values.check !== true) {
  writeFileSync(path, page);
} else if (stale) {
  console.error('docs/errors.md is not what the catalogues say. Run: npm run docs:errors');
  process.exitCode = 1;
}
