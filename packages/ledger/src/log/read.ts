import {
  consistencyProof,
  EaapError,
  inclusionProof,
  LogRecord,
  matches,
  parseJson,
  toHex,
  type Digest,
} from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { View } from '../unit/types.ts';
import { overTree } from './nodes.ts';

/** The most entries of a page. */
export const MAX_PAGE = 500;

/** An entry as it is answered: the `LedgerEntry` of the wire. */
export interface Entry {
  readonly record: LogRecord;
  /** The RFC 6962 leaf hash of the canonical record. */
  readonly leaf: Digest;
  readonly compute_latency_us: number | null;
  readonly model: string | null;
  readonly framework: string | null;
}

/** Which entries. */
export interface EntriesQuery {
  /** The first place to look at; `next` of the page before. 0 unless given. */
  readonly cursor?: number | undefined;
  /** 100 unless given, {@link MAX_PAGE} at most. */
  readonly limit?: number | undefined;
  /** Only entries of this evaluation. */
  readonly evaluation?: string | undefined;
}

/** A checkpoint as it is kept. */
export interface StoredCheckpoint {
  /** Records it covers. */
  readonly size: number;
  /** The C2SP signed note. */
  readonly note: string;
}

const digestOf = (hash: Uint8Array): Digest => `sha256:${toHex(hash)}`;

/** A count that came from a request. */
function checkCount(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new EaapError('invalid-request', `The ${what} is a whole number from 0.`, { pointer: `/${what}` });
  }
}

function toRecord(row: Row<'log'>): LogRecord {
  let record: unknown;
  try {
    record = parseJson(row.record);
  } catch {
    record = undefined;
  }
  if (!matches(LogRecord, record)) {
    throw new EaapError(
      'storage-corrupt',
      `Record ${row.seq} of the log cannot be read. Run \`eaap verify\`.`,
    );
  }
  return record;
}

/**
 * How many records the log of this namespace has.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { logSize, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.equal(await ledger.read('acme', logSize), 4);
 * await close();
 * ```
 */
export async function logSize(view: View): Promise<number> {
  const [row] = await view.tx.select('log', { order: [['seq', 'desc']], limit: 1 });
  return row === undefined ? 0 : row.seq + 1;
}

/**
 * The log, oldest first, a page at a time.
 *
 * @throws EaapError `invalid-request` for a cursor or limit that is none; `storage-corrupt`.
 * @see RFC-0001 section 10
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { entries, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const page = await ledger.read('acme', (view) => entries(view, { limit: 3 }));
 * assert.equal(page.entries[0]?.record.type, 'namespace.created');
 * assert.deepEqual([page.next, page.size], [3, 4]);
 * await close();
 * ```
 */
