import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { referenceAdapter } from '../../src/cli/target.ts';
import { lintAdapter } from '../../src/control/lint/course.ts';
import { HOOKS } from '../../src/control/types.ts';
import { cli, fakeAdapter } from '../runner/support.ts';

const flawed = (flaw: string): string => `${fakeAdapter('flawed')} ${flaw}`;

/** What is found: its kind, method, line, and what was expected instead. */
async function found(command: string): Promise<string[]> {
  const { findings } = await lintAdapter(command, { timeoutMs: 8000 });
  return findings.map(({ kind, method, line, expected }) =>
    [kind, method ?? '–', line ?? '–', expected.replace(/ \((RFC|EAAP|section).*$/, '')].join(' | '),
  );
}

test('the adapter of the reference gateway is in order, with every hook there is', async () => {
  const { code, out } = await cli(['lint-adapter', '--adapter', referenceAdapter(), '--json']);
  const { findings, hooks, asked, isWhole } = JSON.parse(out) as Awaited<ReturnType<typeof lintAdapter>>;
  assert.deepEqual([findings, code, isWhole], [[], 0, true]);
  assert.deepEqual([...hooks].sort(), [...HOOKS].sort());
  const every = HOOKS.flatMap((hook) => (hook === 'clock' ? ['clock.now', 'clock.set'] : [hook]));
  assert.deepEqual(
    every.filter((method) => !asked.includes(method)),
    [],
    'each of them was asked',
  );
});

test('a skeleton is in order', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-lint-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const skeleton = readFileSync(new URL('../../skeletons/adapter.py', import.meta.url), 'utf8');
  const serve = fileURLToPath(new URL('../../../packages/cli/bin/eaap.js', import.meta.url));
  const file = join(folder, 'adapter.py');
  writeFileSync(
    file,
    skeleton.replace('"node"', `"${process.execPath}"`).replace('"packages/cli/bin/eaap.js"', `"${serve}"`),
  );
  const { code, out } = await cli(['lint-adapter', '--adapter', `python3 '${file}'`]);
  assert.equal(code, 0, out);
  assert.equal(out, 'my-gateway 0.1: 3 methods asked, 0 of 14 hooks declared.\nNothing is wrong.\n');
});

test('nothing is found in an adapter in order, and each flaw is found where it is', async () => {
  assert.deepEqual(await found(flawed('none')), []);
  const flaws: Record<string, string[]> = {
    'hooks-unknown': [
      `malformed | hello | 1 | hello-result: /hooks/1 must be equal to one of the allowed values: ${HOOKS.join(', ')}`,
    ],
    'seconds-late': ['wrong | clock.advance | 9 | now: 2000, as the clock is frozen'],
    'now-text': ['malformed | clock.now | 8 | clock-result: /now must be integer'],
    lies: ['lies | clock.thaw | 11 | a result, as hello declares it'],
    'key-stays': ['wrong | reset | 15 | a gateway that accepts no key of before'],
    'key-changes': ['wrong | start | 17 | the admin_key of before: only reset changes it'],
    'stop-any-time': [
      'wrong | stop | 4 | an error: it is not running',
      'wrong | stop | 13 | an error: it is killed',
    ],
    twice: [6, 8, 17, 21].map(
      (line) => `floods | – | ${line} | exactly one line for each request, with its id`,
    ),
    chatty: ['garbage | – | 1 | one JSON object in UTF-8, and nothing else on standard output'],
    stays: ['wrong | – | – | that it ends when its standard input ends'],
  };
  for (const [flaw, expected] of Object.entries(flaws))
    assert.deepEqual(await found(flawed(flaw)), expected, flaw);
  const [kills] = await found(flawed('kills-nothing'));
  assert.match(kills ?? '', /^wrong \| kill \| 12 \| nobody at http:/);
  assert.match(
    (await lintAdapter(flawed('splits'))).findings[0]?.got ?? '',
    /it ended \(exit code 1\); it said: SyntaxError: Unterminated string in JSON/,
    'U+2028 ends no line',
  );
  const [bare] = await found(flawed('bare-error'));
  assert.equal(bare, 'malformed | lint.no-such-method | 2 | response: /error must be object');
});

test('exit codes: 1 gone through and wrong, 3 no gateway came, 4 failed on the way, 2 usage', async () => {
  const coded = async (command: string): Promise<[number, string]> => {
    const { code, out } = await cli(['lint-adapter', '--adapter', command]);
    return [code, out];
  };
  const [wrong, told] = await coded(flawed('now-text'));
  assert.equal(wrong, 1);
  assert.ok(
    told.startsWith(
      'malformed  clock.now  line 8\n  got       {"id":8,"result":{"now":"1000"}}\n' +
        '  expected  clock-result: /now must be integer (RFC-0015 section 4.3)\n\n',
    ),
    told,
  );
  assert.match(told, /1 thing is wrong\.\n$/);
  assert.equal((await coded(flawed('no-gateway')))[0], 3);
  assert.equal((await coded(fakeAdapter('other-version')))[0], 3);
  const [nowhere, missing] = await coded('/nowhere/adapter');
  assert.equal(nowhere, 3);
  assert.match(missing, /^does-not-start {2}hello\n/);
  const [late, dead] = await coded(flawed('dies-late'));
  assert.equal(late, 4);
  assert.match(dead, /^dies {2}clock\.freeze\n {2}got {7}it ended \(exit code 9\)\n/);
  const [flood, flooded] = await coded(flawed('floods'));
  assert.equal(flood, 4, flooded);
  assert.match(flooded, /over 100 lines that answer nothing/);
  assert.equal((await cli(['lint-adapter'])).code, 2);
});

test('an adapter that does not answer, and one whose line has no end, are given up', async () => {
  const hangs = await lintAdapter(flawed('hello-only'), { timeoutMs: 1500 });
  assert.deepEqual(
    hangs.findings.map(({ kind, method, got }) => [kind, method, got]),
    [['hangs', 'start', 'no answer to request 5']],
  );
  assert.deepEqual([hangs.isWhole, hangs.hasStarted], [false, false]);
  const endless = await lintAdapter(fakeAdapter('endless-line'), { maxLineBytes: 1_000_000 });
  assert.deepEqual(
    endless.findings.map(({ kind, got }) => [kind, got]),
    [['floods', 'a line of over 1000000 bytes']],
  );
});

test('an adapter that ends is said to end, whoever holds its output open', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-lint-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const command = `${fakeAdapter('hostile')} leaves-another-and-dies '${join(folder, 'pid')}'`;
  const { findings } = await lintAdapter(command, { timeoutMs: 5000 });
  const last = findings.at(-1);
  assert.deepEqual([last?.kind, last?.method, last?.got], ['dies', 'start', 'it ended (exit code 3)']);
});
