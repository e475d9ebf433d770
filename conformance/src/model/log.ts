import { readCheckpoint, type ReadCheckpoint } from './checkpoint.ts';
import { bytesOf, digest, type Digest } from './digest.ts';
import { canonicalBytes, type Json, type JsonObject } from './json.ts';
import { isRecord, timeOf } from './record.ts';
import { leafHash, rootOf } from './tree.ts';

/** A log as it was exported, or read page by page. Nothing in it is believed. */
export interface ExportedLog {
  readonly namespace: string;
  /** What stands in the places of records, in order from the first. */
  readonly records: readonly Json[];
  /** Signed notes, in any order. */
  readonly checkpoints: readonly string[];
  readonly verifierKey: string;
  /** Leaf hashes as the gateway claims them, beside the records. */
  readonly leaves?: readonly string[];
  /** Checkpoints that were kept elsewhere. */
  readonly anchors?: readonly string[];
}

/** The closed list of findings (RFC-0011 section 6.2). */
export const LOG_FINDINGS = [
  'record-malformed',
  'sequence-gap',
  'namespace-mixed',
  'chain-broken',
  'time-reversed',
  'leaf-mismatch',
  'signature-invalid',
  'truncated',
  'root-mismatch',
  'checkpoint-fork',
  'checkpoint-missing',
] as const;

/** Something that does not add up. */
export interface LogFinding {
  readonly code: (typeof LOG_FINDINGS)[number];
  readonly message: string;
}

/** The digest by which the next record points to this one. */
export function linkOf(record: JsonObject): Digest {
  return digest('EAAP-RECORD-v1', record);
}

/** The RFC 6962 hash of a record's leaf. */
export function recordLeaf(record: JsonObject): Buffer {
  return leafHash(canonicalBytes(record));
}

function recordFindings({ namespace, records, leaves }: ExportedLog): LogFinding[] {
  const findings: LogFinding[] = [];
  const find = (code: LogFinding['code'], message: string): void => void findings.push({ code, message });
  /** What the next record points to; undefined after something that is no record. */
  let prev: Json | undefined = null;
  /** The time of the record in the place before; nothing is earlier than 0, which stands for none. */
  let latest = 0;
  if (leaves !== undefined && leaves.length !== records.length)
    find('leaf-mismatch', `${leaves.length} leaves are beside ${records.length} records`);
  for (const [seq, record] of records.entries()) {
    const leaf = leaves?.[seq];
    if (leaf !== undefined && leaf !== `sha256:${leafHash(canonicalBytes(record)).toString('hex')}`)
      find('leaf-mismatch', `the leaf beside record ${seq} is not its hash`);
    if (!isRecord(record)) {
      find('record-malformed', `in place ${seq} stands what is no record`);
      prev = undefined;
      latest = 0;
      continue;
    }
    if (record['seq'] !== seq) find('sequence-gap', `record ${seq} says seq ${String(record['seq'])}`);
    if (record['ns'] !== namespace) find('namespace-mixed', `record ${seq} is of ${String(record['ns'])}`);
    if (prev !== undefined && record['prev'] !== prev)
      find('chain-broken', `record ${seq} does not point to the one before`);
    const time = timeOf(record['ts']) ?? 0;
    if (time < latest && record['type'] !== 'clock.rebased')
      find('time-reversed', `record ${seq} is older than the one before`);
    latest = time;
    prev = linkOf(record);
  }
  return findings;
}

function checkpointFindings(log: ExportedLog): LogFinding[] {
  const findings: LogFinding[] = [];
  const find = (code: LogFinding['code'], message: string): void => void findings.push({ code, message });
  const hashes = log.records.map((record) => leafHash(canonicalBytes(record)));
  const origin = `${log.verifierKey.split('+')[0] ?? ''}/${log.namespace}`;
  const open = (notes: readonly string[]): ReadCheckpoint[] =>
    notes.flatMap((note) => {
      const read = readCheckpoint(Buffer.from(note, 'utf8'), [log.verifierKey], origin);
      if ('root' in read) return [read];
      find('signature-invalid', `a checkpoint is refused: ${read.join(', ')}`);
      return [];
    });
  const [own, anchors] = [open(log.checkpoints), open(log.anchors ?? [])];
  const all = [...own, ...anchors];
  const fits = ({ size, root }: ReadCheckpoint): boolean => rootOf(hashes.slice(0, size)).equals(root);
  const isThere = ({ size }: ReadCheckpoint): boolean => size <= hashes.length;

  for (const { size } of all.filter((one) => !isThere(one)))
    find('truncated', `a checkpoint speaks of ${size} records, ${hashes.length} are there`);
  for (const size of new Set(all.map((one) => one.size)))
    if (new Set(all.filter((one) => one.size === size).map(({ root }) => root.toString('hex'))).size > 1)
      find('checkpoint-fork', `signed checkpoints of size ${size} have different roots`);

  const good = new Set(own.filter((one) => isThere(one) && fits(one)).map(({ size }) => size));
  const bad = own.filter((one) => isThere(one) && !good.has(one.size));
  for (const { size } of bad) find('root-mismatch', `the root over the first ${size} records is another`);
  if (bad.length === 0 && anchors.some((one) => isThere(one) && !fits(one)))
    find('checkpoint-fork', 'the log fits its own checkpoints and not one that was kept elsewhere');
  if (Math.max(0, ...own.map(({ size }) => size)) < hashes.length)
    find('checkpoint-missing', 'there are records that no checkpoint covers');
  return findings;
}

/**
 * Everything that does not add up in a log: records, sequence, chain, leaves, and every checkpoint's signature and root,
 * those kept elsewhere included. Empty means that it is the log that was signed.
 *
 * @see RFC-0011 section 6
 */
export function verifyLog(log: ExportedLog): LogFinding[] {
  return [...recordFindings(log), ...checkpointFindings(log)];
}

/** The hashes of a proof as it is written. */
export function proofOf(hashes: readonly string[]): Buffer[] {
  return hashes.map(bytesOf);
}
