import type { LogRecord } from '@eaap/protocol';
import { compare, type RowCheck } from './check.ts';

const committed = (records: readonly LogRecord[]): LogRecord[] =>
  records.filter(({ commitment }) => commitment !== null);

/** Facts: every version has its record with its commitment, and none but the newest version counts. */
export const checkFacts: RowCheck = (audit) => {
  const { namespace, source, index, findings } = audit;
  const present = new Set<string>();
  const newest = new Map<string, number>();
  const current = new Map<string, number>();
  for (const row of source.rows('facts', namespace)) {
    const object = `fact:${row.id}@${row.version}`;
    present.add(object);
    newest.set(row.id, Math.max(newest.get(row.id) ?? 0, row.version));
    if (row.current !== 0) {
      if (current.has(row.id)) findings.add('row-mismatch', `fact:${row.id}: two versions count at once.`);
      current.set(row.id, row.version);
    }
    const records = committed(index.about(object));
    if (records.length === 0) findings.add('row-without-record', `${object} is in no record of the log.`);
    for (const { seq, commitment } of records) {
      compare(audit, object, seq, { commitment: [row.commitment, commitment] });
    }
  }
  for (const [id, version] of current) {
    if (version !== newest.get(id)) {
      findings.add('row-mismatch', `fact:${id}: version ${version} counts, though there is a newer one.`);
    }
  }
  for (const object of index.versions('fact')) {
    const [first] = committed(index.about(object));
    if (first !== undefined && !present.has(object) && !index.erasedAfter(first.seq)) {
      findings.add('record-without-row', `${object} is gone, and nothing was erased since.`, first.seq);
    }
  }
};
