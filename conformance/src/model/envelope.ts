import { readCheckpoint, readKeys } from './checkpoint.ts';
import { base64, base64url, commitment, digest } from './digest.ts';
import { verifies } from './ed25519.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from './json.ts';
import { proofOf, recordLeaf } from './log.ts';
import { receiptForm } from './receipt.ts';
import { isDigest, isObject, isRecord, memberFaults } from './record.ts';
import type { Signer } from './sign.ts';
import { readStrict } from './strict-json.ts';
import { includes } from './tree.ts';

/** Why a proof bundle is not made, or not believed (RFC-0011 section 9.5). */
export const BUNDLE_FAULTS = [
  'malformed-key',
  'malformed-envelope',
  'duplicate-signature',
  'bad-signature',
  'unknown-key',
  'payload-type',
  'malformed-statement',
  'predicate-type',
  'malformed-predicate',
  'not-a-decision',
  'namespace',
  'subject-mismatch',
  'receipt-mismatch',
  'checkpoint',
  'inclusion',
] as const;
export type BundleFault = (typeof BUNDLE_FAULTS)[number];

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
export const STATEMENT = 'https://in-toto.io/Statement/v1';
export const PREDICATE = 'urn:eaap:predicate:v1:decision';

/** What a DSSE signature is over (RFC-0011 section 9.2). */
export function pae(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType, 'utf8');
  const space = Buffer.of(0x20);
  return Buffer.concat([
    Buffer.from('DSSEv1', 'ascii'),
    space,
    Buffer.from(String(type.length), 'ascii'),
    space,
    type,
    space,
    Buffer.from(String(payload.length), 'ascii'),
    space,
    payload,
  ]);
}

/** An envelope over any payload, in canonical form. */
export function seal(
  payload: Uint8Array,
  signers: readonly Signer[],
  payloadType = PAYLOAD_TYPE,
): JsonObject {
  return {
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: signers.map((signer) => ({
      keyid: signer.verifierKey.split('+').slice(0, 2).join('+'),
      sig: signer.sign(pae(payloadType, payload)).toString('base64'),
    })),
  };
}

function base64OrNull(text: Json | undefined): Buffer | null {
  try {
    return typeof text === 'string' ? base64(text) : null;
  } catch {
    return null;
  }
}

/** The name of a key id, as a verifier key would have it. */
const KEY_ID = /^([^+\p{White_Space}\p{Cs}\u0000-\u001f]+)\+([0-9a-f]{8})$/u;

const isSignature = (value: Json): boolean =>
  isObject(value) &&
  memberFaults(value, {
    keyid: (id) => typeof id === 'string' && KEY_ID.test(id) && [...id].length <= 256,
    sig: (sig) => (base64OrNull(sig)?.length ?? 0) > 0,
  }).length === 0;

const listOf =
  (least: number, most: number, holds: (item: Json) => boolean) =>
  (value: Json): boolean =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(holds);

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

function readJson(bytes: Uint8Array): { text: string; value: Json } | null {
  const read = readStrict(bytes);
  return 'canonical' in read ? { text: read.canonical, value: JSON.parse(read.canonical) as Json } : null;
}

function readEnvelope(text: string): Envelope | null {
  const value = readJson(Buffer.from(text, 'utf8'))?.value;
  const holds =
    isObject(value) &&
    memberFaults(value, {
      payload: (payload) => base64OrNull(payload) !== null,
      payloadType: (type) => typeof type === 'string',
      signatures: listOf(1, 100, isSignature),
    }).length === 0;
  return holds ? (value as unknown as Envelope) : null;
}

const isSubject = (value: Json): boolean =>
  isObject(value) &&
  memberFaults(value, {
    name: (name) => ['action_commitment', 'state_hash', 'receipt'].includes(String(name)),
    digest: (set) =>
      isObject(set) &&
      memberFaults(set, { sha256: (hex) => typeof hex === 'string' && /^[0-9a-f]{64}$/.test(hex) }).length ===
        0,
  }).length === 0;

function readStatement(payload: Uint8Array): JsonObject | null {
  const read = readJson(payload);
  if (read === null || !Buffer.from(read.text, 'utf8').equals(payload) || !isObject(read.value)) return null;
  const faults = memberFaults(read.value, {
    _type: (type) => type === STATEMENT,
    subject: listOf(1, 3, isSubject),
    predicateType: (type) => typeof type === 'string',
    predicate: isObject,
  });
  return faults.length === 0 ? read.value : null;
}

