import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import { loadRequirements } from '../../src/cli/requirements.ts';
import { readReport } from '../../src/report/read.ts';
import { digestOf } from '../../src/report/report.ts';
import type { Report } from '../../src/report/types.ts';
import { verifyReport } from '../../src/report/verify.ts';
import { bytesOf, outcome, reported } from './support.ts';

// A careful forger: changes one value anywhere in a report and makes its digest anew. Each such report is refused, but for
// those values that RFC-0015 section 6.4 says are taken on trust.

const ON_TRUST: readonly RegExp[] = [
  /^generated_at$/,
  /^seed$/,
  /^sut\.url$/,
  /^sut\.discovery\.protocol$/,
  /^mode$/, // between ways to reach a gateway that have an adapter; the next test holds the rest
  /^limits\./,
  /^checks\.\d+\.(ms|title|message)$/,
  /^checks\.\d+\.expectations\.\d+\.observation$/,
  // Said by the check alone: nothing else in the report knows.
  /^checks\.\d+\.expectations\.2\./,
];
const set = loadRequirements();
const base = reported('EAAP-0001-021', (one, i) => (i === 0 ? outcome(one.id) : one));

type Path = readonly (string | number)[];
function* leavesOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) yield path;
  else for (const [name, member] of Object.entries(value)) yield* leavesOf(member, [...path, name]);
}
function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  return `${String(value)}x`;
}
function refusal(report: Report): string | undefined {
  const { report: read, faults } = readReport(bytesOf(report));
  const [first] = [...faults, ...(read === undefined ? [] : verifyReport(read, set, CHECKS).faults)];
  return first?.code;
}
function forge(path: Path, to: (value: unknown) => unknown): Report {
  const copy = structuredClone(base) as unknown as Record<string, unknown>;
  let at = copy;
  for (const name of path.slice(0, -1)) at = at[name] as typeof at;
  const last = path.at(-1) ?? '';
  at[last] = to(at[last]);
  const made = copy as unknown as Report;
  return { ...made, digest: digestOf(made) };
}

test('one value changed anywhere, and the digest made anew, is refused or was taken on trust', () => {
  assert.equal(refusal(base), undefined);
  const passed: string[] = [];
  let tried = 0;
  for (const path of leavesOf(base)) {
    const name = path.join('.');
    if (name === 'digest' || ON_TRUST.some((known) => known.test(name))) continue;
    tried += 1;
    if (refusal(forge(path, changed)) === undefined) passed.push(name);
  }
  assert.deepEqual(passed, []);
  assert.ok(tried > 60, `${tried} values were changed`);
});

test('a verdict changed to any other is refused', () => {
  for (const [i] of base.checks.entries())
    for (const verdict of ['FAIL', 'INCONCLUSIVE', 'NOT_EVIDENCED', 'NOT_APPLICABLE'])
      assert.ok(refusal(forge(['checks', i, 'verdict'], () => verdict)), `check ${i} ${verdict}`);
  for (const verdict of ['FAIL', 'INCONCLUSIVE', 'NOT_EVIDENCED', 'NOT_APPLICABLE'])
    assert.ok(refusal(forge(['requirements', 0, 'verdict'], () => verdict)), verdict);
});

test('anything left out is refused', () => {
  const lists = Object.entries(base).filter(([, value]) => Array.isArray(value) && value.length > 0);
  for (const [name] of lists)
    assert.ok(refusal(forge([name], (list) => (list as unknown[]).slice(1))), `the first of ${name}`);
  for (const name of Object.keys(base)) {
    const { [name as 'seed']: _, ...rest } = base;
    const made = rest as Report;
    assert.ok(refusal({ ...made, ...(name === 'digest' ? {} : { digest: digestOf(made) }) }), name);
  }
});

test('a changed byte anywhere is refused', () => {
  const bytes = bytesOf(base);
  let seed = 1;
  for (let i = 0; i < 300; i += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    const copy = Buffer.from(bytes);
    const at = seed % copy.length;
    copy[at] = (copy[at] ?? 0) ^ (1 << (seed % 7));
    const { report, faults } = readReport(copy);
    const all = [...faults, ...(report === undefined ? [] : verifyReport(report, set, CHECKS).faults)];
    assert.ok(all.length > 0, `byte ${at}`);
  }
});

test('what stands anywhere in place of a value is refused or was taken on trust, and ends verification nowhere', () => {
  const strange = [null, [], 'constructor', JSON.parse('{"__proto__":{}}')];
  const roots = Object.keys(base).filter((name) => name !== 'digest');
  const paths: Path[] = [...leavesOf(base)].flatMap((path) => path.map((_, i) => path.slice(0, i + 1)));
  let tried = 0;
  for (const name of new Set(paths.map((path) => JSON.stringify(path)))) {
    const path = JSON.parse(name) as Path;
    if (!roots.includes(String(path[0]))) continue;
    for (const value of strange) {
      refusal(forge(path, () => value));
      tried += 1;
    }
  }
  assert.ok(tried > 400, `${tried} were tried`);
});

test('names that every object has are names like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    assert.equal(refusal(forge(['checks', 0, 'id'], () => name)), 'transcript', name);
    assert.equal(refusal(forge(['selection', 'profile'], () => [name])), 'check', name);
    assert.equal(refusal(forge(['selection', 'layer'], () => name)), 'check', name);
  }
});
