import { base64url, commitment, digest } from './digest.ts';
import type { Json, JsonObject } from './json.ts';
import { proofOf, recordLeaf } from './log.ts';
import { openCheckpoint, readVerifierKey, signatureHolds } from './note.ts';
import { includes } from './tree.ts';

/** A receipt as it was answered. */
export interface ReceiptLike {
  readonly claims: JsonObject;
  readonly action_salt: string;
  readonly claims_salt: string;
  readonly record: JsonObject;
  readonly index: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}

/** What the receipt is held against. */
export interface ReceiptContext {
  readonly action: Json;
  readonly audience: string;
  readonly namespace: string;
  readonly verifierKey: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The possession signature, base64url; not asked for when left out. */
  readonly possession?: string;
}

/** Why a receipt proves nothing. */
export type ReceiptFault =
  | 'audience'
  | 'expired'
  | 'action-mismatch'
  | 'claims-mismatch'
  | 'not-a-commit'
  | 'checkpoint'
  | 'inclusion'
  | 'possession';

function opens(salt: string, payload: Json, expected: Json | undefined): boolean {
  try {
    return commitment(base64url(salt), payload) === expected;
  } catch {
    return false;
  }
}

function isIncluded(receipt: ReceiptLike, context: ReceiptContext): 'checkpoint' | 'inclusion' | null {
  try {
    const key = readVerifierKey(context.verifierKey);
    const { size, root } = openCheckpoint(receipt.checkpoint, key, context.namespace);
    const leaf = recordLeaf(receipt.record);
    const { index } = receipt;
    return includes({ leaf, index, size, proof: proofOf(receipt.proof), root }) ? null : 'inclusion';
  } catch {
    return 'checkpoint';
  }
}

function possesses(claims: JsonObject, possession: string): boolean {
  try {
    const { jti = null, audience = null, confirmation_key } = claims;
    const statement = Buffer.from(digest('EAAP-POSSESSION-v1', { jti, audience }), 'utf8');
    return signatureHolds(base64url(String(confirmation_key)), statement, base64url(possession));
  } catch {
    return false;
  }
}

/**
 * Everything that keeps a receipt from proving that this action may happen here and now. That a receipt is used once
 * is the target's to remember.
 *
 * @see RFC-0001 section 10.4
 */
export function receiptFaults(receipt: ReceiptLike, context: ReceiptContext): ReceiptFault[] {
  const { claims, record } = receipt;
  const faults: ReceiptFault[] = [];
  if (claims['audience'] !== context.audience || claims['namespace'] !== context.namespace)
    faults.push('audience');
  const [issued, expires] = [claims['issued_at'], claims['expires_at']].map((at) => Date.parse(String(at)));
  if (!(Number(issued) < Number(expires)) || !(context.now < Number(expires))) faults.push('expired');
  if (!opens(receipt.action_salt, context.action, claims['action_commitment']))
    faults.push('action-mismatch');
  if (!opens(receipt.claims_salt, claims, record['commitment'])) faults.push('claims-mismatch');
  const isCommit =
    record['type'] === 'commit.accepted' &&
    record['verdict'] === 'ALLOW' &&
    record['ns'] === claims['namespace'] &&
    record['evaluation'] === claims['evaluation'] &&
    record['principal'] === claims['executor'] &&
    record['seq'] === receipt.index;
  if (!isCommit) faults.push('not-a-commit');
  const inclusion = isIncluded(receipt, context);
  if (inclusion !== null) faults.push(inclusion);
  if (context.possession !== undefined && !possesses(claims, context.possession)) faults.push('possession');
  return faults;
}
