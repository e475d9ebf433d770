import { canonicalBytes } from '../canonical/canonicalize.ts';
import { fromHex } from '../digest/encoding.ts';
import { openCheckpoint, type Checkpoint } from '../log/checkpoint.ts';
import { parseVerifierKey, type NoteSigner } from '../log/keys.ts';
import { verifyInclusion } from '../log/proof.ts';
import { BUNDLE_PAYLOAD_TYPE, type BundlePredicate, type BundleStatement } from '../types/bundle.ts';
import type { Json } from '../types/json.ts';
import type { LogRecord } from '../types/record.ts';
import { openEnvelope, sealEnvelope } from './dsse.ts';
import { BundleRefused } from './refused.ts';
import {
  checkReceipt,
  checkSubjects,
  decisionOf,
  readPredicate,
  readStatement,
  statementOf,
} from './statement.ts';

/** What a verifier of bundles knows for itself; nothing here may come from whoever hands it the bundle. */
export interface BundleCheck {
  /** The text of the envelope, or its bytes. */
  readonly envelope: string | Uint8Array;
  /** The verifier keys of whose signature on the envelope is worth something. */
  readonly verifierKeys: readonly string[];
  /** The verifier key of the gateway, with which checkpoints open. */
  readonly logKey: string;
  /** The namespace whose decisions it asks about. */
  readonly namespace: string;
}

/** A bundle in which everything holds. */
export interface VerifiedBundle {
  readonly statement: BundleStatement;
  /** The record `evaluation.recorded`. */
  readonly decision: LogRecord;
  /** The checkpoint that every entry was proven in. */
  readonly checkpoint: Checkpoint;
  /** The known keys that signed the envelope, as `name+id`. */
  readonly signers: readonly string[];
  /** Signatures by keys that are not known. */
  readonly others: number;
}

/**
 * A proof bundle: everything that shows one decision, in an in-toto statement, in a DSSE envelope. What is given is held
 * together but not against the key of the log, which whoever makes a bundle need not have.
 *
 * @param contents.entries - The records of one decision in the order of the log, each with its inclusion proof.
 * @param contents.checkpoint - The note that the proofs lead to.
 * @param contents.receipt - For a commit its receipt; otherwise null.
 * @returns the canonical text of the envelope.
 * @throws BundleRefused with its reason.
 * @see RFC-0011 section 9.6
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { BundleRefused, makeBundle, noteSigner } from '@eaap/protocol';
 *
 * const auditor = noteSigner({ name: 'auditor.example', seed: new Uint8Array(32).fill(1) });
 * assert.throws(
 *   () => makeBundle({ entries: [], checkpoint: '', receipt: null }, auditor),
 *   (error) => error instanceof BundleRefused && error.reason === 'malformed-predicate',
 * );
 * ```
 */
export function makeBundle(contents: Omit<BundlePredicate, 'v'>, ...signers: readonly NoteSigner[]): string {
  const predicate = readPredicate({ ...contents, v: 1 });
  const decision = decisionOf(predicate);
  checkReceipt(predicate, decision);
  const payload = canonicalBytes(statementOf(predicate, decision) as unknown as Json);
  return sealEnvelope(BUNDLE_PAYLOAD_TYPE, payload, signers);
}

/**
 * Decides, offline and trusting only public keys, whether a bundle shows what it says.
 *
 * @throws BundleRefused with its reason, the first of {@link BUNDLE_REASONS} that applies.
 * @see RFC-0011 section 9.5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { BundleRefused, noteSigner, verifyBundle } from '@eaap/protocol';
 *
 * const { verifierKey } = noteSigner({ name: 'eaap.example', seed: new Uint8Array(32).fill(1) });
 * assert.throws(
 *   () => verifyBundle({ envelope: '{}', verifierKeys: [verifierKey], logKey: verifierKey, namespace: 'acme' }),
 *   (error) => error instanceof BundleRefused && error.reason === 'malformed-envelope',
 * );
 * ```
 */
export function verifyBundle(check: BundleCheck): VerifiedBundle {
  const logName = nameOf(check.logKey);
  const { payloadType, payload, signers, others } = openEnvelope(check.envelope, check.verifierKeys);
  if (payloadType !== BUNDLE_PAYLOAD_TYPE)
    throw new BundleRefused('payload-type', 'The payload is not an in-toto statement.');
  const statement = readStatement(payload);
  const { predicate } = statement;
  const decision = decisionOf(predicate);
  if (decision.ns !== check.namespace)
    throw new BundleRefused('namespace', 'The decision is of another namespace.');
  checkSubjects(statement, decision);
  checkReceipt(predicate, decision);

  const open = (note: string): Checkpoint =>
    openedCheckpoint(note, `${logName}/${decision.ns}`, check.logKey);
  const checkpoint = open(predicate.checkpoint);
  const { receipt } = predicate;
  const own = receipt === null ? undefined : open(receipt.checkpoint);
  for (const { record, proof } of predicate.entries) checkInclusion(record, proof, checkpoint);
  if (receipt !== null && own !== undefined) checkInclusion(receipt.record, receipt.proof, own);
  return { statement, decision, checkpoint, signers, others };
}

function nameOf(logKey: string): string {
  try {
    return parseVerifierKey(logKey).name;
  } catch (cause) {
    throw new BundleRefused('malformed-key', 'The verifier key of the gateway is not of its form.', {
      cause,
    });
  }
}

function openedCheckpoint(note: string, origin: string, verifierKey: string): Checkpoint {
  try {
    return openCheckpoint(note, { origin, verifierKeys: [verifierKey] }).checkpoint;
  } catch (cause) {
    throw new BundleRefused(
      'checkpoint',
      'A checkpoint is not signed by the gateway, or is of another log.',
      { cause },
    );
  }
}

function checkInclusion(record: LogRecord, proof: readonly string[], { size, root }: Checkpoint): void {
  const included = verifyInclusion({
    leaf: canonicalBytes(record as unknown as Json),
    index: record.seq,
    size,
    proof: proof.map((hash) => fromHex(hash.slice('sha256:'.length))),
    root,
  });
  if (!included)
    throw new BundleRefused('inclusion', 'The log does not hold a record that the bundle shows.');
}