/** The predicate of a bundle, when its form is right. */
export interface Predicate {
  readonly entries: readonly { readonly record: JsonObject; readonly proof: readonly string[] }[];
  readonly checkpoint: string;
  readonly receipt: JsonObject | null;
}

export function readPredicate(value: Json | undefined): Predicate | null {
  const isEntry = (entry: Json): boolean =>
    isObject(entry) && memberFaults(entry, { record: isRecord, proof: listOf(0, 64, isDigest) }).length === 0;
  const holds =
    isObject(value) &&
    memberFaults(value, {
      v: (v) => v === 1,
      entries: listOf(1, 64, isEntry),
      checkpoint: (note) => typeof note === 'string' && [...note].length <= 4096,
      receipt: (receipt) => receipt === null || receiptForm(receipt),
    }).length === 0;
  return holds ? (value as unknown as Predicate) : null;
}

const DECIDED = ['evaluation', 'verdict', 'policy', 'engine', 'state_hash', 'commitment'];

/** The record of the decision, when the entries are of one decision and in the order of the log. */
export function decisionOf({ entries }: Predicate): JsonObject | null {
  const records = entries.map(({ record }) => record);
  const count = (type: string): number => records.filter((one) => one['type'] === type).length;
  const decision = records.find((one) => one['type'] === 'evaluation.recorded');
  if (decision === undefined || count('evaluation.recorded') > 1 || count('commit.accepted') > 1) return null;
  if (DECIDED.some((name) => decision[name] === null)) return null;
  for (const [i, record] of records.entries()) {
    if (record['evaluation'] !== decision['evaluation'] || record['ns'] !== decision['ns']) return null;
    if (i > 0 && Number(record['seq']) <= Number(records[i - 1]?.['seq'])) return null;
  }
  return decision;
}

/** What a bundle is about. */
export function subjectsOf(decision: JsonObject, receipt: JsonObject | null): JsonObject[] {
  const named: [string, string][] = [
    ['action_commitment', String(decision['commitment'])],
    ['state_hash', String(decision['state_hash'])],
  ];
  if (receipt !== null) named.push(['receipt', digest('EAAP-RECEIPT-v1', receipt)]);
  return named.map(([name, written]) => ({ name, digest: { sha256: written.slice(7) } }));
}

/** The statement over a predicate. */
export const statementOf = (predicate: Predicate, decision: JsonObject): JsonObject => ({
  _type: STATEMENT,
  subject: subjectsOf(decision, predicate.receipt),
  predicateType: PREDICATE,
  predicate: { v: 1, ...predicate } as unknown as Json,
});

/** Whether receipt, commit and decision belong together, or there is neither receipt nor commit. */
export function receiptBelongs({ entries, receipt }: Predicate, decision: JsonObject): boolean {
  const committed = entries.map(({ record }) => record).find((one) => one['type'] === 'commit.accepted');
  if (receipt === null || committed === undefined) return receipt === null && committed === undefined;
  const record = receipt['record'] as JsonObject;
  const claims = receipt['claims'] as JsonObject;
  const salt = base64url(String(receipt['claims_salt']));
  return (
    canonical(record) === canonical(committed) &&
    record['verdict'] === 'ALLOW' &&
    record['ns'] === claims['namespace'] &&
    record['evaluation'] === claims['evaluation'] &&
    record['principal'] === claims['executor'] &&
    record['seq'] === receipt['index'] &&
    ['verdict', 'policy', 'engine', 'state_hash'].every((name) => record[name] === decision[name]) &&
    claims['action_commitment'] === decision['commitment'] &&
    record['commitment'] === commitment(salt, claims)
  );
}

function proofFaults(predicate: Predicate, ns: string, logKey: string): BundleFault[] {
  const origin = `${logKey.split('+')[0] ?? ''}/${ns}`;
  const { receipt } = predicate;
  const shown = predicate.entries.map((entry) => ({ ...entry, note: predicate.checkpoint }));
  if (receipt !== null)
    shown.push({
      record: receipt['record'] as JsonObject,
      proof: receipt['proof'] as readonly string[],
      note: String(receipt['checkpoint']),
    });
  const faults = new Set<BundleFault>();
  for (const { record, proof, note } of shown) {
    const read = readCheckpoint(Buffer.from(note, 'utf8'), [logKey], origin);
    if (!('root' in read)) faults.add('checkpoint');
    else {
      const claim = { leaf: recordLeaf(record), index: Number(record['seq']), proof: proofOf(proof) };
      if (!includes({ ...claim, size: read.size, root: read.root })) faults.add('inclusion');
    }
  }
  return [...faults];
}

