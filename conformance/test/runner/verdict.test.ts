import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf } from '../../src/report/exit-code.ts';
import { lintChecks, select } from '../../src/runner/select.ts';
import { verdictOf, type RequirementVerdict } from '../../src/runner/verdict.ts';
import type { Requirement } from '../../src/spec/requirement.ts';
import type { Verdict } from '../../src/runner/outcome.ts';
import { check } from './support.ts';

type Shown = Parameters<typeof verdictOf>[1][number];
const shown = (verdict: Verdict, grade: Shown['grade'] = 'E1'): Shown => ({ verdict, grade });

test('the verdict on a requirement is the worst of its checks at the grade it needs', () => {
  assert.equal(verdictOf('E1', []), 'NOT_EVIDENCED');
  assert.equal(verdictOf('E1', [shown('PASS')]), 'PASS');
  assert.equal(verdictOf('E1', [shown('PASS'), shown('FAIL')]), 'FAIL');
  assert.equal(verdictOf('E1', [shown('PASS'), shown('INCONCLUSIVE')]), 'INCONCLUSIVE');
  assert.equal(verdictOf('E1', [shown('PASS'), shown('NOT_EVIDENCED')]), 'NOT_EVIDENCED');
  assert.equal(verdictOf('E1', [shown('INCONCLUSIVE'), shown('FAIL')]), 'FAIL');
  assert.equal(verdictOf('E1', [shown('NOT_APPLICABLE')]), 'NOT_APPLICABLE');
  assert.equal(verdictOf('E1', [shown('PASS'), shown('NOT_APPLICABLE')]), 'PASS');
});

test('evidence below the grade never passes a requirement, and fails it all the same', () => {
  assert.equal(verdictOf('E3', [shown('PASS', 'E1'), shown('PASS', 'E2')]), 'NOT_EVIDENCED');
  assert.equal(verdictOf('E3', [shown('FAIL', 'E1'), shown('PASS', 'E3')]), 'FAIL');
  assert.equal(verdictOf('E3', [shown('PASS', 'E1'), shown('PASS', 'E3')]), 'PASS');
});

test('a check of a higher grade that could not be run takes nothing from one that could', () => {
  assert.equal(verdictOf('E1', [shown('PASS', 'E1'), shown('NOT_EVIDENCED', 'E3')]), 'PASS');
  assert.equal(verdictOf('E1', [shown('NOT_EVIDENCED', 'E3')]), 'NOT_EVIDENCED');
});

const verdict = (v: Verdict, level: 'MUST' | 'SHOULD' = 'MUST'): RequirementVerdict => ({
  id: 'EAAP-0001-001',
  invariant: null,
  invariants: [],
  level,
  grade: 'E1',
  layer: null,
  sentence: '',
  verdict: v,
  checks: [],
});

test('the exit code says the worst, and over the wire alone the higher grades are not asked for', () => {
  const code = (mode: 'adapter' | 'url', ...verdicts: RequirementVerdict[]) =>
    exitCodeOf({ mode, requirements: verdicts });
  assert.equal(code('adapter', verdict('PASS')), 0);
  assert.equal(code('adapter', verdict('PASS'), verdict('NOT_EVIDENCED')), 5);
  assert.equal(code('adapter', verdict('PASS'), verdict('NOT_EVIDENCED', 'SHOULD')), 0);
  assert.equal(code('adapter', verdict('FAIL'), verdict('INCONCLUSIVE')), 1);
  assert.equal(code('adapter', verdict('INCONCLUSIVE')), 5);
  assert.equal(code('url', verdict('PASS'), verdict('NOT_EVIDENCED')), 0);
  assert.equal(code('url', verdict('INCONCLUSIVE')), 5);
  assert.equal(code('url', verdict('FAIL', 'SHOULD')), 1);
});

const requirement = (id: string, invariants: number[], layer: Requirement['layer']): Requirement => ({
  id,
  sentence: 'A gateway MUST answer.',
  actor: 'gateway',
  level: 'MUST',
  grade: 'E1',
  invariants,
  layer,
  section: '1',
  digest: 'sha256:00',
});
const SET = [requirement('EAAP-0001-001', [5], 'L1'), requirement('EAAP-0001-002', [], null)];
const CHECKS = [
  check('facts.one', { requirements: ['EAAP-0001-001'] }),
  check('facts.two', { requirements: ['EAAP-0001-002'] }),
  check('log.one', { requirements: ['EAAP-0001-002'] }),
];

test('a part of the suite is named by check, by requirement, by invariant or by layer', () => {
  const ids = (selection: Parameters<typeof select>[2]) => {
    const chosen = select(CHECKS, SET, selection);
    return [chosen.checks.map(({ id }) => id), chosen.requirements.map(({ id }) => id.slice(-3))];
  };
  assert.deepEqual(ids({ only: 'facts' }), [
    ['facts.one', 'facts.two'],
    ['001', '002'],
  ]);
  assert.deepEqual(ids({ only: 'facts.two' }), [['facts.two'], ['002']]);
  assert.deepEqual(ids({ only: 'EAAP-0001-002' }), [['facts.two', 'log.one'], ['002']]);
  assert.deepEqual(ids({ invariant: 5 }), [['facts.one'], ['001']]);
  assert.deepEqual(ids({ layer: 'L2' }), [[], []]);
  assert.deepEqual(ids({}), [
    ['facts.one', 'facts.two', 'log.one'],
    ['001', '002'],
  ]);
});

test('checks with one name, without a requirement or with one that does not exist are found', () => {
  const faulty = [check('a.b'), check('a.b'), check('nodot'), check('a.c', { requirements: [] })];
  assert.deepEqual(lintChecks(faulty, [requirement('EAAP-0001-021', [], null)]), [
    'a.b: there are two checks of this name.',
    'nodot: not a dotted name.',
    'a.c: bears on no requirement.',
  ]);
  assert.deepEqual(lintChecks([check('a.b')], SET), ['a.b: there is no requirement EAAP-0001-021.']);
});
