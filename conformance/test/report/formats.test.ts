import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import { badgeOf } from '../../src/report/badge.ts';
import { junitOf } from '../../src/report/junit.ts';
import type { Report } from '../../src/report/types.ts';
import { cli } from '../runner/support.ts';
import { bytesOf, forged, reported } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'eaap-formats-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const ONE = 'EAAP-0001-021';
const good = reported(ONE, (one) => one);
const failing = reported(ONE, (one, i) =>
  i > 0
    ? one
    : {
        ...one,
        verdict: 'FAIL',
        expectations: [{ observation: 'a <fact> & "more"\u0000', holds: false, expected: 1, got: ']]>' }],
      },
);

test('diff names what changed and in which direction; two runs alike do not differ', async () => {
  const path = (name: string, report: Report): string => {
    writeFileSync(join(folder, name), bytesOf(report));
    return join(folder, name);
  };
  const [a, b] = [path('a.json', good), path('b.json', failing)];
  const later = path(
    'c.json',
    forged(good, (copy) => {
      copy.generated_at = '2027-01-01T00:00:00.000Z';
      copy.seed = 'b2';
    }),
  );
  const same = await cli(['diff', a, later], CHECKS);
  assert.deepEqual([same.code, same.out], [0, 'Nothing differs.\n']);
  const { code, out } = await cli(['diff', a, b], CHECKS);
  assert.equal(code, 1);
  assert.match(out, new RegExp(`requirement +${ONE} +PASS → FAIL`));
  const json = await cli(['diff', b, a, '--json'], CHECKS);
  const { differences } = JSON.parse(json.out) as {
    differences: { kind: string; from: string; to: string }[];
  };
  assert.deepEqual(
    differences.map(({ kind, from, to }) => [kind, from, to]),
    [
      ['requirement', 'FAIL', 'PASS'],
      ['check', 'FAIL', 'PASS'],
    ],
  );
  writeFileSync(join(folder, 'bad.json'), readFileSync(a, 'utf8').replace('"PASS"', '"FAIL"'));
  const bad = await cli(['diff', a, join(folder, 'bad.json')], CHECKS);
  assert.equal(bad.code, 6);
  assert.match(bad.err, /bad\.json: digest/);
});

test('JUnit XML counts and escapes', () => {
  const xml = junitOf(failing);
  assert.match(
    xml,
    new RegExp(
      `^<\\?xml.*\\n<testsuites name="EAAP conformance" tests="${failing.checks.length}" failures="1" errors="0"`,
    ),
  );
  assert.match(xml, /message="a &lt;fact&gt; &amp; &quot;more&quot;\uFFFD"/);
  assert.match(xml, /got: &quot;\]\]&gt;&quot;/);
  assert.doesNotMatch(xml, /\u0000/);
  const open = reported(ONE, (one) => ({
    ...one,
    verdict: 'NOT_EVIDENCED',
    message: 'no hook',
    expectations: [],
  }));
  assert.match(junitOf(open), /<skipped message="NOT_EVIDENCED: no hook"\/>/);
});

test('a badge never says more than the report', () => {
  const badge = (change: Parameters<typeof forged>[1], of = good): string[] => {
    const { message, color } = badgeOf(forged(of, change));
    return [message, color];
  };
  const whole: Parameters<typeof forged>[1] = (copy) => {
    copy.selection = {};
  };
  assert.deepEqual(badge(whole), ['conforms, cooperative: 1 of 1', 'brightgreen']);
  assert.deepEqual(
    badge(() => undefined),
    ['part only: 1 of 1 pass', 'lightgrey'],
  );
  assert.deepEqual(badge(whole, failing), ['does not conform: 1 fail', 'red']);
  const wire: Parameters<typeof forged>[1] = (copy) => {
    copy.selection = {};
    copy.mode = 'url';
  };
  assert.deepEqual(badge(wire), ['wire only: 1 of 1 pass', 'blue']);
  assert.equal(badgeOf(good).schemaVersion, 1);
});
