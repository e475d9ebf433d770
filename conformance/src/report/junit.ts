import type { Report, ReportedCheck } from './types.ts';
import { summarize } from '../runner/verdict.ts';
import { valueText } from './show.ts';

/** A text as XML 1.0 can hold it: what it has no way to write is U+FFFD. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;');

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const counts = (checks: readonly ReportedCheck[]): string => {
  const { fail, inconclusive, not_evidenced, not_applicable } = summarize(checks);
  const time = seconds(checks.reduce((sum, { ms }) => sum + ms, 0));
  return `tests="${checks.length}" failures="${fail}" errors="${inconclusive}" skipped="${not_evidenced + not_applicable}" time="${time}"`;
};

/** What a check that did not pass has to say. */
function detail(check: ReportedCheck, report: Report): string {
  const broken = check.expectations.filter(({ holds }) => !holds);
  const sentences = report.requirements.filter(({ id }) => check.requirements.includes(id));
  return [
    ...sentences.map(({ id, sentence }) => `${id} ${sentence}`),
    ...broken.map(
      (one) =>
        `seen: ${one.observation}; expected: ${valueText(one, 'expected', report)}; got: ${valueText(one, 'got', report)}`,
    ),
    ...(check.message === undefined ? [] : [check.message]),
  ].join('\n');
}

function testcase(check: ReportedCheck, report: Report): string {
  const head = `    <testcase classname="${xml(groupOf(check))}" name="${xml(check.id)}" time="${seconds(check.ms)}"`;
  if (check.verdict === 'PASS') return `${head}/>`;
  const broken = check.expectations.find(({ holds }) => !holds);
  const message = xml(broken?.observation ?? check.message ?? check.title);
  const text = xml(detail(check, report));
  const inner = {
    FAIL: `<failure type="FAIL" message="${message}">${text}</failure>`,
    INCONCLUSIVE: `<error type="INCONCLUSIVE" message="${message}">${text}</error>`,
    NOT_EVIDENCED: `<skipped message="NOT_EVIDENCED: ${message}"/>`,
    NOT_APPLICABLE: `<skipped message="NOT_APPLICABLE: ${message}"/>`,
  }[check.verdict];
  return `${head}>${inner}</testcase>`;
}

const groupOf = ({ id }: ReportedCheck): string => id.split('.')[0] ?? id;

/** The checks as JUnit XML: a failure for FAIL, an error for INCONCLUSIVE, skipped for what was not shown. */
export function junitOf(report: Report): string {
  const groups = new Map<string, ReportedCheck[]>();
  for (const one of report.checks) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one]);
  const suites = [...groups].map(
    ([name, checks]) =>
      `  <testsuite name="${xml(name)}" ${counts(checks)}>\n${checks.map((one) => testcase(one, report)).join('\n')}\n  </testsuite>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="EAAP conformance" ${counts(report.checks)}>\n${suites.join('\n')}\n</testsuites>\n`;
}
