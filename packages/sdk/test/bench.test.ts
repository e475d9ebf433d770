import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const BENCH = fileURLToPath(new URL('../bench/run.js', import.meta.url));

const bench = (...args: string[]): ReturnType<typeof spawnSync> & { stdout: string; stderr: string } =>
  spawnSync(process.execPath, ['--conditions=eaap-source', '--import', 'tsx', BENCH, ...args], {
    encoding: 'utf8',
  });

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}
interface Report {
  readonly v: number;
  readonly rounds: number;
  readonly clients: number;
  readonly figures: readonly {
    readonly name: string;
    readonly label: string;
    readonly microseconds: Spread;
    readonly to_hash: Spread;
    readonly to_fdatasync: Spread;
  }[];
}

test('the benchmark gives every figure in microseconds and in both ratios', () => {
  const { status, stdout, stderr } = bench('--rounds', '1', '--json');
  assert.equal(status, 0, stderr);
  const report = JSON.parse(stdout) as Report;
  assert.deepEqual([report.v, report.rounds, report.clients], [1, 1, 32]);
  assert.deepEqual(
    report.figures.map(({ name }) => name),
    ['hash', 'fdatasync', 'evaluate', 'commit', 'concurrent'],
  );
  for (const { name, label, ...spreads } of report.figures) {
    assert.ok(label.length > 0);
    for (const { min, median, max } of Object.values(spreads)) {
      assert.ok(min > 0 && min <= median && median <= max && Number.isFinite(max), name);
    }
  }
  const [hash, fdatasync] = report.figures;
  assert.deepEqual([hash?.to_hash.median, fdatasync?.to_fdatasync.median], [1, 1]);
});

test('the benchmark refuses rounds it cannot run', () => {
  for (const rounds of ['0', 'many']) {
    const { status, stdout } = bench('--rounds', rounds);
    assert.deepEqual([status, stdout], [2, 'Usage: npm run bench -- [--rounds 1..100] [--json]\n']);
  }
});
