import { canonicalize, parseJson, toHex, toUtf8, type Json, type LogRecord, type Tree } from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { ChainAudit } from '../chain.ts';
import type { Findings } from '../findings.ts';
import type { LogIndex } from './log-index.ts';
import type { Source } from './source.ts';

/** Goes along the log as it is stored: places, texts, leaves, and the columns beside them. */
export function auditStoredRecords(
  source: Source,
  namespace: string,
  chain: ChainAudit,
  index: LogIndex,
  findings: Findings,
): void {
  let expected = 0;
  for (const row of source.rows('log', namespace)) {
    if (row.seq !== expected) {
      const last = row.seq - 1;
      findings.add(
        'sequence-gap',
        last === expected ? `Record ${last} is missing.` : `Records ${expected} to ${last} are missing.`,
        expected,
      );
    }
    expected = row.seq + 1;
    const record = chain.next(readRecord(row.record), {
      seq: row.seq,
      bytes: new TextEncoder().encode(row.record),
      leaf: row.leaf,
    });
    if (record === undefined) continue;
    index.add(record);
    auditColumns(row, record, findings);
  }
}

/** A stored record in its one text, or `undefined`: another text of the same JSON would have another leaf. */
function readRecord(text: string): Json | undefined {
  try {
    toUtf8(text);
    const value = parseJson(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The columns that records are looked up by: one that lies hides its record from whoever asks for it. */
function auditColumns(row: Row<'log'>, record: LogRecord, findings: Findings): void {
  const same =
    row.type === record.type &&
    row.evaluation === record.evaluation &&
    row.object === record.object &&
    row.ts === Date.parse(record.ts);
  if (!same)
    findings.add('row-mismatch', `The columns beside record ${row.seq} do not say what it says.`, row.seq);
}

/** Holds the stored nodes of the tree against those of the records: proofs are made from them. */
export function auditNodes(source: Source, namespace: string, tree: Tree, findings: Findings): void {
  let found = 0;
  for (const { level, position, hash } of source.rows('log_nodes', namespace)) {
    const own = tree.nodeAt(level, position);
    if (own !== undefined) found++;
    if (own === undefined || toHex(own) !== toHex(hash)) {
      findings.add('node-mismatch', `The node at level ${level}, position ${position} is not the records'.`);
    }
  }
  let complete = 0;
  for (let width = 1; width <= tree.size; width *= 2) complete += Math.floor(tree.size / width);
  if (found < complete) findings.add('node-mismatch', `${complete - found} nodes of the tree are missing.`);
}

/** The stored checkpoints, after a look at the sizes they are found by. */
export function storedCheckpoints(source: Source, namespace: string, findings: Findings): string[] {
  const notes: string[] = [];
  for (const { size, note } of source.rows('checkpoints', namespace)) {
    if (note.split('\n')[1] !== String(size)) {
      findings.add('row-mismatch', `The checkpoint that is kept as that of size ${size} is of another.`);
    }
    notes.push(note);
  }
  return notes;
}
