import type { LogRecord, RecordType } from '@eaap/protocol';
import { compare, type RowCheck } from './check.ts';

/** What an evaluation's status says only when it was committed. */
const COMMITTED: readonly string[] = ['committed', 'executed', 'failed', 'unknown'];

const isOutcome = ({ type }: LogRecord): boolean => type === 'outcome.reported' || type === 'outcome.unknown';
const isOf =
  (type: RecordType) =>
  (record: LogRecord): boolean =>
    record.type === type;

/** Evaluations: the decision in the row is the one in the log, and whether it was used is so in both. */
export const checkEvaluations: RowCheck = (audit) => {
  const { namespace, source, index, findings } = audit;
  const present = new Set<string>();
  for (const row of source.rows('evaluations', namespace)) {
    present.add(row.id);
    const what = `evaluation:${row.id}`;
    const records = index.ofEvaluation(row.id);
    const made = records.find(isOf('evaluation.recorded'));
    if (made === undefined) {
      findings.add('row-without-record', `${what} is in no record of the log.`);
      continue;
    }
    compare(audit, what, made.seq, {
      commitment: [row.commitment, made.commitment],
      verdict: [row.verdict, made.verdict],
      principal: [row.principal, made.principal],
      policy: [row.policy, made.policy],
      engine: [row.engine, made.engine],
      state_hash: [row.state_hash, made.state_hash],
    });
    const used = records.find(isOf('commit.accepted'));
    const saysUsed = COMMITTED.includes(row.status);
    if (row.status === 'erased') {
      if (index.erasedAfter(made.seq)) continue;
      findings.add(
        'row-mismatch',
        `${what}: it says that it was erased, and nothing was erased since.`,
        made.seq,
      );
    } else if (saysUsed !== (used !== undefined)) {
      const how = saysUsed ? 'says it was committed, which no record does' : 'hides that it was committed';
      findings.add('row-mismatch', `${what}: its status ${how}.`, (used ?? made).seq);
    }
  }
  for (const id of index.evaluations('evaluation.recorded')) {
    if (!present.has(id)) {
      findings.add('record-without-row', `evaluation:${id} is gone.`, index.ofEvaluation(id)[0]?.seq);
    }
  }
};

/** Commits: each has its record, and each record its commit. */
export const checkCommits: RowCheck = (audit) => {
  const { namespace, source, index, findings } = audit;
  const present = new Set<string>();
  for (const row of source.rows('commits', namespace)) {
    present.add(row.evaluation);
    const what = `The commit of evaluation:${row.evaluation}`;
    const made = index.ofEvaluation(row.evaluation).find(isOf('commit.accepted'));
    if (made === undefined) findings.add('row-without-record', `${what} is in no record of the log.`);
    else
      compare(audit, what, made.seq, { seq: [row.seq, made.seq], executor: [row.executor, made.principal] });
  }
  for (const id of index.evaluations('commit.accepted')) {
    const made = index.ofEvaluation(id).find(isOf('commit.accepted'));
    if (!present.has(id))
      findings.add('record-without-row', `The commit of evaluation:${id} is gone.`, made?.seq);
  }
};

/** Outcomes: what the row says is what was last reported. */
export const checkOutcomes: RowCheck = (audit) => {
  const { namespace, source, index, findings } = audit;
  const present = new Set<string>();
  for (const row of source.rows('outcomes', namespace)) {
    present.add(row.evaluation);
    const what = `The outcome of evaluation:${row.evaluation}`;
    const last = index.ofEvaluation(row.evaluation).findLast(isOutcome);
    if (last === undefined) findings.add('row-without-record', `${what} is in no record of the log.`);
    else {
      compare(audit, what, last.seq, {
        seq: [row.seq, last.seq],
        status: [row.status, last.reason],
        principal: [row.principal, last.principal],
      });
    }
  }
  for (const type of ['outcome.reported', 'outcome.unknown'] as const) {
    for (const id of index.evaluations(type)) {
      if (present.has(id)) continue;
      present.add(id);
      const last = index.ofEvaluation(id).findLast(isOutcome);
      findings.add('record-without-row', `The outcome of evaluation:${id} is gone.`, last?.seq);
    }
  }
};
