import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { main } from '../../src/spec/main.ts';

const RFC = `# RFC-0001: Test

## 1. Part

See [the part](#1-part) and [the others](README.md#the-list).

> **EAAP-0001-001** (MUST · invariant 5 · E1) A gateway MUST answer with status 409.
`;

/** A repository with one RFC. */
function repository(t: TestContext, files: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'eaap-spec-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'rfcs'));
  mkdirSync(join(root, 'conformance'));
  const all = { 'rfcs/README.md': '# RFCs\n\n## The list\n', 'rfcs/0001-test.md': RFC, ...files };
  for (const [path, text] of Object.entries(all)) writeFileSync(join(root, path), text);
  return root;
}

function run(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const code = main(
    args,
    (text) => (out += text),
    (text) => (err += text),
  );
  return { code, out, err };
}

test('what was written is found in order', (t) => {
  const root = repository(t);
  assert.match(run('--write', '--root', root).out, /^1 requirements, sha256:[0-9a-f]{64}\n$/);
  assert.equal(run('--check', '--root', root).code, 0);
  const set = JSON.parse(readFileSync(join(root, 'conformance/requirements.json'), 'utf8')) as {
    generated: string;
    requirements: { id: string }[];
  };
  assert.match(set.generated, /Do not edit/);
  assert.deepEqual(
    set.requirements.map(({ id }) => id),
    ['EAAP-0001-001'],
  );
});

test('a changed sentence makes the committed file stale', (t) => {
  const root = repository(t);
  run('--write', '--root', root);
  writeFileSync(join(root, 'rfcs/0001-test.md'), RFC.replace('409', '410'));
  const { code, err } = run('--check', '--root', root);
  assert.equal(code, 1);
  assert.match(
    err,
    /^conformance\/requirements\.json:3: stale: The file is not what it is generated from\. Expected: the output of `npm run spec`\.\n$/,
  );
});

test('a missing file is stale too', (t) => {
  assert.match(
    run('--check', '--root', repository(t)).err,
    /requirements\.json:1: stale: The file is not there/,
  );
});

test('dead links are named with file and line', (t) => {
  const readme =
    '# RFCs\n\n## The list\n\n[a](0002-none.md) [b](0001-test.md#2-none) [c](../../out.md) [d](https://eaap.example/x)\n';
  const { code, err } = run('--check', '--root', repository(t, { 'rfcs/README.md': readme }));
  assert.equal(code, 1);
  assert.match(err, /^rfcs\/README\.md:5: dead-link: The link 0002-none\.md leads to no file\./m);
  assert.match(
    err,
    /^rfcs\/README\.md:5: dead-link: The link 0001-test\.md#2-none names no heading there\./m,
  );
  assert.match(err, /^rfcs\/README\.md:5: dead-link: The link \.\.\/\.\.\/out\.md leaves the repository\./m);
  assert.equal(err.match(/dead-link/g)?.length, 3);
});

test('nothing is written while something is wrong', (t) => {
  const root = repository(t, { 'rfcs/0001-test.md': RFC.replace('invariant 5', 'invariant') });
  const { code, err } = run('--write', '--root', root);
  assert.equal(code, 1);
  assert.match(err, /^rfcs\/0001-test\.md:7: malformed-anchor:/);
  assert.throws(() => readFileSync(join(root, 'conformance/requirements.json')), { code: 'ENOENT' });
});

test('usage', (t) => {
  for (const args of [[], ['--check', '--write'], ['--what']]) {
    const { code, err } = run(...args);
    assert.equal(code, 2);
    assert.match(err, /--check \[--root DIR\]/);
  }
  const root = repository(t);
  rmSync(join(root, 'rfcs'), { recursive: true });
  assert.match(run('--check', '--root', root).err, /There is no folder rfcs in/);
});
