import { digest, equalDigest, type Digest } from '../digest/digest.ts';
import { EaapError } from '../problem/error.ts';
import type { LogRecord } from '../types/record.ts';

/** What is wrong with a chain of records. */
export const CHAIN_CODES = ['record-malformed', 'sequence-gap', 'chain-broken', 'namespace-mixed'] as const;

/** One fault of a chain. */
export interface ChainFinding {
  /** The place in the log where it was found. */
  readonly seq: number;
  readonly code: (typeof CHAIN_CODES)[number];
  readonly message: string;
}

/** What a chain of records was found to be. */
export interface ChainResult {
  /** Whether nothing is wrong. */
  readonly ok: boolean;
  /** How many records were read. */
  readonly size: number;
  /** The digest of the last record, to which the next one would point; `null` for none. */
  readonly head: Digest | null;
  readonly findings: readonly ChainFinding[];
}

/**
 * What the record after this one carries as `prev`.
 *
 * @throws EaapError `malformed-json` if the record is not JSON.
 * @see RFC-0001 section 10.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { isDigest, linkOf, type LogRecord } from '@eaap/protocol';
 *
 * const record = { v: 1, seq: 0, ns: 'acme', prev: null } as LogRecord;
 * assert.ok(isDigest(linkOf(record)));
 * ```
 */
export function linkOf(record: LogRecord): Digest {
  return digest('EAAP-RECORD-v1', record);
}

/**
 * Checks a chain of records from the first on: each stands at its `seq`, is of one namespace, and points to the record
 * before. Never throws for what a record holds; every fault is listed, since one altered record is seen at the next.
 *
 * A chain alone cannot show that its end was cut off or that all of it was rewritten: compare with a checkpoint kept
 * elsewhere.
 *
 * @param records - All records in order, beginning with `seq` 0.
 * @see RFC-0001 section 10.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { linkOf, verifyChain, type LogRecord } from '@eaap/protocol';
 *
 * const first = { v: 1, seq: 0, ns: 'acme', prev: null } as LogRecord;
 * const second = { v: 1, seq: 1, ns: 'acme', prev: linkOf(first) } as LogRecord;
 * assert.ok(verifyChain([first, second]).ok);
 * assert.equal(verifyChain([{ ...first, v: 1, principal: 'mallory' }, second]).findings[0]?.code, 'chain-broken');
 * ```
 */
export function verifyChain(records: Iterable<LogRecord>): ChainResult {
  const findings: ChainFinding[] = [];
  let size = 0;
  let head: Digest | null = null;
  let namespace: string | undefined;
  for (const record of records) {
    const seq = size++;
    const note = (code: ChainFinding['code'], message: string): void => {
      findings.push({ seq, code, message });
    };
    const link = linkOrNull(record);
    if (link === null) {
      note('record-malformed', 'The record is not a JSON object.');
      head = null;
      continue;
    }
    if (record.seq !== seq) note('sequence-gap', `The record in place ${seq} claims another place.`);
    namespace ??= record.ns;
    if (record.ns !== namespace)
      note('namespace-mixed', 'The record is of another namespace than the first.');
    if (!linked(record.prev, head)) note('chain-broken', 'The record does not point to the one before it.');
    head = link;
  }
  return { ok: findings.length === 0, size, head, findings };
}

function linkOrNull(record: unknown): Digest | null {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return null;
  try {
    return linkOf(record as LogRecord);
  } catch (error) {
    if (error instanceof EaapError) return null;
    throw error;
  }
}

function linked(prev: unknown, head: Digest | null): boolean {
  return head === null ? prev === null : typeof prev === 'string' && equalDigest(prev, head);
}
