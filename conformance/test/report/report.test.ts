import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digest } from '../../src/model/digest.ts';
import { canonical, type Json } from '../../src/model/json.ts';
import { reportText } from '../../src/report/report.ts';
import { KEY, outcome, reported } from './support.ts';

const ONE = 'EAAP-0001-021';

test('a report is canonical JSON with the digest of everything but the member that holds it', () => {
  const report = reported(ONE, (one) => one);
  const read = JSON.parse(reportText(report)) as { [name: string]: Json };
  assert.equal(`${canonical(read)}\n`, reportText(report));
  const { digest: said, ...rest } = read;
  assert.equal(digest('EAAP-REPORT-v1', rest), said);
  assert.equal(report.sut.adapter_digest, digest('EAAP-VALUE-v1', report.sut.adapter as never));
  assert.deepEqual(report.grades.E1, { ...report.summary });
  assert.equal(report.profile, 'cooperative');
});

test('what a check stated is told with the rule by which it holds', () => {
  const [check] = reported(ONE, (one) => one).checks;
  assert.deepEqual(
    check?.expectations.map(({ by, exchange }) => [by, exchange]),
    [
      ['answer', 1],
      ['equal', undefined],
      ['check', undefined],
    ],
  );
  assert.deepEqual(check?.expectations[0]?.got, {
    status: 422,
    problem: 'source-required',
    type: 'application/problem+json',
  });
});

test('a text is told once, and a long one is cut with its length and digest', () => {
  const long = 'x'.repeat(5000);
  const talking = { method: 'GET', path: '/', status: 200, answer: long };
  const failing = reported(ONE, (one) => ({
    ...one,
    transcript: [talking, talking],
    verdict: 'FAIL',
    expectations: [{ observation: 'it holds', holds: false }],
  }));
  const lines = Object.values(failing.transcripts)[0] ?? [];
  assert.equal(new Set(lines.map(({ answer }) => answer)).size, 1);
  assert.deepEqual(failing.bodies[lines[0]?.answer ?? -1], {
    cut: 'x'.repeat(4096),
    length: 5000,
    digest: digest('EAAP-VALUE-v1', long),
  });
  assert.equal(failing.limits.characters, 5000 - 4096);
  const passing = reported(ONE, (one) => ({ ...one, transcript: [talking] }));
  const cut = passing.bodies.find((body) => typeof body !== 'string');
  assert.equal(typeof cut === 'object' ? cut.cut.length : 0, 512);
});

test('no key is in it, whole or cut, nor a token', () => {
  const token = 't'.repeat(43);
  const text = reportText(
    reported(ONE, (one) => ({
      ...one,
      message: `refused ${KEY}`,
      verdict: 'INCONCLUSIVE',
      expectations: [
        { observation: `a request with ${KEY}`, holds: true, got: { token, key: KEY } },
        { observation: 'cut', holds: true, got: `{"key":"${KEY.slice(0, 40)}` },
        { observation: 'cut', holds: true, got: `{"token":"${token.slice(0, 20)}` },
      ],
    })),
  );
  assert.doesNotMatch(text, /kkkkkkkk/);
  assert.doesNotMatch(text, /tttttttt/);
});

test('what has no canonical form is told in one that has', () => {
  const got = {
    big: 2 ** 60,
    half: '\ud800',
    none: undefined,
    minus: -0,
    huge: 10n ** 30n,
  };
  const report = reported(ONE, (one) => ({
    ...one,
    expectations: [{ observation: '\udc00', holds: true, got }],
  }));
  assert.doesNotThrow(() => reportText(report));
  assert.deepEqual(report.checks[0]?.expectations[0]?.got, {
    big: '1152921504606847000',
    half: '\ufffd',
    minus: 0,
    huge: '1000000000000000000000000000000',
  });
});

test('name and password of an address are left out', () => {
  const text = reportText(
    reported(ONE, () => outcome('bytes.json-syntax'), 'http://ada:geheim@127.0.0.1:4711'),
  );
  assert.match(text, /http:\/\/127\.0\.0\.1:4711/);
  assert.doesNotMatch(text, /geheim/);
});
