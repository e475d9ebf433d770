import type { ReportFault } from './read.ts';
import { holdsBy, markOf, problemIn } from './rules.ts';
import type { Line, Report, ReportedCheck, Stated } from './types.ts';

/** How many statements could be recomputed by which rule, and how many lines of transcript were looked at. */
export interface Tally {
  equal: number;
  answer: number;
  check: number;
  lines: number;
}

/** A check may have any name, that of what every object has too. */
const transcriptOf = ({ id }: ReportedCheck, { transcripts }: Report): readonly Line[] =>
  Object.hasOwn(transcripts, id) ? (transcripts[id] ?? []) : [];

/** What of a check does not follow from what it stated and what went over the wire. */
export function verifyCheck(check: ReportedCheck, report: Report, tally: Tally): ReportFault[] {
  const { bodies } = report;
  const lines = transcriptOf(check, report);
  const faults: ReportFault[] = [];
  const fault = (code: ReportFault['code'], message: string): void => void faults.push({ code, message });
  const isBody = (number: number | undefined): boolean => number === undefined || number < bodies.length;

  if (lines.length !== check.exchanges)
    fault('transcript', `${check.id} has ${check.exchanges} exchanges; its transcript has ${lines.length}.`);
  lines.forEach((line, i) => {
    tally.lines += 1;
    if (!isBody(line.request) || !isBody(line.answer))
      fault('transcript', `Line ${i + 1} of ${check.id} names a body that is not there.`);
    else if (markOf(line, bodies) !== line.mark)
      fault('transcript', `Line ${i + 1} of ${check.id} (${line.method} ${line.path}) was changed.`);
  });

  check.expectations.forEach((stated, i) => {
    const where = `Statement ${i + 1} of ${check.id} (${stated.observation.slice(0, 80)})`;
    if (!isBody(stated.expected_body) || !isBody(stated.got_body)) {
      fault('expectation', `${where} names a body that is not there.`);
      return;
    }
    const holds = holdsOf(stated, report);
    tally[holds === undefined ? 'check' : stated.by] += 1;
    if (holds !== undefined && holds !== stated.holds)
      fault(
        'expectation',
        `${where} is said to ${stated.holds ? 'hold' : 'fail'}, and does not by what it shows.`,
      );
    if (stated.by !== 'answer') return;
    const line = lines[stated.exchange ?? -1];
    const got = stated.got as { status?: number; problem?: string } | undefined;
    if (line === undefined)
      fault('expectation', `${where} is of a line of the transcript that is not there.`);
    else if (line.status !== got?.status)
      fault(
        'expectation',
        `${where} got ${got?.status}; line ${(stated.exchange ?? 0) + 1} has ${line.status}.`,
      );
    else {
      const text = bodies[line.answer];
      if (typeof text === 'string' && problemIn(text) !== got.problem)
        fault('expectation', `${where} got the problem ${got.problem}; its line has ${problemIn(text)}.`);
    }
  });

  const right = verdictBy(check, report);
  if (right !== undefined) fault('check', `${check.id} is said to be ${check.verdict}; ${right}.`);
  return faults;
}

function holdsOf(stated: Stated, { bodies }: Report): boolean | undefined {
  try {
    return holdsBy(stated, bodies);
  } catch {
    // A body that is no JSON is no value.
    return !stated.holds;
  }
}

/** Why the verdict of a check cannot be; undefined when it can. */
function verdictBy(check: ReportedCheck, report: Report): string | undefined {
  const { verdict, expectations, message, needs } = check;
  const hooks: readonly string[] = report.sut.adapter?.hooks ?? [];
  const missing = needs.filter((hook) => !hooks.includes(hook));
  if (
    report.mode !== 'in-process' &&
    missing.length > 0 &&
    verdict !== 'NOT_EVIDENCED' &&
    verdict !== 'INCONCLUSIVE'
  )
    return `there is no ${missing.join(', no ')}, so that it is NOT_EVIDENCED`;
  if (expectations.some(({ holds }) => !holds))
    return verdict === 'FAIL' ? undefined : 'something it stated does not hold, so that it is FAIL';
  if (verdict === 'PASS') {
    if (expectations.length === 0) return 'it stated nothing, so that it is FAIL';
    return message === undefined ? undefined : 'it ended with a message, so that it did not pass';
  }
  if (message === undefined) return 'everything it stated holds, and it gives no other reason';
  if (verdict !== 'FAIL' || expectations.length === 0) return undefined;
  const lines = transcriptOf(check, report);
  const isSilent = lines.some(({ status }) => status === 0) || lines.length >= report.limits.exchanges;
  return isSilent ? undefined : 'everything it stated holds, and every request was answered';
}
