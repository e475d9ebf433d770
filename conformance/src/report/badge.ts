import { exitCodeOf } from './exit-code.ts';
import type { Report } from './types.ts';

/** What shields.io's endpoint reads. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
}

/** A badge never says more than the report: a part of a run, or the wire alone, is named as such. */
export function badgeOf(report: Report): Badge {
  const { summary, mode, requirements, selection, profile } = report;
  const badge = (message: string, color: string): Badge => ({
    schemaVersion: 1,
    label: 'EAAP 2.0',
    message,
    color,
  });
  const of = `${summary.pass} of ${requirements.length}`;
  const code = exitCodeOf(report);
  if (code === 1) return badge(`does not conform: ${summary.fail} fail`, 'red');
  if (Object.keys(selection).length > 0) return badge(`part only: ${of} pass`, 'lightgrey');
  if (code === 5)
    return badge(`not shown: ${summary.inconclusive + summary.not_evidenced} without evidence`, 'yellow');
  if (mode === 'url') return badge(`wire only: ${of} pass`, 'blue');
  return badge(`conforms${profile === null ? '' : `, ${profile}`}: ${of}`, 'brightgreen');
}
