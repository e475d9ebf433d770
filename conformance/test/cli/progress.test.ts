import assert from 'node:assert/strict';
import { test } from 'node:test';
import pc from 'picocolors';
import { Progress } from '../../src/cli/progress.ts';
import { printable } from '../../src/report/console.ts';
import type { CheckOutcome, Verdict } from '../../src/runner/outcome.ts';
import { check } from '../runner/support.ts';

const CHECKS = [
  check('a.one'),
  check('a.two'),
  check('b.one', { grade: 'E2', needs: ['compute'] }),
  check('a.three', { exclusive: true }),
];
const came = (id: string, verdict: Verdict): CheckOutcome => ({
  id,
  verdict,
  grade: 'E1',
  expectations: [],
  ms: 1,
  transcript: [],
});

function told(watched: boolean, run: (progress: Progress) => void, checks = CHECKS): string {
  let err = '';
  const colors = pc.createColors(false);
  const out = (): never => assert.fail('standard output is for what came of the run');
  const progress = new Progress(checks, { out, err: (text) => void (err += text), colors, watched });
  run(progress);
  progress.end();
  return err.replace(/\d+\.\d s/g, 'TIME');
}
const whole = (progress: Progress): void => {
  progress.told(came('a.one', 'PASS'), 1, 4);
  progress.told(came('a.two', 'FAIL'), 2, 4);
  progress.told(came('b.one', 'NOT_EVIDENCED'), 3, 4);
  progress.told(came('a.three', 'INCONCLUSIVE'), 4, 4);
};

test('where nobody watches there are plain lines: what does not pass, and each part when it is done', () => {
  assert.deepEqual(told(false, whole).split('\n'), [
    'FAIL  a.two',
    '   TIME  a                     1 of 2 pass',
    '   TIME  the wire is done',
    '   TIME  b                     0 of 1 pass',
    'INCONCLUSIVE  a.three',
    '   TIME  a, alone              0 of 1 pass',
    '',
  ]);
});

test('where somebody watches one line is written over, and what does not pass stays', () => {
  const text = told(true, whole);
  assert.ok(text.includes('1/4 TIME a.one'));
  // A terminal shows what follows the last return to the start of each line.
  const shown = text.split('\n').map((line) => line.split('\r\u001b[2K').at(-1));
  assert.deepEqual(shown, ['FAIL  a.two', '   TIME  the wire is done', 'INCONCLUSIVE  a.three', '']);
});

test('a check that is tried again is told as such, and a part alone is left to the table', () => {
  const again = told(
    false,
    (progress) => {
      progress.told(came('a.one', 'INCONCLUSIVE'), 1, 2);
      progress.told(came('a.two', 'PASS'), 2, 2);
      progress.told(came('a.one', 'PASS'), 2, 2);
    },
    CHECKS.slice(0, 2),
  );
  assert.equal(again, 'INCONCLUSIVE  a.one\nagain, alone: PASS  a.one\n');
});

test('what a stranger says moves no cursor, and stays readable', () => {
  assert.equal(printable('a\u001b[2J\r\u0007b\u009b1m\u202e'), 'a\\u001b[2J\\u000d\\u0007b\\u009b1m\\u202e');
  assert.equal(printable('two\nlines\tand ünïcödé 漢字'), 'two\nlines\tand ünïcödé 漢字');
});
