import { bytesOf, digest, type Digest } from './digest.ts';
import { canonicalBytes, type Json, type JsonObject } from './json.ts';
import { openCheckpoint, readVerifierKey, type Checkpoint } from './note.ts';
import { leafHash, rootOf } from './tree.ts';

/** A log as it was exported, or read page by page. */
export interface ExportedLog {
  readonly namespace: string;
  /** Records in order from the first, as they were answered. */
  readonly records: readonly JsonObject[];
  /** Signed notes, in any order. */
  readonly checkpoints: readonly string[];
  readonly verifierKey: string;
  /** Leaf hashes as the gateway claims them, beside the records. */
  readonly leaves?: readonly string[];
  /** Checkpoints kept from before, in the runner's own hands. */
  readonly anchors?: readonly string[];
}

/** Something that does not add up. */
export interface LogFinding {
  readonly code:
    | 'sequence-gap'
    | 'chain-broken'
    | 'namespace-mixed'
    | 'leaf-mismatch'
    | 'no-checkpoint'
    | 'checkpoint-invalid'
    | 'uncovered'
    | 'truncated'
    | 'root-mismatch';
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

function chainFindings({ namespace, records, leaves }: ExportedLog): LogFinding[] {
  const findings: LogFinding[] = [];
  let prev: Json = null;
  for (const [seq, record] of records.entries()) {
    if (record['seq'] !== seq)
      findings.push({ code: 'sequence-gap', message: `record ${seq} says seq ${String(record['seq'])}` });
    if (record['ns'] !== namespace)
      findings.push({ code: 'namespace-mixed', message: `record ${seq} is of ${String(record['ns'])}` });
    if (record['prev'] !== prev)
      findings.push({ code: 'chain-broken', message: `record ${seq} does not point to the one before` });
    const leaf = leaves?.[seq];
    if (leaf !== undefined && leaf !== `sha256:${recordLeaf(record).toString('hex')}`)
      findings.push({ code: 'leaf-mismatch', message: `the leaf beside record ${seq} is not its hash` });
    prev = linkOf(record);
  }
  return findings;
}

function checkpointFindings(log: ExportedLog, hashes: readonly Uint8Array[]): LogFinding[] {
  const findings: LogFinding[] = [];
  const key = readVerifierKey(log.verifierKey);
  let covered = 0;
  for (const note of [...log.checkpoints, ...(log.anchors ?? [])]) {
    let checkpoint: Checkpoint;
    try {
      checkpoint = openCheckpoint(note, key, log.namespace);
    } catch (error) {
      findings.push({ code: 'checkpoint-invalid', message: (error as Error).message });
      continue;
    }
    const { size, root } = checkpoint;
    covered = Math.max(covered, size);
    if (size > hashes.length)
      findings.push({
        code: 'truncated',
        message: `a checkpoint speaks of ${size} records, ${hashes.length} are there`,
      });
    else if (!rootOf(hashes.slice(0, size)).equals(root))
      findings.push({ code: 'root-mismatch', message: `the root over the first ${size} records is another` });
  }
  if (hashes.length > 0 && log.checkpoints.length === 0)
    findings.push({ code: 'no-checkpoint', message: 'there are records and no checkpoint' });
  else if (covered < hashes.length)
    findings.push({
      code: 'uncovered',
      message: `${hashes.length - covered} records have no checkpoint over them`,
    });
  return findings;
}

/**
 * Everything that does not add up in a log: sequence, chain, leaves, and every checkpoint's signature and root, those
 * kept from before included. Empty means that it is the log that was signed.
 *
 * @see RFC-0001 section 10.2
 */
export function verifyLog(log: ExportedLog): LogFinding[] {
  return [...chainFindings(log), ...checkpointFindings(log, log.records.map(recordLeaf))];
}

/** The hashes of a proof as it is written. */
export function proofOf(hashes: readonly string[]): Buffer[] {
  return hashes.map(bytesOf);
}
