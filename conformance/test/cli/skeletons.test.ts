import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HOOKS } from '../../src/control/types.ts';
import { sourceMissing } from '../../src/checks/ledger/sources.ts';
import { SKELETONS } from '../../src/cli/init-adapter.ts';
import { cli } from '../runner/support.ts';

const SERVE = fileURLToPath(new URL('../../../packages/cli/bin/eaap.js', import.meta.url));
const CHECKS = [sourceMissing];

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'eaap-skeleton-test-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Writes the skeleton as a user does, and edits the command it starts, which is all that is edited. */
async function written(t: TestContext, lang: string): Promise<string> {
  const out = folder(t);
  const { code, err } = await cli(['init-adapter', '--lang', lang, '--out', out], CHECKS);
  assert.equal(code, 0, err);
  const file = join(out, SKELETONS[lang]?.file ?? '');
  const text = readFileSync(file, 'utf8');
  const edited = text
    .replace(/(['"])node\1/, () => JSON.stringify(process.execPath))
    .replace(/(['"])packages\/cli\/bin\/eaap\.js\1/, () => JSON.stringify(SERVE));
  assert.notEqual(edited, text);
  writeFileSync(file, edited);
  return file;
}

/** The runner gives a verdict of the wire through the adapter, and nothing of it is left afterwards. */
async function judges(t: TestContext, adapter: string): Promise<void> {
  const temporary = folder(t);
  const args = [
    'run',
    '--adapter',
    `TMPDIR='${temporary}' ${adapter}`,
    '--only',
    'ledger.source-missing',
    '--json',
  ];
  const { code, out, err } = await cli(args, CHECKS);
  assert.equal(code, 0, out + err);
  const report = JSON.parse(out) as {
    sut: { adapter: { name: string; hooks: string[] } };
    mode: string;
    checks: { id: string; verdict: string }[];
  };
  assert.equal(report.mode, 'adapter');
  assert.deepEqual([report.sut.adapter.name, report.sut.adapter.hooks], ['my-gateway', []]);
  assert.deepEqual(
    report.checks.map(({ id, verdict }) => [id, verdict]),
    [['ledger.source-missing', 'PASS']],
  );
  assert.deepEqual(readdirSync(temporary), [], 'its folder is gone');
}

test('the skeleton in TypeScript has the reference gateway judged', async (t) => {
  await judges(t, `'${process.execPath}' '${await written(t, 'ts')}'`);
});

test('the skeleton in Python has the reference gateway judged', async (t) => {
  await judges(t, `python3 '${await written(t, 'python')}'`);
});

if (spawnSync('go', ['version']).status === 0)
  test('the skeleton in Go has the reference gateway judged, as go version answers here', async (t) => {
    const file = await written(t, 'go');
    const program = file.replace(/\.go$/, '');
    execFileSync('go', ['build', '-o', program, file], { env: { ...process.env, GO111MODULE: 'off' } });
    await judges(t, `'${program}'`);
  });

test('each skeleton lists every method there is, and declares what is no stub', async (t) => {
  for (const { file } of Object.values(SKELETONS)) {
    const text = readFileSync(new URL(`../../skeletons/${file}`, import.meta.url), 'utf8');
    for (const hook of HOOKS.flatMap((name) =>
      name === 'clock' ? ['now', 'freeze', 'thaw', 'advance', 'set'].map((one) => `clock.${one}`) : [name],
    ))
      assert.match(
        text,
        new RegExp(`(^|['"\\s])${hook.replace('.', '\\.')}['"]?:\\s+stub`, 'im'),
        `${file} ${hook}`,
      );
    assert.match(text, /RFC-0015 section 4/);
  }
  const file = await written(t, 'python');
  const text = readFileSync(file, 'utf8')
    .replace('"compute": STUB', '"compute": lambda params: {"unsupported": True}')
    .replace('"clock.now": STUB', '"clock.now": lambda params: {"now": 1}');
  writeFileSync(file, text);
  const asked = '{"id":1,"method":"hello","params":{"protocol":1}}\n';
  const hello = JSON.parse(execFileSync('python3', [file], { input: asked, encoding: 'utf8' })) as {
    result: { hooks: string[] };
  };
  assert.deepEqual(hello.result.hooks, ['compute'], 'a fifth of the clock is no clock');
});

test('init-adapter overwrites nothing and says what to run next', async (t) => {
  const out = folder(t);
  const first = await cli(['init-adapter', '--lang', 'go', '--out', out], CHECKS);
  assert.match(
    first.out,
    /go build -o \S+adapter \S+adapter\.go\n {2}npx eaap-conformance lint-adapter --adapter \S+adapter\n/,
  );
  writeFileSync(join(out, 'adapter.go'), 'mine');
  const again = await cli(['init-adapter', '--lang', 'go', '--out', out], CHECKS);
  assert.equal(again.code, 2);
  assert.match(again.err, /adapter\.go is there already, and is left as it is/);
  assert.equal(readFileSync(join(out, 'adapter.go'), 'utf8'), 'mine');
  const other = await cli(['init-adapter', '--lang', 'cobol', '--out', out], CHECKS);
  assert.equal(other.code, 2);
  assert.match(other.err, /Allowed choices are ts, python, go/);
});
