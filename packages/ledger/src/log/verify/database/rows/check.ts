import type { Findings } from '../../findings.ts';
import type { LogIndex } from '../log-index.ts';
import type { Source } from '../source.ts';

/** The rows of one namespace beside the records of its log. */
export interface RowAudit {
  readonly namespace: string;
  readonly source: Source;
  readonly index: LogIndex;
  readonly findings: Findings;
}

/** Holds the rows of one concern against the log. */
export type RowCheck = (audit: RowAudit) => void;

/** Adds a finding for each column of a row that says something else than its record. */
export function compare(
  { findings }: RowAudit,
  what: string,
  seq: number,
  columns: Readonly<Record<string, readonly [row: unknown, record: unknown]>>,
): void {
  for (const [column, [row, record]] of Object.entries(columns)) {
    if (row === record) continue;
    const code = column === 'commitment' ? 'commitment-mismatch' : 'row-mismatch';
    findings.add(code, `${what}: its ${column} is not the one record ${seq} was made with.`, seq);
  }
}
