import assert from 'node:assert/strict';
import test from 'node:test';
import { readAnchors } from '../../src/spec/anchors.ts';
import { digest } from '../../src/model/digest.ts';

const FILE = 'rfcs/0007-test.md';
const FORM = / Expected: > \*\*EAAP-0001-012\*\* \(MUST · invariant 5 · E1 · layer L1\)/;

function anchor(number: string, sentence: string, fields = 'MUST · invariant 5 · E1'): string {
  return `> **EAAP-0007-${number}** (${fields}) ${sentence}`;
}
const doc = (...paragraphs: string[]): string =>
  ['# RFC-0007: Test', '## 3. Part', ...paragraphs].join('\n\n');
const faultsOf = (markdown: string): [number, string, string][] =>
  readAnchors(FILE, markdown).faults.map(({ line, code, message }) => [line, code, message]);
const GOOD = 'A gateway MUST answer with status 409.';

test('an anchored sentence becomes a requirement', () => {
  const markdown = doc(
    anchor('001', GOOD),
    '### 3.1 Detail',
    anchor('002', 'A gateway SHOULD NOT do\n> anything else.', 'SHOULD · invariants 2, 13 · E3 · layer L4'),
    anchor('003', 'A gateway MUST do it.', 'MUST · – · E2'),
  );
  const { requirements, faults } = readAnchors(FILE, markdown);
  assert.deepEqual(faults, []);
  assert.deepEqual(requirements[0], {
    id: 'EAAP-0007-001',
    sentence: GOOD,
    actor: 'gateway',
    level: 'MUST',
    grade: 'E1',
    invariants: [5],
    layer: null,
    section: '3',
    digest: digest('EAAP-REQUIREMENT-v1', { id: 'EAAP-0007-001', sentence: GOOD }),
  });
  assert.equal(requirements[1]?.sentence, 'A gateway SHOULD NOT do anything else.');
  assert.deepEqual(
    requirements.map(({ section, grade, layer, invariants }) => [section, grade, layer, invariants]),
    [
      ['3', 'E1', null, [5]],
      ['3.1', 'E3', 'L4', [2, 13]],
      ['3.1', 'E2', null, []],
    ],
  );
});

test('a malformed anchor says what was expected, and where', () => {
  for (const line of [
    anchor('01', GOOD),
    anchor('001', GOOD, 'MUST, invariant 5, E1'),
    anchor('001', GOOD, 'MUST · invariant 5 · E4'),
    anchor('001', GOOD, 'MAY · invariant 5 · E1'),
    anchor('001', GOOD, 'MUST · invariants 5 · E1'),
    anchor('001', GOOD, 'MUST · invariant 5 · E1 · layer L5'),
    anchor('001', GOOD).slice(2),
  ]) {
    const [[number, code, message] = [0, '', '']] = faultsOf(doc(line));
    assert.deepEqual([number, code], [5, 'malformed-anchor']);
    assert.match(message, FORM);
  }
});

test('ids are consecutive, used once, and of their own document', () => {
  assert.deepEqual(faultsOf(doc(anchor('001', GOOD), anchor('001', GOOD))), [
    [
      7,
      'duplicate-id',
      'EAAP-0007-001 was used in line 5 already. Expected: the next number, never used before.',
    ],
  ]);
  assert.deepEqual(faultsOf(doc(anchor('001', GOOD), anchor('003', GOOD), anchor('004', GOOD))), [
    [7, 'out-of-order', 'EAAP-0007-003 is out of order. Expected: number 002.'],
  ]);
  assert.deepEqual(faultsOf(doc(anchor('001', GOOD).replace('0007', '0008'))), [
    [5, 'wrong-document', 'EAAP-0008-001 stands in another document. Expected: EAAP-0007-….'],
  ]);
});

test('a withdrawn requirement keeps its number and is none', () => {
  const { requirements, faults } = readAnchors(
    FILE,
    doc('> **EAAP-0007-001** (withdrawn) It could not be observed.', anchor('002', GOOD)),
  );
  assert.deepEqual(faults, []);
  assert.deepEqual(
    requirements.map(({ id }) => id),
    ['EAAP-0007-002'],
  );
});

test('one actor, one level, one sentence', () => {
  const cases: [string, string, RegExp][] = [
    [
      'A gateway MUST do this and MUST do that.',
      'several-levels',
      /has 2 words of level\. Expected: exactly one/,
    ],
    ['A gateway does this.', 'several-levels', /has 0 words of level/],
    ['A gateway SHOULD do this.', 'level-mismatch', /is declared MUST and says SHOULD/],
    ['A gateway MUST do this. It answers.', 'several-sentences', /one full stop, at its end/],
    ['A gateway MUST do this', 'several-sentences', /one full stop, at its end/],
    ['The answer MUST be 409.', 'no-actor', /begin with its actor/],
  ];
  for (const [sentence, code, message] of cases) {
    const faults = faultsOf(doc(anchor('001', sentence)));
    assert.ok(
      faults.some(([line, found, text]) => line === 5 && found === code && message.test(text)),
      `${sentence} → ${JSON.stringify(faults)}`,
    );
  }
  assert.deepEqual(faultsOf(doc(anchor('001', 'A gateway MUST answer `MUST. Or not`.'))), []);
});

test('an invariant there is not, and a sentence without a section', () => {
  assert.deepEqual(faultsOf(doc(anchor('001', GOOD, 'MUST · invariant 15 · E1'))), [
    [5, 'unknown-invariant', 'EAAP-0007-001 names invariant 15. Expected: numbers 1 to 14, rising.'],
  ]);
  assert.equal(
    faultsOf(doc(anchor('001', GOOD, 'MUST · invariants 6, 5 · E1')))[0]?.[1],
    'unknown-invariant',
  );
  assert.equal(faultsOf(`# RFC-0007: Test\n\n${anchor('001', GOOD)}`)[0]?.[1], 'no-section');
});

test('a level outside an anchor is a requirement nobody counts', () => {
  assert.deepEqual(
    faultsOf(doc('A gateway MUST not do this.')).map(([line, code]) => [line, code]),
    [[5, 'unanchored']],
  );
  assert.deepEqual(faultsOf(doc('The word `MUST` is quoted.', '```\nA gateway MUST\n```')), []);
});
