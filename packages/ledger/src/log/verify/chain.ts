import {
  canonicalBytes,
  createTree,
  leafHash,
  LogRecord,
  matches,
  parseTime,
  toHex,
  type Digest,
  type Json,
  type Tree,
} from '@eaap/protocol';
import { recordDigest } from '../head.ts';
import type { Findings } from './findings.ts';

/** Goes along a log, record by record, and rebuilds its chain and tree. */
export interface ChainAudit {
  readonly tree: Tree;
  /**
   * Takes the next record.
   *
   * @param value - The record as it was read; `undefined` when it is no JSON, or not in its one text.
   * @param at - Where it stands, and for a stored one its bytes and the leaf that is kept for it.
   * @returns the record when it is one.
   */
  next(
    value: unknown,
    at: { readonly seq: number; readonly bytes?: Uint8Array; readonly leaf?: Uint8Array },
  ): LogRecord | undefined;
}

/** An audit of the log of one namespace. */
export function createChainAudit(namespace: string, findings: Findings): ChainAudit {
  const tree = createTree();
  /** What the next record points to; `undefined` after one that cannot be read. */
  let prev: Digest | null | undefined = null;
  /** The time of the record in the place before; 0, which nothing is earlier than, after one that cannot be read. */
  let ts = 0;

  const link = (record: LogRecord, seq: number): void => {
    if (prev !== undefined && record.prev !== prev) {
      findings.add('chain-broken', `Record ${seq} does not point to the record before it.`, seq);
    }
    prev = recordDigest(record);
  };

  const checkTime = (record: LogRecord, time: number, seq: number): void => {
    if (time < ts && record.type !== 'clock.rebased')
      findings.add('time-reversed', `Record ${seq} is older than the one before it.`, seq);
    ts = time;
  };

  return {
    tree,
    next(value, { seq, bytes, leaf }) {
      const record = matches(LogRecord, value) ? value : undefined;
      const own = bytes ?? (record === undefined ? bytesOf(value) : canonicalBytes(record));
      tree.append(own);
      if (leaf !== undefined && toHex(leaf) !== toHex(tree.nodeAt(0, tree.size - 1) ?? leafHash(own))) {
        findings.add('leaf-mismatch', `Record ${seq} does not hash to its leaf: it was changed.`, seq);
      }
      // A day that does not exist fits the pattern of a time and is none.
      const time = record === undefined ? undefined : timeOf(record.ts);
      if (record === undefined || time === undefined) {
        findings.add('record-malformed', `Record ${seq} is not a record of the log.`, seq);
        prev = undefined;
        ts = 0;
        return undefined;
      }
      if (record.seq !== seq) {
        findings.add('sequence-gap', `In place ${seq} stands record ${record.seq}.`, seq);
      }
      if (record.ns !== namespace) {
        findings.add('namespace-mixed', `Record ${seq} is of another namespace.`, seq);
      }
      link(record, seq);
      checkTime(record, time, seq);
      return record;
    },
  };
}

function timeOf(text: string): number | undefined {
  try {
    return parseTime(text);
  } catch {
    return undefined;
  }
}

/** Whatever stands in the place of a record keeps its place in the tree. */
function bytesOf(value: unknown): Uint8Array {
  try {
    return canonicalBytes(value as Json);
  } catch {
    return new Uint8Array();
  }
}
