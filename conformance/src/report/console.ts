import type pc from 'picocolors';
import type { CheckOutcome, Verdict } from '../runner/outcome.ts';
import { summarize, type RequirementVerdict, type Summary } from '../runner/verdict.ts';
import { INVARIANTS } from './invariants.ts';
import type { Report } from './report.ts';

/** Whether and how to colour. */
export type Colors = ReturnType<typeof pc.createColors>;

const COLUMNS = ['pass', 'fail', 'inconclusive', 'not_evidenced', 'not_applicable'] as const;
const HEADS = ['pass', 'fail', 'inconcl.', 'not evid.', 'n/a'] as const;
const WIDTH = 10;

/** The requirements by invariant and verdict. One that serves several invariants counts in each, and once in the last line. */
export function table(requirements: readonly RequirementVerdict[], c: Colors): string {
  const row = (number: string, name: string, summary: Summary): string => {
    const cells = COLUMNS.map((column) => {
      const count = summary[column];
      const cell = (count === 0 ? '·' : String(count)).padStart(WIDTH);
      if (count === 0) return c.dim(cell);
      return column === 'pass' ? c.green(cell) : column === 'fail' ? c.red(cell) : c.yellow(cell);
    });
    return `${number.padStart(3)}  ${name.padEnd(24)}${cells.join('')}`;
  };
  const rows = Object.entries(INVARIANTS).flatMap(([number, name]) => {
    const serving = requirements.filter(({ invariants }) => invariants.includes(Number(number)));
    return serving.length === 0 ? [] : [row(number, name, summarize(serving))];
  });
  const serveAll = requirements.filter(({ invariants }) => invariants.length === 0);
  if (serveAll.length > 0) rows.push(row('–', 'needed for all of them', summarize(serveAll)));
  const head = `     ${'invariant'.padEnd(24)}${HEADS.map((name) => name.padStart(WIDTH)).join('')}`;
  const total = row('', `${requirements.length} requirements`, summarize(requirements));
  return [c.bold(head), ...rows, c.bold(total)].join('\n');
}

/** A text of a stranger's as it may be printed: what moves a cursor, colours or rings is shown, not done. */
export const printable = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const shown = (value: unknown): string => {
  const text = printable(value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'nothing'));
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
};

const MARKS: Readonly<Record<Verdict, string>> = {
  PASS: 'pass',
  FAIL: 'FAIL',
  INCONCLUSIVE: 'INCONCLUSIVE',
  NOT_EVIDENCED: 'NOT EVIDENCED',
  NOT_APPLICABLE: 'not applicable',
};

/** A failed or inconclusive check: the sentences it breaks, what was expected and came, and how to see it again. */
export function failure(
  outcome: CheckOutcome,
  check: { readonly title: string; readonly requirements: readonly string[] },
  sentences: ReadonlyMap<string, string>,
  command: string,
  c: Colors,
): string {
  const paint = outcome.verdict === 'FAIL' ? c.red : c.yellow;
  const lines = [paint(c.bold(`${MARKS[outcome.verdict]}  ${outcome.id}`)) + `  ${check.title}`];
  for (const id of check.requirements) lines.push(`  ${id}  ${sentences.get(id) ?? ''}`);
  for (const { observation, expected, got } of outcome.expectations.filter(({ holds }) => !holds)) {
    lines.push(`  ${paint('seen')}      ${printable(observation)}`);
    if (expected !== undefined) lines.push(`  expected  ${shown(expected)}`);
    if (expected !== undefined || got !== undefined) lines.push(`  got       ${shown(got)}`);
  }
  if (outcome.message !== undefined) lines.push(`  ${printable(outcome.message)}`);
  lines.push(c.dim(`  again     ${command}`));
  return lines.join('\n');
}

/** What the run has shown, in the sentence of its report. */
export function conclusion({ claim }: Pick<Report, 'claim'>, code: number, c: Colors): string {
  return (code === 0 ? c.green : code === 1 ? c.red : c.yellow)(printable(claim));
}
