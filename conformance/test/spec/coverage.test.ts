import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Check } from '../../src/checks/types.ts';
import type { Evidence } from '../../src/spec/coverage.ts';
import { main } from '../../src/spec/main.ts';
import type { VectorFile } from '../../src/vectors/types.ts';

const SCHEMA = fileURLToPath(new URL('../../vectors/vectors.schema.json', import.meta.url));
const RFC = `# RFC-0001: Test

## 1. Part

> **EAAP-0001-001** (MUST · invariant 5 · E1) A gateway MUST answer with status 409.

> **EAAP-0001-002** (MUST · – · E2) A verifier MUST refuse a forked log.
`;

const check = (id: string, ...requirements: string[]): Check => ({
  id,
  requirements,
  title: 'A title.',
  grade: 'E1',
  needs: [],
  negative: true,
  run: () => Promise.resolve(),
});
const CASE = { id: 'forked', title: 'Forked', requirements: ['EAAP-0001-002'], input: 1, refused: 'forked' };
const FILE: VectorFile = {
  $schema: 'vectors.schema.json',
  generated: 'By a test.',
  topic: 'logs',
  title: 'Logs',
  specified: 'RFC-0001 section 1',
  input: 'A number.',
  output: 'A number.',
  reasons: { forked: 'It is forked.' },
  cases: [CASE],
};
const WHOLE: Evidence = {
  checks: [check('a.b', 'EAAP-0001-001'), check('vectors.logs.0001-002', 'EAAP-0001-002')],
  vectors: [FILE],
  mutants: [
    { id: 'broken', breaks: ['EAAP-0001-001'], invariant: [5], description: 'Broken.', expected: ['a.b'] },
  ],
};

function repository(t: TestContext, vectors: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'eaap-coverage-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const folder of ['rfcs', 'conformance/vectors', 'packages/one/src', 'docs'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'rfcs/0001-test.md'), RFC);
  writeFileSync(
    join(root, 'packages/one/src/here.ts'),
    '/** It is done here.\n *\n * @see RFC-0001\n * section 1\n */\n',
  );
  copyFileSync(SCHEMA, join(root, 'conformance/vectors/vectors.schema.json'));
  for (const [name, text] of Object.entries(vectors))
    writeFileSync(join(root, 'conformance/vectors', name), text);
  return root;
}

function run(
  root: string,
  mode: string,
  evidence: Evidence,
  ...more: string[]
): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = main(
    [mode, '--root', root, ...more],
    (text) => (out += text),
    (text) => (err += text),
    evidence,
  );
  return { code, out, err };
}

test('what maps to what is counted, and written as a proof map', (t) => {
  const root = repository(t);
  assert.equal(run(root, '--write', WHOLE).code, 0);
  const { code, out } = run(root, '--check', WHOLE, '--json');
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), {
    musts: 2,
    mapped: 2,
    with_vectors: 1,
    with_mutants: 1,
    vectors: 1,
    examples_good: 0,
    examples_bad: 0,
  });
});

test('the proof map goes stale with the code that cites a section', (t) => {
  const root = repository(t);
  run(root, '--write', WHOLE);
  writeFileSync(join(root, 'packages/one/src/there.ts'), '// RFC-0001 section 1\n');
  assert.match(run(root, '--check', WHOLE).err, /^docs\/proof-map\.md:\d+: stale: /);
});

test('a requirement that nothing shows fails', (t) => {
  const root = repository(t);
  const evidence = { ...WHOLE, checks: WHOLE.checks.slice(0, 1) };
  run(root, '--write', evidence);
  assert.deepEqual(run(root, '--check', evidence), {
    code: 1,
    out: '',
    err: 'conformance/src/checks:1: unmapped: Nothing shows EAAP-0001-002. Expected: a check or a vector that names it.\n',
  });
});

test('checks, mutants and vectors of requirements that are not there are named', (t) => {
  const root = repository(t);
  const evidence: Evidence = {
    checks: [...WHOLE.checks, check('c.d', 'EAAP-0001-009'), check('e.f')],
    mutants: [
      { id: 'odd', breaks: ['EAAP-0009-001'], invariant: [], description: 'Odd.', expected: ['a.b'] },
    ],
    vectors: [{ ...FILE, cases: [{ ...CASE, requirements: ['EAAP-0001-003'] }] }],
  };
  run(root, '--write', evidence);
  const { code, err } = run(root, '--check', evidence);
  assert.equal(code, 1);
  for (const said of [
    'The check c.d names EAAP-0001-009.',
    'The check e.f names no requirement.',
    'The mutant odd names EAAP-0009-001.',
    'The vector forked names EAAP-0001-003.',
  ])
    assert.ok(err.includes(said), `${said} in ${err}`);
});

test('a file of vectors that is malformed is named with its line', (t) => {
  const text = JSON.stringify({ ...FILE, cases: undefined }, null, 2).slice(0, -2);
  const file = (...cases: unknown[]): string =>
    `${text},\n  "cases": [\n${cases.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]\n}\n`;
  const root = repository(t, {
    'logs.json': file(CASE, { ...CASE, id: 'both', output: 1 }),
    'torn.json': '{\n  "topic": "torn",\n  oops\n}\n',
  });
  run(root, '--write', WHOLE);
  const { code, err } = run(root, '--check', WHOLE);
  assert.equal(code, 1);
  const [logs, torn] = err.split('\n');
  const line =
    file(CASE)
      .split('\n')
      .findIndex((one) => one.includes('"forked","title"')) + 2;
  assert.match(
    logs ?? '',
    new RegExp(`^conformance/vectors/logs\\.json:${line}: malformed-vector: /cases/1 `),
  );
  assert.match(torn ?? '', /^conformance\/vectors\/torn\.json:3: malformed-vector: The file is no JSON: /);
});

test('no schema, a folder, and a topic that is not that of its file are named', (t) => {
  const root = repository(t, { 'other.json': `${JSON.stringify(FILE, null, 2)}\n` });
  mkdirSync(join(root, 'conformance/vectors/folder.json'));
  run(root, '--write', WHOLE);
  const { err } = run(root, '--check', WHOLE);
  assert.match(err, /^conformance\/vectors\/folder\.json:1: malformed-vector: It is no file\./m);
  assert.match(
    err,
    /^conformance\/vectors\/other\.json:4: malformed-vector: The topic is logs\. Expected: other,/m,
  );
  rmSync(join(root, 'conformance/vectors/vectors.schema.json'));
  assert.match(
    run(root, '--check', WHOLE).err,
    /^conformance\/vectors\/vectors\.schema\.json:1: malformed-vector: The schema of vectors cannot be read: /m,
  );
});
