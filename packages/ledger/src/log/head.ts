import { digest, EaapError, parseJson, type Digest, type Json, type LogRecord } from '@eaap/protocol';
import type { ReadTx, Row } from '@eaap/store';

/** Where a log ends. */
export interface Head {
  /** Records in it. */
  readonly size: number;
  /** The digest of the newest record, which the next one points to; null for none. */
  readonly prev: Digest | null;
  /** When the newest record was made, in milliseconds since 1970. */
  readonly ts: number | undefined;
}

/** The digest by which the next record points to this one. */
export const recordDigest = (record: LogRecord): Digest => digest('EAAP-RECORD-v1', record);

/** The row of the newest record. */
export async function newestRow(tx: ReadTx): Promise<Row<'log'> | undefined> {
  const [row] = await tx.select('log', { order: [['seq', 'desc']], limit: 1 });
  return row;
}

/**
 * Where the log of this namespace ends.
 *
 * @throws EaapError `storage-corrupt` when the newest record cannot be read.
 */
export async function headOf(tx: ReadTx): Promise<Head> {
  const row = await newestRow(tx);
  if (row === undefined) return { size: 0, prev: null, ts: undefined };
  return { size: row.seq + 1, prev: digest('EAAP-RECORD-v1', readJson(row.record)), ts: row.ts };
}

function readJson(text: string): Json {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new EaapError(
      'storage-corrupt',
      'A record of the log cannot be read. Run `eaap verify`.',
      {},
      { cause },
    );
  }
}
