import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { median, repeats, wavering, type Round } from './flakes.ts';
import { lasted, seedOf, type Asked, type Lane } from './lane.ts';
import { propertyFiles } from './property-files.ts';
import type { once } from './lanes/properties.ts';
import { soak } from './soak.ts';

type Once = Awaited<ReturnType<typeof once>>;

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'eaap-soak-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function lane(name: string, holds = true): Lane & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    name,
    title: `What ${name} repeats`,
    rounds: 7,
    asked,
    run: async (one) => {
      asked.push(one);
      return { holds, said: `${one.rounds} rounds.`, page: 'the numbers' };
    },
  };
}

async function told(lanes: readonly Lane[], ...args: string[]): Promise<[number, string]> {
  const lines: string[] = [];
  const io = { say: (line: string) => void lines.push(line), folder, isStopped: () => false };
  return [await soak(lanes, args, io), lines.join('\n')];
}

test('a lane runs with what was asked, and its page says by which command', async () => {
  const [a, b] = [lane('a'), lane('b')];
  const [code] = await told([a, b], 'a', '--rounds', '3', '--seed', 'x');
  assert.equal(code, 0);
  assert.deepEqual([a.asked[0]?.rounds, a.asked[0]?.seed, b.asked.length], [3, 'x', 0]);
  const page = readFileSync(join(folder, 'a.md'), 'utf8');
  assert.match(page, /^# Soak: a\n\nWhat a repeats\.\n\n```\nnpm run -s soak -- a --rounds 3 --seed x\n```/);
  assert.match(page, /3 rounds\.\n\nthe numbers\n$/);
});

test('without a lane all run, each as often as it says; one that does not hold fails it', async () => {
  const [a, b] = [lane('a'), lane('b', false)];
  const [code] = await told([a, b]);
  assert.equal(code, 1);
  assert.deepEqual([a.asked[0]?.rounds, b.asked[0]?.rounds], [7, 7]);
});

test('what is not understood is said, with the lanes there are', async () => {
  for (const args of [['c'], ['--rounds', '0'], ['--rounds', 'many'], ['--seed', 'a b'], ['--no-such']]) {
    const one = lane('a');
    const [code, out] = await told([one], ...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(out, /What a repeats \(7 rounds\)/);
    assert.equal(one.asked.length, 0);
  }
  assert.equal((await told([lane('a'), lane('b')], '--out', join(folder, 'x.md')))[0], 2);
  assert.equal(existsSync(join(folder, 'x.md')), false);
});

const round = (seed: string, verdict: 'PASS' | 'FAIL' | 'INCONCLUSIVE'): Round => ({
  seed,
  ms: 1,
  checks: [
    { id: 'a.steady', verdict: 'PASS', ms: 1 },
    { id: 'a.b', verdict, ms: 1, ...(verdict === 'PASS' ? {} : { why: `${verdict} in ${seed}` }) },
  ],
});

test('a flake is a check whose verdict is not the same in every round, with the first seed that shows it', () => {
  assert.deepEqual(wavering([round('1', 'PASS'), round('2', 'PASS')]), []);
  const [flake] = wavering([round('1', 'PASS'), round('2', 'INCONCLUSIVE'), round('3', 'FAIL')]);
  assert.deepEqual(flake, {
    id: 'a.b',
    counts: { PASS: 1, INCONCLUSIVE: 1, FAIL: 1 },
    seed: '2',
    why: 'INCONCLUSIVE in 2',
    isFlake: true,
  });
  const twice = { ...round('1', 'PASS'), again: ['a.b', 'a.b', 'a.a'] };
  assert.deepEqual(repeats([twice, round('2', 'PASS')]), [
    ['a.b', 2],
    ['a.a', 1],
  ]);
  assert.equal(wavering([round('1', 'FAIL'), round('2', 'FAIL')])[0]?.isFlake, false);
  assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3]), median([])], [2, 2, 0]);
  assert.deepEqual(
    [seedOf('s', 7), lasted(95_000), lasted(600_000), lasted(3 * 3_600_000)].join(),
    's-007,95 s,10 min,3 h 0 min',
  );
});

test('the lanes of this repository are found by their files', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--conditions=eaap-source', '--import', import.meta.resolve('tsx'), main, '--help'],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^ {2}conformance .* \(100 rounds\)$/m);
  assert.match(stdout, /^ {2}properties /m);
});

test('tests of properties are found, also where a file beside them draws', () => {
  const files = propertyFiles(ROOT, [
    'packages/protocol/test/**/*.test.ts',
    'packages/ledger/test/**/*.test.ts',
  ]);
  assert.ok(files.includes('packages/protocol/test/canonical/canonicalize.test.ts'), files.join());
  assert.ok(files.every((file) => file.endsWith('.test.ts')));
  assert.deepEqual(propertyFiles(ROOT, ['docs/tools/errors/*.test.ts']), []);
});

test('a property that fails from one seed is named with file and seed', async () => {
  const file = join(folder, 'drawn.test.mts');
  writeFileSync(
    file,
    `import fc from '${import.meta.resolve('fast-check')}';
     import { test } from 'node:test';
     test('holds', () => undefined);
     test('from three it does not', () => fc.assert(fc.property(fc.nat(), () => fc.readConfigureGlobal().seed !== 3)));`,
  );
  // In a process of its own: a test may not run tests.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const lanes = new URL('./lanes/properties.ts', import.meta.url).href;
  const script = join(folder, 'once.mts');
  writeFileSync(
    script,
    `import { once } from '${lanes}';
     const [, , file = ''] = process.argv;
     console.log(JSON.stringify([await once([file], 2), await once([file], 3)]));`,
  );
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=eaap-source', '--import', import.meta.resolve('tsx'), script, file],
    { encoding: 'utf8', env },
  );
  assert.match(stdout, /^\[/, stderr);
  const [right, wrong] = JSON.parse(stdout) as [Once, Once];
  assert.deepEqual(right, { tests: 2, failed: [] });
  assert.equal(wrong.tests, 2);
  assert.deepEqual(
    wrong.failed.map(({ seed, name }) => [seed, name]),
    [[3, 'from three it does not']],
  );
  assert.match(wrong.failed[0]?.file ?? '', /drawn\.test\.mts$/);
});
