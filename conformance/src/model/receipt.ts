import { readCheckpoint } from './checkpoint.ts';
import { base64url, commitment, digest } from './digest.ts';
import { verifies } from './ed25519.ts';
import type { Json, JsonObject } from './json.ts';
import { proofOf, recordLeaf } from './log.ts';
import {
  isDigest,
  isNamespace,
  isObject,
  isPrincipal,
  isRecord,
  isUuid,
  memberFaults,
  timeOf,
} from './record.ts';
import { includes } from './tree.ts';

/** What a receipt is held against: what the target knows, what it was asked, and the caller's signature. */
export interface ReceiptContext {
  readonly action: Json;
  readonly audience: string;
  readonly namespace: string;
  readonly verifierKey: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The possession signature, base64url; not asked for when left out. */
  readonly possession?: string;
  /** The `jti` of receipts that were acted on before. */
  readonly seen?: readonly string[];
}

/** Why a target does nothing (RFC-0011 section 8.2). */
export const RECEIPT_FAULTS = [
  'malformed',
  'audience',
  'not-yet-valid',
  'expired',
  'action-mismatch',
  'claims-mismatch',
  'not-a-commit',
  'inclusion',
  'checkpoint',
  'possession',
  'replayed',
] as const;
export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];

/** How far a target's clock may be behind, in milliseconds. */
const SKEW = 5000;

const isText = (value: Json): boolean => typeof value === 'string';
const isTime = (value: Json): boolean => timeOf(value) !== undefined;

/** 32 bytes in the one spelling of base64url. */
function isSecret(value: Json): boolean {
  try {
    return typeof value === 'string' && base64url(value).length === 32;
  } catch {
    return false;
  }
}

const CLAIMS: Readonly<Record<string, (value: Json) => boolean>> = {
  v: (value) => value === 1,
  jti: isUuid,
  namespace: isNamespace,
  evaluation: isUuid,
  executor: isPrincipal,
  audience: isText,
  action_commitment: isDigest,
  confirmation_key: isSecret,
  issued_at: isTime,
  expires_at: isTime,
};

const RECEIPT: Readonly<Record<string, (value: Json) => boolean>> = {
  claims: (value) => isObject(value) && memberFaults(value, CLAIMS).length === 0,
  action_salt: isSecret,
  claims_salt: isSecret,
  record: isRecord,
  index: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  proof: (value) => Array.isArray(value) && value.every(isDigest),
  checkpoint: (value) => typeof value === 'string' && [...value].length <= 4096,
};

/** Whether a value has the form of a receipt. */
export const receiptForm = (value: Json): value is JsonObject =>
  isObject(value) && memberFaults(value, RECEIPT).length === 0;

/** A receipt whose form was checked. */
interface Receipt {
  readonly claims: JsonObject;
  readonly action_salt: string;
  readonly claims_salt: string;
  readonly record: JsonObject;
  readonly index: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}

const opens = (salt: string, payload: Json, expected: Json | undefined): boolean =>
  commitment(base64url(salt), payload) === expected;

function logFault(receipt: Receipt, verifierKey: string): 'checkpoint' | 'inclusion' | null {
  const { claims, record, index } = receipt;
  const origin = `${verifierKey.split('+')[0] ?? ''}/${String(claims['namespace'])}`;
  const read = readCheckpoint(Buffer.from(receipt.checkpoint, 'utf8'), [verifierKey], origin);
  if (!('root' in read)) return 'checkpoint';
  const { size, root } = read;
  const claim = { leaf: recordLeaf(record), index, size, proof: proofOf(receipt.proof), root };
  return includes(claim) ? null : 'inclusion';
}

function possesses(claims: JsonObject, possession: string): boolean {
  try {
    const { jti = null, audience = null, confirmation_key } = claims;
    const statement = Buffer.from(digest('EAAP-POSSESSION-v1', { jti, audience }), 'utf8');
    return verifies(base64url(String(confirmation_key)), statement, base64url(possession));
  } catch {
    return false;
  }
}

const isCommit = ({ claims, record, index }: Receipt): boolean =>
  record['type'] === 'commit.accepted' &&
  record['verdict'] === 'ALLOW' &&
  record['ns'] === claims['namespace'] &&
  record['evaluation'] === claims['evaluation'] &&
  record['principal'] === claims['executor'] &&
  record['seq'] === index;

/**
 * Everything that keeps a receipt from proving that this action may happen here and now. What has not the form of a
 * receipt has no other fault.
 *
 * @see RFC-0011 section 8
 */
export function receiptFaults(presented: Json, context: ReceiptContext): ReceiptFault[] {
  if (!receiptForm(presented)) return ['malformed'];
  const receipt = presented as unknown as Receipt;
  const { claims, record } = receipt;
  const faults: ReceiptFault[] = [];
  const check = (fault: ReceiptFault, holds: boolean): void => {
    if (!holds) faults.push(fault);
  };
  check('audience', claims['audience'] === context.audience && claims['namespace'] === context.namespace);
  check('not-yet-valid', Number(timeOf(claims['issued_at'])) <= context.now + SKEW);
  check('expired', context.now < Number(timeOf(claims['expires_at'])));
  check('action-mismatch', opens(receipt.action_salt, context.action, claims['action_commitment']));
  check('claims-mismatch', opens(receipt.claims_salt, claims, record['commitment']));
  check('not-a-commit', isCommit(receipt));
  const fault = logFault(receipt, context.verifierKey);
  if (fault !== null) faults.push(fault);
  check('possession', context.possession === undefined || possesses(claims, context.possession));
  check('replayed', context.seen?.includes(String(claims['jti'])) !== true);
  return faults;
}
