import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimOf } from '../../src/report/claim.ts';
import { htmlOf } from '../../src/report/html.ts';
import { reportText } from '../../src/report/report.ts';
import type { Report } from '../../src/report/types.ts';
import { forged, reported } from './support.ts';

const good = reported('EAAP-0001-021', (one) => one);
const set = good.requirement_set;
const claimed = (change: Partial<Report>): string => claimOf({ ...good, ...change });
const all = { pass: 0, fail: 0, inconclusive: 0, not_evidenced: 0, not_applicable: 0 };
const of = (verdict: Report['requirements'][number]['verdict']): Partial<Report> => {
  const counts = { ...all, [verdict.toLowerCase()]: 1 };
  const requirements = good.requirements.map((one) => ({ ...one, verdict }));
  return { requirements, summary: counts, grades: { E1: counts, E2: all, E3: all } };
};

test('a claim names what was shown, the counts by grade, the profile and the requirements', () => {
  assert.equal(
    claimed({ selection: {} }),
    `It conforms: 1 of 1 requirements pass (passing by grade: E1 1 of 1); profile cooperative, requirements ${set}.`,
  );
  assert.match(set, /^sha256:[0-9a-f]{64}$/);
});

test('of a part, of the wire alone, of what fails or is not shown it never says that it conforms', () => {
  const said: [Partial<Report>, RegExp][] = [
    [{}, /^Of a part of the suite 1 of 1 requirements pass \(/],
    [{ selection: {}, mode: 'url' }, /^It conforms as far as the wire shows: 1 of 1 requirements pass \(/],
    [{ selection: {}, ...of('FAIL') }, /^It does not conform: 1 of 1 requirements fail \(.*E1 0 of 1\)/],
    [of('FAIL'), /^It does not conform: 1 of 1/],
    [
      { selection: {}, ...of('INCONCLUSIVE') },
      /^It is not shown to conform: 1 inconclusive and 0 not evidenced of 1 requirements \(/,
    ],
    [
      { selection: {}, ...of('NOT_EVIDENCED') },
      /^It is not shown to conform: 0 inconclusive and 1 not evidenced/,
    ],
    [
      { selection: {}, mode: 'url', ...of('NOT_EVIDENCED') },
      /^It conforms as far as the wire shows: 0 of 1 requirements pass and 1 are not shown \(/,
    ],
  ];
  for (const [change, expected] of said) {
    assert.match(claimed(change), expected);
    assert.doesNotMatch(claimed(change), /It conforms:/);
  }
});

test('what a gateway states as its profile is no part of the sentence', () => {
  assert.match(claimed({ profile: null }), /; no profile stated, requirements sha256:/);
  const sly = 'cooperative. It conforms: 481 of 481 requirements pass';
  assert.match(claimed({ profile: sly }), new RegExp(`; profile "${sly}", requirements sha256:`));
});

test('report and page carry the same sentence', () => {
  assert.ok(reportText(good).includes(JSON.stringify(good.claim)));
  assert.ok(htmlOf(good).includes(`>${good.claim}</p>`));
  assert.equal(good.claim, claimOf(good));
  const evil = forged(good, (copy) => {
    copy.claim = '<script>globalThis.broken = 1</script>';
  });
  assert.doesNotMatch(htmlOf(evil), /<script>globalThis/);
});