export async function entries(
  view: View,
  query: EntriesQuery = {},
): Promise<{ entries: Entry[]; next: number | null; size: number }> {
  const { cursor = 0, limit = 100, evaluation } = query;
  checkCount(cursor, 'cursor');
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw new EaapError('invalid-request', `The limit is a whole number from 1 to ${MAX_PAGE}.`, {
      pointer: '/limit',
    });
  }
  const rows = await view.tx.select('log', {
    ...(evaluation === undefined ? {} : { where: { evaluation } }),
    range: { column: 'seq', from: cursor },
    order: [['seq', 'asc']],
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const telemetry = new Map<number, Row<'telemetry'>>();
  const [first, last] = [page[0], page.at(-1)];
  if (first !== undefined && last !== undefined) {
    const found = await view.tx.select('telemetry', {
      range: { column: 'seq', from: first.seq, to: last.seq + 1 },
    });
    for (const row of found) telemetry.set(row.seq, row);
  }
  return {
    entries: page.map((row) => ({
      record: toRecord(row),
      leaf: digestOf(row.leaf),
      compute_latency_us: telemetry.get(row.seq)?.latency_us ?? null,
      model: telemetry.get(row.seq)?.model ?? null,
      framework: telemetry.get(row.seq)?.framework ?? null,
    })),
    next: rows[limit]?.seq ?? null,
    size: await logSize(view),
  };
}

/**
 * One record, or `undefined` when the log does not reach so far.
 *
 * @throws EaapError `storage-corrupt`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openMemoryLedger, readRecord } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.equal((await ledger.read('acme', (view) => readRecord(view, 1)))?.type, 'policy.changed');
 * assert.equal(await ledger.read('acme', (view) => readRecord(view, 99)), undefined);
 * await close();
 * ```
 */
export async function readRecord(view: View, seq: number): Promise<LogRecord | undefined> {
  checkCount(seq, 'seq');
  const row = await view.tx.get('log', { seq });
  return row === undefined ? undefined : toRecord(row);
}

/**
 * The newest checkpoint, or `undefined` for a log without records.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openCheckpoint } from '@eaap/protocol';
 * import { latestCheckpoint, openMemoryLedger, originOf } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const { note = '' } = (await ledger.read('acme', latestCheckpoint)) ?? {};
 * const opened = openCheckpoint(note, { origin: originOf('eaap.local', 'acme'), verifierKeys: [ledger.verifierKey] });
 * assert.equal(opened.checkpoint.size, 4);
 * await close();
 * ```
 */
export async function latestCheckpoint(view: View): Promise<StoredCheckpoint | undefined> {
  const [row] = await view.tx.select('checkpoints', { order: [['size', 'desc']], limit: 1 });
  return row && { size: row.size, note: row.note };
}

/**
 * The earliest checkpoint that covers a record: always the same one, so that a receipt always has the same bytes.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { checkpointCovering, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.equal((await ledger.read('acme', (view) => checkpointCovering(view, 0)))?.size, 4);
 * assert.equal(await ledger.read('acme', (view) => checkpointCovering(view, 4)), undefined);
 * await close();
 * ```
 */
export async function checkpointCovering(view: View, seq: number): Promise<StoredCheckpoint | undefined> {
  checkCount(seq, 'seq');
  const [row] = await view.tx.select('checkpoints', {
    range: { column: 'size', after: seq },
    order: [['size', 'asc']],
    limit: 1,
  });
  return row && { size: row.size, note: row.note };
}

/**
 * The proof that a record is in the tree of the given size.
 *
 * @returns hashes from the leaf up.
 * @throws EaapError `not-found` when the log does not reach so far; `storage-corrupt`.
 * @see RFC 6962 section 2.1.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openMemoryLedger, proveInclusion } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.equal((await ledger.read('acme', (view) => proveInclusion(view, 0, 4))).length, 2);
 * await close();
 * ```
 */
export async function proveInclusion(view: View, seq: number, size: number): Promise<Digest[]> {
  checkCount(seq, 'seq');
  await checkSize(view, size, 'size');
  if (seq >= size) throw new EaapError('not-found', `A log of ${size} records has no record ${seq}.`);
  const proof = await overTree(view.tx, (nodeAt) => inclusionProof(nodeAt, seq, size));
  return proof.map(digestOf);
}

/**
 * A record with the proof that it is in the tree of the newest checkpoint.
 *
 * @throws EaapError `not-found` when no checkpoint reaches so far; `storage-corrupt`.
 * @see RFC-0001 section 10
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openMemoryLedger, proveEntry } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const { record, index, size } = await ledger.read('acme', (view) => proveEntry(view, 3));
 * assert.deepEqual([record.type, index, size], ['key.created', 3, 4]);
 * await close();
 * ```
 */
export async function proveEntry(
  view: View,
  seq: number,
): Promise<{ record: LogRecord; index: number; size: number; proof: Digest[]; checkpoint: string }> {
  const record = await readRecord(view, seq);
  const checkpoint = await latestCheckpoint(view);
  if (record === undefined || checkpoint === undefined || checkpoint.size <= seq) {
    throw new EaapError('not-found', `The log has no record ${seq}.`);
  }
  const { size, note } = checkpoint;
  return { record, index: seq, size, proof: await proveInclusion(view, seq, size), checkpoint: note };
}

/**
 * The proof that the log of one size is the beginning of the log of another.
 *
 * @throws EaapError `not-found` when the log does not reach so far; `invalid-request` when `from` is the larger one.
 * @see RFC 6962 section 2.1.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openMemoryLedger, proveConsistency } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * await ledger.write('acme', 'root', (unit) => unit.append({ type: 'requests.refused' }));
 * assert.equal((await ledger.read('acme', (view) => proveConsistency(view, 4, 5))).proof.length, 1);
 * await close();
 * ```
 */
export async function proveConsistency(
  view: View,
  from: number,
  to: number,
): Promise<{ from: number; to: number; proof: Digest[] }> {
  checkCount(from, 'from');
  await checkSize(view, to, 'to');
  const proof = await overTree(view.tx, (nodeAt) => consistencyProof(nodeAt, from, to));
  return { from, to, proof: proof.map(digestOf) };
}

async function checkSize(view: View, size: number, what: string): Promise<void> {
  checkCount(size, what);
  const present = await logSize(view);
  if (size > present) throw new EaapError('not-found', `The log has ${present} records, not ${size}.`);
}
