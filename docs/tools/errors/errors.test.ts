import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FINDING_CODES } from '@eaap/ledger';
import { JSON_REASONS, PROBLEM_TYPES, REASON_CODES, RECEIPT_REASONS } from '@eaap/protocol';
import { errorsPage } from './page.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const PAGE = fileURLToPath(new URL('../../errors.md', import.meta.url));

const run = (...args: string[]): { status: number | null; stderr: string } =>
  spawnSync(process.execPath, ['--conditions=eaap-source', '--import', 'tsx', MAIN, ...args], {
    encoding: 'utf8',
  });

test('docs/errors.md is what the catalogues say', () => {
  assert.ok(readFileSync(PAGE, 'utf8') === errorsPage(), 'It is stale. Run: npm run docs:errors');
});

test('every code is explained once, and nothing else is', () => {
  const rows = errorsPage()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const listed = rows.map((line) => /^\| `([\w-]+)` \|/.exec(line)?.[1]);
  const reasons = Object.values(REASON_CODES).flat();
  assert.deepEqual(listed, [
    ...PROBLEM_TYPES,
    ...JSON_REASONS,
    ...reasons,
    ...RECEIPT_REASONS,
    ...FINDING_CODES,
  ]);
  for (const row of rows) assert.match(row, /\.( \|| \| (yes)? ?\|)$/, row);
});

test('a stale page is found, and mended', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-errors-'));
  const out = join(folder, 'errors.md');
  const sentence = 'docs/errors.md is not what the catalogues say. Run: npm run docs:errors\n';
  const check = (): [number | null, string] => {
    const { status, stderr } = run('--check', '--out', out);
    return [status, stderr];
  };
  assert.deepEqual(check(), [1, sentence]);
  assert.equal(run('--out', out).status, 0);
  assert.deepEqual(check(), [0, '']);
  appendFileSync(out, 'More.\n');
  assert.deepEqual(check(), [1, sentence]);
  rmSync(folder, { recursive: true });
});
