import {
  appendNodes,
  canonicalBytes,
  canonicalize,
  type EaapError,
  formatTime,
  leafHash,
  LogRecord,
  validate,
  type Digest,
} from '@eaap/protocol';
import type { Tx } from '@eaap/store';
import type { Appended, LogEntry } from '../unit/types.ts';
import { headOf, recordDigest, type Head } from './head.ts';
import { unavailable } from './failure.ts';
import { overTree } from './nodes.ts';

/** Appends records of one unit, one after another. */
export interface Appender {
  append(entry: LogEntry): Promise<Appended>;
  /** Waits for what was begun. @throws EaapError `log-unavailable` if any of it failed. */
  settled(): Promise<void>;
}

/** An appender to the log of a transaction's namespace. */
export function createAppender(tx: Tx, principal: string, now: () => number): Appender {
  let head: Head | undefined;
  let failure: EaapError | undefined;
  // Appends of a unit that run at once would take the same place: they queue.
  let last: Promise<unknown> = Promise.resolve();

  const appendNext = async (entry: LogEntry): Promise<Appended> => {
    if (failure !== undefined) throw failure;
    try {
      head ??= await headOf(tx);
      const appended = await insert(tx, recordOf(tx.namespace, entry, principal, now(), head), now());
      head = { size: appended.seq + 1, prev: recordDigest(appended.record), ts: now() };
      if (entry.telemetry !== undefined)
        await tx.insert('telemetry', { seq: appended.seq, ...entry.telemetry });
      return appended;
    } catch (cause) {
      failure = unavailable(cause);
      throw failure;
    }
  };

  return {
    append(entry) {
      const appended = last.then(() => appendNext(entry));
      last = appended.catch(() => undefined);
      return appended;
    },
    async settled() {
      await last;
      if (failure !== undefined) throw failure;
    },
  };
}

function recordOf(namespace: string, entry: LogEntry, principal: string, now: number, head: Head): LogRecord {
  return validate(
    LogRecord,
    {
      v: 1,
      seq: head.size,
      ts: formatTime(now),
      ns: namespace,
      type: entry.type,
      principal: entry.principal ?? principal,
      object: entry.object ?? null,
      evaluation: entry.evaluation ?? null,
      verdict: entry.verdict ?? null,
      reason: entry.reason ?? null,
      policy: entry.policy ?? null,
      engine: entry.engine ?? null,
      state_hash: entry.state_hash ?? null,
      commitment: entry.commitment ?? null,
      prev: head.prev satisfies Digest | null,
    },
    'internal',
  );
}

async function insert(tx: Tx, record: LogRecord, ts: number): Promise<Appended> {
  const { seq } = record;
  const bytes = canonicalBytes(record);
  const leaf = leafHash(bytes);
  const { nodes } = await overTree(tx, (nodeAt) => appendNodes(seq, bytes, nodeAt));
  await tx.insert('log', {
    seq,
    record: canonicalize(record),
    leaf,
    type: record.type,
    ts,
    evaluation: record.evaluation,
    object: record.object,
  });
  for (const { level, position, hash } of nodes) await tx.insert('log_nodes', { level, position, hash });
  return { seq, record, leaf };
}
