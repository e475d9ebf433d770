import type { LogRecord, RecordType } from '@eaap/protocol';
import { compare, type RowAudit, type RowCheck } from './check.ts';

/** A row that changes in place; the record of its newest version speaks for it. */
interface Changing {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly commitment: string;
}

/** Which type of record leaves a row in which state. */
type States = Readonly<Partial<Record<RecordType, string>>>;

const versionOf = (record: LogRecord): number => Number(record.object?.split('@')[1] ?? Number.NaN);

function checkChanging(
  audit: RowAudit,
  kind: string,
  rows: Iterable<Changing>,
  states: States,
  allowed: (row: Changing, last: LogRecord) => boolean,
  mayBeGone: (last: LogRecord) => boolean,
): void {
  const { index, findings } = audit;
  const lastOf = (object: string): LogRecord | undefined =>
    index.aboutAny(object).findLast(({ type }) => states[type] !== undefined);
  const present = new Set<string>();
  for (const row of rows) {
    const object = `${kind}:${row.id}`;
    present.add(object);
    const last = lastOf(object);
    if (last === undefined) {
      findings.add('row-without-record', `${object} is in no record of the log.`);
    } else if (!allowed(row, last)) {
      compare(audit, object, last.seq, {
        commitment: [row.commitment, last.commitment],
        version: [row.version, versionOf(last)],
        status: [row.status, states[last.type]],
      });
    }
  }
  for (const object of index.objects(kind)) {
    const last = lastOf(object);
    if (last !== undefined && !present.has(object) && !mayBeGone(last)) {
      findings.add('record-without-row', `${object} is gone, and nothing was erased since.`, last.seq);
    }
  }
}

/** Conflicts: an open one that is closed or taken away behind the log's back would let its facts count again. */
export const checkConflicts: RowCheck = (audit) => {
  const { namespace, source, index } = audit;
  const states: States = {
    'conflict.opened': 'open',
    'conflict.noted': 'noted',
    'conflict.resolved': 'resolved',
  };
  checkChanging(
    audit,
    'conflict',
    source.rows('conflicts', namespace),
    states,
    () => false,
    ({ seq }) => index.erasedAfter(seq),
  );
};

/** Escalations: an approval needs its record, and one that was used the commit it was used for. */
export const checkEscalations: RowCheck = (audit) => {
  const { namespace, source, index } = audit;
  const states: States = {
    'escalation.opened': 'pending',
    'escalation.approved': 'approved',
    'escalation.denied': 'denied',
    'escalation.expired': 'expired',
  };
  const usedFor = new Map<string, string>();
  for (const { escalation, evaluation } of source.rows('consumptions', namespace))
    usedFor.set(escalation, evaluation);
  const wasUsed = (id: string): boolean =>
    index.ofEvaluation(usedFor.get(id) ?? '').some(({ type }) => type === 'commit.accepted');
  checkChanging(
    audit,
    'escalation',
    source.rows('escalations', namespace),
    states,
    (row, last) =>
      (row.status === 'erased' && index.erasedAfter(last.seq)) ||
      (row.status === 'consumed' && last.type === 'escalation.approved' && wasUsed(row.id)),
    () => false,
  );
};
