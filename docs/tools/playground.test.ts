/** The playground decides as the packages do, and its worked example is that of RFC-0001. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Buffer as Page } from '../site/playground/buffer.ts';
import { commitOf } from '../site/playground/commit.ts';
import { readDocuments, type Documents, type Texts } from '../site/playground/documents.ts';
import type { VERSIONS } from '../site/playground/evaluate.ts';
import { decide } from '../site/playground/evaluate.ts';
import { positionOf } from '../site/playground/positions.ts';
import { PRESETS, type Preset } from '../site/playground/presets.ts';

const example = JSON.parse(
  readFileSync(new URL('../../conformance/vectors/0001-worked-example.json', import.meta.url), 'utf8'),
) as {
  documents: { engine: typeof VERSIONS };
  state: { state_hash: string; canonical: string };
  action: { commitment: string };
};

const preset = (id: string): Preset => {
  const found = PRESETS.find((one) => one.id === id);
  assert.ok(found);
  return found;
};
function documentsOf(texts: Texts): Documents {
  const read = readDocuments(texts);
  assert.ok('documents' in read, JSON.stringify(read));
  return read.documents;
}
const decided = (texts: Texts) => decide(documentsOf(texts));

test('the worked example comes out as in RFC-0001', () => {
  // The example was decided by the first version of the judge and of the taxonomy.
  const { judge, effects, pii } = example.documents.engine;
  const { stateHash, digests } = decide(documentsOf(preset('allowed').texts), { judge, effects, pii });
  const rfc = readFileSync(new URL('../../rfcs/0001-eaap-core.md', import.meta.url), 'utf8');
  assert.equal(stateHash, example.state.state_hash);
  assert.ok(rfc.includes(stateHash));
  assert.equal(digests.find(({ name }) => name === 'state')?.canonical, example.state.canonical);
  assert.equal(digests.find(({ name }) => name === 'action')?.digest, example.action.commitment);
});

for (const { id, texts, verdict, code } of PRESETS) {
  test(`preset ${id} is ${verdict}`, () => {
    const { judgment } = decided(texts);
    const codes = judgment.gates.flatMap(({ reasons }) => reasons.map((reason) => reason.code));
    assert.equal(judgment.verdict, verdict);
    if (code === null) assert.deepEqual(codes, []);
    else
      assert.ok(
        codes.some((one) => one === code),
        codes.join(),
      );
  });
}

test('personal data is judged as a token', () => {
  const { input, replaced } = decided(preset('personal-data').texts);
  assert.match(input.action.intent ?? '', /^Refund for \[PII:email:[0-9a-f]{32}\], whose/);
  assert.deepEqual(replaced, ['/intent']);
});

test('a commit is answered in the order of RFC-0001 section 9.3', () => {
  const allowed = preset('allowed').texts;
  const then = decided(allowed);
  const after = (change: Partial<Texts>) => commitOf(then, decided({ ...allowed, ...change }));
  const at = (now: string) => ({
    circumstances: allowed.circumstances.replace('2026-01-31T09:30:12.345Z', now),
  });
  assert.equal(after({}).status, 200);
  // A boundary of the window lies between.
  assert.equal(after(at('2026-01-31T09:31:12.344Z')).status, 200);
  assert.equal(after(at('2026-01-31T09:31:12.345Z')).type, 'evaluation-expired');
  assert.equal(after({ action: preset('too-large').texts.action }).type, 'action-mismatch');
  const drift = after({ policy: preset('rule').texts.policy });
  assert.deepEqual([drift.type, drift.changed], ['state-drift', ['policy']]);
  assert.deepEqual(after({ facts: '[]' }).changed, ['fact:019c1371-2a40-7000-8000-000000000001 1→none']);
  assert.equal(after({ circumstances: preset('halted').texts.circumstances }).type, 'no-longer-admissible');
  assert.equal(commitOf(decided(preset('too-large').texts), then).status, null);
});

test('what is wrong is told with its line and column', () => {
  const { texts } = preset('allowed');
  const faultOf = (change: Partial<Texts>) => {
    const read = readDocuments({ ...texts, ...change });
    assert.ok('faults' in read);
    const [fault] = read.faults;
    return [fault?.document, fault?.line, fault?.column, fault?.message];
  };
  assert.deepEqual(faultOf({ action: '{\n  "tool": nil\n}' }).slice(0, 3), ['action', 2, 11]);
  assert.deepEqual(faultOf({ action: '{"a": 1,\n "a": 2}' }).slice(0, 3), ['action', 2, 2]);
  const environment = faultOf({ action: texts.action.replace('"production"', '"moon"') });
  assert.equal(environment[3], '/environment must be one of none, sandbox, staging, production.');
  assert.deepEqual(environment.slice(1, 3), [7, 18]);
  const rule = faultOf({ policy: preset('rule').texts.policy.replace('2000', 'x') });
  assert.match(String(rule[3]), /^The rule second-look:/);
  assert.ok(Number(rule[1]) > 10);
});

test('a pointer leads to a place', () => {
  const text = '{\n "a/b": [1, {"c": "}\\""}],\n "d": true}';
  assert.deepEqual(positionOf(text, '/a~1b/1/c'), { line: 2, column: 19 });
  assert.deepEqual(positionOf(text, '/d'), { line: 3, column: 7 });
  assert.deepEqual(positionOf(text, '/d/e'), { line: 3, column: 7 });
  assert.deepEqual(positionOf(text, ''), { line: 1, column: 1 });
});

test('what a page has for a Buffer reads as Node reads', () => {
  const texts = [
    '',
    'QQ',
    'YWRh',
    'YWRhQGV4YW1wbGUub3Jn',
    'a-_/+b=cd',
    'abcde',
    'A',
    'zz41',
    '4142434',
    '41zz',
    'ÄQUJD',
  ];
  for (const text of texts) {
    for (const form of ['hex', 'base64'] as const) {
      assert.deepEqual([...Page.from(text, form)], [...Buffer.from(text, form)], `${form} ${text}`);
    }
    assert.equal(Page.byteLength(text), Buffer.byteLength(text));
  }
  const bytes = Uint8Array.from([9, 0, 65, 255, 128]);
  assert.equal(Page.from(bytes.buffer, 1, 4).toString(), Buffer.from(bytes.buffer, 1, 4).toString('latin1'));
});
