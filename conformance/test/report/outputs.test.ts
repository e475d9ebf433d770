import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

// What is on the page is looked at in a browser by docs/site/test/report.test.ts.

const folder = mkdtempSync(join(tmpdir(), 'eaap-outputs-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const real = { json: join(folder, 'r.json'), html: join(folder, 'r.html'), xml: join(folder, 'r.xml') };
const badge = join(folder, 'b.json');

test('a run writes report, JUnit, page and badge, and the report verifies', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const call = (...args: string[]): { status: number | null; stdout: string } =>
    spawnSync(
      process.execPath,
      [
        '--conditions=eaap-source',
        '--import',
        import.meta.resolve('tsx'),
        '--input-type=module',
        '-e',
        `const { main } = await import(${JSON.stringify(main)}); process.exitCode = await main(process.argv.slice(1));`,
        '--',
        ...args,
      ],
      { encoding: 'utf8' },
    );
  const run = call(
    ...['run', '--only', 'ledger.source-missing', '--seed', 'a1'],
    ...['--report', real.json, '--junit', real.xml, '--html', real.html, '--badge', badge],
  );
  assert.equal(run.status, 0, run.stdout);
  assert.match(readFileSync(real.html, 'utf8'), /^<!doctype html>/);
  assert.match(readFileSync(real.xml, 'utf8'), /name="ledger\.source-missing"/);
  assert.equal((JSON.parse(readFileSync(badge, 'utf8')) as { color: string }).color, 'lightgrey');
  const verify = call('verify', real.json);
  assert.equal(verify.status, 0, verify.stdout);
  writeFileSync(real.json, readFileSync(real.json, 'utf8').replace('"status":4', '"status":5'));
  assert.equal(call('verify', real.json).status, 6);
});
