import assert from 'node:assert/strict';
import test from 'node:test';
import { buildTopic, printFile } from '../../src/vectors/build.ts';
import type { CaseSource, Topic } from '../../src/vectors/types.ts';

const REQUIREMENTS = new Set(['EAAP-0001-001']);
const base = { title: 'A title', requirements: ['EAAP-0001-001'] };

/** A topic that halves even numbers, and refuses odd and negative ones. */
const halves = (cases: readonly CaseSource[]): Topic => ({
  name: 'halves',
  title: 'Halves',
  specified: 'RFC-0001 section 1',
  input: 'A number.',
  output: 'Its half.',
  reasons: { odd: 'It is odd.', negative: 'It is below zero.' },
  cases: () => cases,
  answer(input) {
    const n = Number(input);
    if (Number.isNaN(n)) throw new TypeError('no number');
    const refused = [...(n % 2 === 0 ? [] : ['odd']), ...(n < 0 ? ['negative'] : [])];
    return refused.length > 0 ? { refused } : { output: n / 2 };
  },
});
const GOOD: readonly CaseSource[] = [
  { ...base, id: 'four', input: 4 },
  { ...base, id: 'two', input: 2 },
  { ...base, id: 'three', input: 3, refused: 'odd', mistake: 'rounds down' },
  { ...base, id: 'minus-two', input: -2, refused: 'negative' },
];
const messages = (...cases: readonly CaseSource[]): string[] =>
  buildTopic(halves([...GOOD, ...cases]), REQUIREMENTS).faults.map(({ id, message }) => `${id}: ${message}`);

test('a topic becomes a file, a case a line, with the answers of the model', () => {
  const { file, faults } = buildTopic(halves(GOOD), REQUIREMENTS);
  assert.deepEqual(faults, []);
  const text = printFile(file);
  assert.deepEqual(JSON.parse(text), file);
  assert.ok(
    text.includes(
      '\n    {"id":"four","title":"A title","requirements":["EAAP-0001-001"],"input":4,"output":2},\n',
    ),
  );
  assert.ok(text.includes('"input":3,"refused":"odd","mistake":"rounds down"}'));
});

test('a refusal is for exactly one reason, and for the one that was named', () => {
  assert.deepEqual(messages({ ...base, id: 'minus-three', input: -3, refused: 'odd' }), [
    'minus-three: The model refuses it for odd, negative. Expected: odd alone.',
  ]);
  assert.deepEqual(messages({ ...base, id: 'six', input: 6, refused: 'odd' }), [
    'six: The model answers 3. Expected: odd.',
  ]);
  assert.deepEqual(messages({ ...base, id: 'five', input: 5 }), ['five: The model refuses it: odd.']);
});

test('what is wrong with a case is said', () => {
  assert.deepEqual(
    messages(
      { ...base, id: 'Four', input: 8 },
      { ...base, id: 'four', input: 10 },
      { ...base, id: 'again', input: 4 },
      { ...base, id: 'unknown', input: 12, requirements: ['EAAP-0001-999'] },
      { ...base, id: 'wrong', input: 14, mistake: 'none' },
      { ...base, id: 'thrown', input: 'x', refused: 'odd' },
    ),
    [
      'Four: The id is no slug. Expected: lower-case words and digits joined by dashes.',
      'four: It has the same id as four.',
      'again: It has the same input as four.',
      'unknown: There is no requirement EAAP-0001-999. Expected: an id anchored in rfcs/.',
      'wrong: It names a mistake and is not refused. Expected: a mistake with a refusal only.',
      'thrown: The model threw: no number',
    ],
  );
});

test('a topic refuses about half, and for every reason it lists', () => {
  const { faults } = buildTopic(halves(GOOD.slice(0, 3)), REQUIREMENTS);
  assert.deepEqual(
    faults.map(({ message }) => message),
    [
      '1 of 3 cases are refused. Expected: at least 45 in a hundred.',
      'No case is refused for negative. Expected: at least one.',
    ],
  );
});
