import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { PROFILES } from '../../src/runner/profiles.ts';
import type { Report } from '../../src/report/report.ts';
import { check, cli, fakeAdapter } from '../runner/support.ts';

// `tidy` stands for a gateway that starts at once; what the checks say is up to each test.
const ADAPTER = ['--adapter', fakeAdapter('tidy')];
const OTHER = 'EAAP-0001-022';
const passes = check('a.passes');
const fails = check('a.fails', { requirements: [OTHER], run: async (t) => t.expect('it holds', false) });
const open = check('a.open', { requirements: [OTHER], run: async (t) => t.inconclusive('it rains') });

function file(t: TestContext, expected?: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-baseline-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'baseline.json');
  if (expected !== undefined) writeFileSync(path, JSON.stringify({ v: 1, expected_failures: expected }));
  return path;
}
const run = (checks: Parameters<typeof cli>[1], ...args: string[]) =>
  cli(['run', '--only', 'a', ...ADAPTER, ...args], checks);

test('a failure that the baseline names does not fail the run, and is still said to be none', async (t) => {
  const { code, out } = await run([passes, fails], '--baseline', file(t, { 'a.fails': 'not done yet' }));
  assert.equal(code, 0, out);
  assert.match(out, /It does not conform: 1 of 2 requirements fail /);
  assert.match(out, /Baseline \S+: 1 expected failures, 0 not expected, 0 stale\.\n$/);
  assert.equal((await run([passes, fails])).code, 1, 'and without a baseline it fails');
});

test('a failure that it does not name, and an entry that does not fail, fail the run', async (t) => {
  const unexpected = await run([passes, fails], '--baseline', file(t, {}));
  assert.equal(unexpected.code, 1);
  assert.match(unexpected.out, / {2}not expected {2}a\.fails\n$/);
  const stale = await run([passes], '--baseline', file(t, { 'a.passes': '' }));
  assert.equal(stale.code, 1, stale.out);
  assert.match(stale.out, / {2}stale {2}a\.passes {2}does not fail; take it out/);
  const gone = await run([passes], '--baseline', file(t, { 'no.such': '' }));
  assert.equal(gone.code, 1);
  assert.match(gone.out, / {2}stale {2}no\.such/);
});

test('what was not run, or said nothing, is not stale; what is open stays open', async (t) => {
  const other = check('b.fails', { requirements: [OTHER] });
  const notRun = await run([passes, other], '--baseline', file(t, { 'b.fails': '' }));
  assert.equal(notRun.code, 0, notRun.out);
  const nothing = await run([passes, open], '--baseline', file(t, { 'a.open': '' }));
  assert.equal(nothing.code, 5, nothing.out);
  assert.match(nothing.out, /0 expected failures, 0 not expected, 0 stale/);
  const beside = await run([passes, fails, open], '--baseline', file(t, { 'a.fails': '' }));
  assert.equal(beside.code, 5, 'an expected failure does not hide that another check of it is open');
});

test('--write-baseline writes what fails, keeps reasons and what was not run, and is satisfied then', async (t) => {
  const other = check('b.fails', { requirements: [OTHER] });
  const path = file(t, { 'a.fails': 'kept', 'a.passes': 'gone', 'b.fails': 'not run' });
  const also = check('a.also', { requirements: [OTHER], run: async (t) => t.expect('it holds', false) });
  const checks = [passes, fails, also, other];
  assert.equal((await run(checks, '--baseline', path, '--write-baseline')).code, 0);
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), {
    v: 1,
    expected_failures: { 'a.also': '', 'a.fails': 'kept', 'b.fails': 'not run' },
  });
  assert.equal((await run(checks, '--baseline', path)).code, 0);
});

test('a baseline that is missing or is none, and --write-baseline without one, are usage errors', async (t) => {
  const path = file(t);
  const missing = await run([passes], '--baseline', path);
  assert.deepEqual([missing.code, /is not there\. Make it with/.test(missing.err)], [2, true]);
  for (const text of ['{', '[]', '{"v":1,"expected_failures":["a.b"]}', '{"v":2,"expected_failures":{}}']) {
    writeFileSync(path, text);
    const { code, err } = await run([passes], '--baseline', path);
    assert.deepEqual([code, /is no baseline/.test(err)], [2, true], text);
  }
  assert.equal((await run([passes], '--write-baseline')).code, 2);
});

test('--repeat runs with one seed, names what differs, and lets the worst count', async () => {
  const drawn: number[] = [];
  let runs = 0;
  const flaky = check('a.flaky', {
    run: async (t) => {
      drawn.push(t.random.int(1_000_000));
      runs += 1;
      t.expect('it holds', runs !== 2);
    },
  });
  const { code, out } = await run([passes, flaky], '--repeat', '3');
  assert.equal(code, 1);
  assert.equal(runs, 3);
  assert.equal(new Set(drawn).size, 1, 'the same seed');
  assert.match(out, /FAIL {2}a\.flaky/);
  assert.match(
    out,
    /3 times with one seed: 1 did not say the same each time\.\n {2}flake {2}a\.flaky {2}PASS FAIL PASS\n/,
  );
  const steady = await run([passes], '--repeat', '2');
  assert.equal(steady.code, 0);
  assert.match(steady.out, /Run 2 times with one seed: every check said the same each time\./);
});

test('a flake that breaks nothing is not enough evidence all the same', async () => {
  let runs = 0;
  const wavers = check('a.wavers', {
    requirements: ['EAAP-0001-156'], // of level SHOULD
    grade: 'E3',
    run: async (t) => {
      runs += 1;
      if (runs > 1) t.inconclusive('it rains'); // in the second run, and when it is tried alone
      t.expect('it holds', true);
    },
  });
  const { code, out } = await run([passes, wavers], '--repeat', '2', '--json');
  assert.equal(code, 5, out);
  const { flakes } = JSON.parse(out) as { flakes: unknown };
  assert.deepEqual(flakes, [{ id: 'a.wavers', verdicts: ['PASS', 'INCONCLUSIVE'] }]);
  assert.equal((await run([passes], '--repeat', '0')).code, 2);
});

test('--profile judges the requirements of its documents alone', async () => {
  const evidence = check('b.evidence', { requirements: ['EAAP-0011-001'] });
  const judged = async (...profiles: string[]): Promise<[Set<string>, string[]]> => {
    const { out } = await cli(['run', '--profile', ...profiles, '--json', ...ADAPTER], [passes, evidence]);
    const { requirements, checks } = JSON.parse(out) as Report;
    return [new Set(requirements.map(({ id }) => id.slice(0, 9))), checks.map(({ id }) => id)];
  };
  assert.deepEqual(await judged('core'), [new Set(['EAAP-0001']), ['a.passes']]);
  assert.deepEqual(await judged('evidence'), [new Set(['EAAP-0011']), ['b.evidence']]);
  assert.deepEqual(await judged('core', 'evidence'), [
    new Set(['EAAP-0001', 'EAAP-0011']),
    ['a.passes', 'b.evidence'],
  ]);
  const wrong = await cli(['run', '--profile', 'perfect'], [passes]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, new RegExp(`Allowed choices are ${Object.keys(PROFILES).join(', ')}`));
});
