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

test('a document that is not plain UTF-8 with line feeds is named', (t) => {
  const root = repository(t, {
    'rfcs/0002-carriage.md': '# RFC-0002: Test\r\n',
    'rfcs/0003-marked.md': '\uFEFF# RFC-0003: Test\n',
  });
  writeFileSync(join(root, 'rfcs/0004-bytes.md'), Buffer.from([0x23, 0x20, 0xff, 0x0a]));
  const { code, err } = run('--check', '--root', root);
  assert.equal(code, 1);
  assert.match(
    err,
    /^rfcs\/0002-carriage\.md:1: not-plain-text: A line ends in CR LF\. Expected: LF alone\.$/m,
  );
  assert.match(err, /^rfcs\/0003-marked\.md:1: not-plain-text: The file begins with a byte order mark\./m);
  assert.match(err, /^rfcs\/0004-bytes\.md:1: not-plain-text: The file is not UTF-8\./m);
});

test('a mention of a requirement that is not there, and links nobody follows, are named', (t) => {
  const root = repository(t, {
    'rfcs/README.md':
      '# RFCs\n\n## The list\n\nEAAP-0001-001 and EAAP-0001-916.\n\n[a]: gone.md\n\n<a href="gone.md">x</a>\n',
  });
  const { code, err } = run('--check', '--root', root);
  assert.equal(code, 1);
  assert.match(err, /^rfcs\/README\.md:5: unknown-requirement: There is no requirement EAAP-0001-916\./m);
  assert.match(err, /^rfcs\/README\.md:7: dead-link: A link is written as HTML or as a reference\./m);
  assert.match(err, /^rfcs\/README\.md:9: dead-link: /m);
});

test('two documents of one number are refused', (t) => {
  const root = repository(t, { 'rfcs/0001-again.md': RFC });
  const { code, err } = run('--check', '--root', root);
  assert.equal(code, 1);
  assert.match(
    err,
    /duplicate-id: rfcs\/0001-again\.md has the number 0001 already\. Expected: one document a number\./,
  );
});
