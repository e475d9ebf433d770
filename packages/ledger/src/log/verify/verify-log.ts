import {
  EaapError,
  fromHex,
  isDigest,
  NamespaceName,
  matches,
  parseVerifierKey,
  toHex,
} from '@eaap/protocol';
import { createChainAudit } from './chain.ts';
import { auditCheckpoints } from './checkpoints.ts';
import { createFindings, type LogVerification } from './findings.ts';

/** A log as it was exported, to be verified. Nothing in it is believed. */
export interface ExportedLog {
  /** Every record from the first on, in order. */
  readonly records: readonly unknown[];
  /** Signed notes, in any order. */
  readonly checkpoints: readonly string[];
  /** The C2SP verifier key, from elsewhere than the log. */
  readonly verifierKey: string;
  /** Checkpoints that were kept elsewhere. */
  readonly anchor?: string | readonly string[];
  /** The leaf of each record as it was answered. */
  readonly leaves?: readonly string[];
  /** Whose log it is; that of the first record unless given. */
  readonly namespace?: string;
}

/**
 * Verifies an exported log from nothing but itself, a verifier key, and checkpoints that were kept elsewhere. Pure.
 *
 * @throws EaapError `invalid-request` for a verifier key that is none.
 * @see RFC-0001 section 10
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formatCheckpoint, noteSigner, rootOf, signNote } from '@eaap/protocol';
 * import { verifyLog } from '@eaap/ledger';
 *
 * const signer = noteSigner({ name: 'eaap.local', seed: new Uint8Array(32).fill(1) });
 * const checkpoint = signNote(formatCheckpoint({ origin: 'eaap.local/acme', size: 0, root: rootOf([]) }), signer);
 * const empty = { records: [], checkpoints: [checkpoint], verifierKey: signer.verifierKey, namespace: 'acme' };
 * assert.equal(verifyLog(empty).ok, true);
 * assert.equal(verifyLog({ ...empty, records: [{ seq: 0 }] }).findings[0]?.code, 'record-malformed');
 * ```
 */
export function verifyLog(log: ExportedLog): LogVerification {
  const { records, checkpoints, verifierKey, leaves } = log;
  parseVerifierKey(verifierKey);
  const namespace = log.namespace ?? namespaceOf(records);
  const findings = createFindings();
  const chain = createChainAudit(namespace, findings);
  if (leaves !== undefined && leaves.length !== records.length) {
    findings.add('leaf-mismatch', `There are ${leaves.length} leaves beside ${records.length} records.`);
  }
  records.forEach((record, seq) => {
    const leaf = leaves?.[seq];
    chain.next(record, { seq, ...(leaf === undefined ? {} : { leaf: leafOf(leaf) }) });
  });
  const audit = { namespace, tree: chain.tree, verifierKey, findings };
  auditCheckpoints(audit, checkpoints, [log.anchor ?? []].flat());
  return conclude(chain.tree.size, chain.tree.root(), findings);
}

/** The result of what was found. */
export function conclude(
  size: number,
  root: Uint8Array,
  { list, omitted }: ReturnType<typeof createFindings>,
): LogVerification {
  return { ok: list.length === 0, size, root: `sha256:${toHex(root)}`, findings: list, omitted };
}

function namespaceOf(records: readonly unknown[]): string {
  const namespace = (records[0] as { ns?: unknown } | null | undefined)?.ns;
  if (matches(NamespaceName, namespace)) return namespace;
  throw new EaapError('invalid-request', 'The log does not say whose it is. Give its namespace.', {
    pointer: '/namespace',
  });
}

/** A leaf that is no digest is no leaf of anything. */
const leafOf = (text: string): Uint8Array =>
  isDigest(text) ? fromHex(text.slice('sha256:'.length)) : new Uint8Array();
