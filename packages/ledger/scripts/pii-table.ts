/**
 * Writes schemas/tables/pii.json, the published table of detectors, from the table the detectors decide by; with
 * `--check` it writes nothing and exits 1 when the file is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PII_TABLE } from '../src/pii/index.ts';

const COMMENT = 'Made from packages/ledger by `npm run schemas`. Specified in RFC-0003. Do not edit.';
const folder = fileURLToPath(new URL('../../../schemas/tables/', import.meta.url));
const file = `${folder}pii.json`;
const text = `${JSON.stringify({ $comment: COMMENT, ...PII_TABLE }, null, 2)}\n`;

if (existsSync(file) && readFileSync(file, 'utf8') === text) {
  process.stdout.write('schemas/tables/pii.json is what the detectors say.\n');
} else if (process.argv.includes('--check')) {
  process.stderr.write('schemas/tables/pii.json is not what the detectors say. Run: npm run schemas\n');
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  process.stdout.write('schemas/tables/pii.json written.\n');
}
