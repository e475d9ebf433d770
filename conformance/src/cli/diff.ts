import { printable } from '../report/console.ts';
import { diffReports } from '../report/diff.ts';
import type { Report } from '../report/report.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { openReport } from './verify.ts';

/** Tells what is not the same in two reports; the requirements they judge by may differ. */
export function diffCommand(paths: readonly [string, string], json: boolean, io: Io): ExitCode {
  const { out, colors: c } = io;
  const reports: Report[] = [];
  for (const path of paths) {
    const { report, faults } = openReport(path);
    const [fault] = faults;
    if (fault !== undefined) {
      io.err(`${c.red('eaap-conformance:')} ${path}: ${fault.code}: ${printable(fault.message)}\n`);
      return EXIT.refused;
    }
    if (report !== undefined) reports.push(report);
  }
  const [a, b] = reports;
  if (a === undefined || b === undefined) return EXIT.runner;
  const differences = diffReports(a, b);
  if (json) out(`${JSON.stringify({ from: a.digest, to: b.digest, differences }, null, 2)}\n`);
  else {
    for (const { kind, id, from, to } of differences) {
      const paint = to === 'FAIL' ? c.red : to === 'PASS' ? c.green : c.yellow;
      const [before, after] = [from, to].map((one) => printable(one ?? 'not there'));
      out(`${kind.padEnd(11)}  ${c.bold(printable(id))}  ${before} → ${paint(after ?? '')}\n`);
    }
    out(`${differences.length === 0 ? 'Nothing differs.' : `${differences.length} differ.`}\n`);
  }
  return differences.length === 0 ? EXIT.conforms : EXIT.fails;
}