/** What is known to whoever verifies a bundle. */
export interface BundleContext {
  readonly verifierKeys: readonly string[];
  readonly logKey: string;
  readonly namespace: string;
}

function signatureFaults(
  { payload, payloadType, signatures }: Envelope,
  keys: ReadonlyMap<string, Buffer>,
): { faults: BundleFault[]; signers: string[]; others: number } {
  const faults = new Set<BundleFault>();
  const message = pae(payloadType, base64(payload));
  const signers: string[] = [];
  let others = 0;
  for (const { keyid, sig } of signatures) {
    const key = keys.get(keyid);
    if (key === undefined) others += 1;
    else if (signers.includes(keyid)) faults.add('duplicate-signature');
    else {
      signers.push(keyid);
      if (!verifies(key, message, base64(sig))) faults.add('bad-signature');
    }
  }
  if (signers.length === 0) faults.add('unknown-key');
  return { faults: [...faults], signers, others };
}

function contentFaults(payload: Uint8Array, context: BundleContext): BundleFault[] | JsonObject {
  const statement = readStatement(payload);
  if (statement === null) return ['malformed-statement'];
  if (statement['predicateType'] !== PREDICATE) return ['predicate-type'];
  const predicate = readPredicate(statement['predicate']);
  if (predicate === null) return ['malformed-predicate'];
  const decision = decisionOf(predicate);
  if (decision === null) return ['not-a-decision'];
  const subjects = subjectsOf(decision, predicate.receipt);
  const faults = [
    ...(decision['ns'] === context.namespace ? [] : ['namespace' as const]),
    ...(canonical(subjects) === canonical(statement['subject'] ?? null) ? [] : ['subject-mismatch' as const]),
    ...(receiptBelongs(predicate, decision) ? [] : ['receipt-mismatch' as const]),
    ...proofFaults(predicate, String(decision['ns']), context.logKey),
  ];
  return faults.length > 0 ? faults : statement;
}

/**
 * Reads a bundle as a verifier has to: its statement and who signed it, or everything that is wrong with it.
 *
 * @see RFC-0011 section 9.5
 */
export function readBundle(
  text: string,
  context: BundleContext,
): { statement: JsonObject; signers: string[]; others: number } | readonly BundleFault[] {
  const known = readKeys(context.verifierKeys);
  const keys = typeof known === 'string' ? null : known;
  const faults = new Set<BundleFault>();
  if (keys === null || typeof readKeys([context.logKey]) === 'string') faults.add('malformed-key');
  const envelope = readEnvelope(text);
  if (envelope === null) return [...faults, 'malformed-envelope'];
  if (keys === null) return [...faults];
  const signed = signatureFaults(envelope, keys);
  for (const fault of signed.faults) faults.add(fault);
  if (envelope.payloadType !== PAYLOAD_TYPE) return [...faults, 'payload-type'];
  if (faults.has('malformed-key')) return [...faults];
  const content = contentFaults(base64(envelope.payload), context);
  if (Array.isArray(content)) return [...faults, ...(content as BundleFault[])];
  if (faults.size > 0) return [...faults];
  return { statement: content as JsonObject, signers: signed.signers, others: signed.others };
}

/** Makes a bundle of its contents, or says what keeps it from being one. */
export function bundleOf(contents: JsonObject, signers: readonly Signer[]): string | readonly BundleFault[] {
  const labels = signers.map(({ verifierKey }) => verifierKey);
  const predicate = readPredicate({ v: 1, ...contents });
  const decision = predicate === null ? null : decisionOf(predicate);
  const faults: BundleFault[] = [];
  if (new Set(labels).size < labels.length) faults.push('duplicate-signature');
  const ids = labels.map((label) => label.split('+').slice(0, 2).join('+'));
  if (ids.length < 1 || ids.length > 100 || ids.some((id) => [...id].length > 256))
    faults.push('malformed-envelope');
  if (predicate === null) faults.push('malformed-predicate');
  else if (decision === null) faults.push('not-a-decision');
  else if (!receiptBelongs(predicate, decision)) faults.push('receipt-mismatch');
  if (predicate === null || decision === null || faults.length > 0) return faults;
  return canonical(seal(canonicalBytes(statementOf(predicate, decision)), signers));
}
