import { canonicalBytes } from '../canonical/canonicalize.ts';
import { commit, equalDigest } from '../digest/digest.ts';
import { fromBase64Url, fromHex } from '../digest/encoding.ts';
import { openCheckpoint, type OpenedCheckpoint } from '../log/checkpoint.ts';
import { parseVerifierKey } from '../log/keys.ts';
import { verifyInclusion } from '../log/proof.ts';
import { isTimeMs } from '../time/clock.ts';
import { parseTime } from '../time/format.ts';
import { Receipt, type ReceiptClaims } from '../types/admission.ts';
import type { Json } from '../types/json.ts';
import { validate } from '../validate/validate.ts';
import { verifyPossession } from './possession.ts';
import { ReceiptRefused } from './refused.ts';

/** What a target knows for itself; nothing here may come from the caller but the receipt, the action and the signature. */
export interface ReceiptCheck {
  readonly receipt: unknown;
  /** What the target was asked to do, as it is about to do it. */
  readonly action: Json;
  /** Who the target is. */
  readonly audience: string;
  /** The namespace whose decisions it accepts. */
  readonly namespace: string;
  /** The C2SP verifier key of the gateway, got beforehand and not from the caller. */
  readonly verifierKey: string;
  /** The target's own time, in milliseconds. */
  readonly now: number;
  /** The caller's proof that it holds the confirmation key. */
  readonly possession: string;
  /** Marks a `jti` as used and says whether it was unused: a single atomic step, durable before the target acts. */
  readonly claim: (jti: string, expiresAt: number) => boolean;
  /** How far the target's clock may lag behind the gateway's, in milliseconds; 5 000 unless stated. */
  readonly skewMs?: number;
}

/** A receipt that has the form of one, times and salts included: a pattern does not know the days of a month. */
function readReceipt(presented: unknown): {
  readonly receipt: Receipt;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly actionSalt: Uint8Array;
  readonly claimsSalt: Uint8Array;
} {
  try {
    const receipt = validate(Receipt, presented);
    const { claims, record } = receipt;
    parseTime(record.ts);
    fromBase64Url(claims.confirmation_key);
    return {
      receipt,
      issuedAt: parseTime(claims.issued_at),
      expiresAt: parseTime(claims.expires_at),
      actionSalt: fromBase64Url(receipt.action_salt),
      claimsSalt: fromBase64Url(receipt.claims_salt),
    };
  } catch (cause) {
    throw new ReceiptRefused('malformed', 'The receipt does not have the form of one.', { cause });
  }
}

function readCheckpoint(receipt: Receipt, verifierKey: string): OpenedCheckpoint {
  try {
    const origin = `${parseVerifierKey(verifierKey).name}/${receipt.claims.namespace}`;
    return openCheckpoint(receipt.checkpoint, { origin, verifierKeys: [verifierKey] });
  } catch (cause) {
    throw new ReceiptRefused(
      'checkpoint',
      'The checkpoint is not signed by the gateway this target trusts, or is of another log.',
      { cause },
    );
  }
}

/** The record is the commit that the claims speak of, and the checkpoint's tree holds it. */
function checkRecord(receipt: Receipt, verifierKey: string): void {
  const { record, claims } = receipt;
  if (
    record.type !== 'commit.accepted' ||
    record.verdict !== 'ALLOW' ||
    record.ns !== claims.namespace ||
    record.evaluation !== claims.evaluation ||
    record.principal !== claims.executor ||
    record.seq !== receipt.index
  ) {
    throw new ReceiptRefused('not-a-commit', 'The log entry is not the acceptance of this commit.');
  }
  const { checkpoint } = readCheckpoint(receipt, verifierKey);
  const included = verifyInclusion({
    leaf: canonicalBytes(record as unknown as Json),
    index: receipt.index,
    size: checkpoint.size,
    proof: receipt.proof.map((hash) => fromHex(hash.slice('sha256:'.length))),
    root: checkpoint.root,
  });
  if (!included)
    throw new ReceiptRefused('inclusion', 'The log does not hold the entry that the receipt shows.');
}

/**
 * Decides, offline and trusting only a public key, whether a target may do what it was asked to do. The receipt is
 * claimed last, so that a refused one is not used up.
 *
 * @returns the claims of the receipt.
 * @throws ReceiptRefused with its reason. Whatever is thrown means: do nothing.
 * @see RFC-0001 section 10.4
 */
export function verifyReceipt(check: ReceiptCheck): ReceiptClaims {
  const { action, audience, now, skewMs = 5_000 } = check;
  const { receipt, issuedAt, expiresAt, actionSalt, claimsSalt } = readReceipt(check.receipt);
  const { claims } = receipt;
  if (!isTimeMs(now)) throw new ReceiptRefused('expired', 'The target does not know the time.');
  if (claims.audience !== audience)
    throw new ReceiptRefused('audience', 'The receipt is for another target.');
  if (claims.namespace !== check.namespace)
    throw new ReceiptRefused('audience', 'The receipt is of another namespace.');
  if (issuedAt > now + skewMs)
    throw new ReceiptRefused('not-yet-valid', 'The receipt was issued in the future.');
  if (expiresAt <= now) throw new ReceiptRefused('expired', `The receipt expired at ${claims.expires_at}.`);
  if (!equalDigest(commit(actionSalt, action), claims.action_commitment)) {
    throw new ReceiptRefused('action-mismatch', 'This is not the action that was committed.');
  }
  const committed = receipt.record.commitment;
  if (committed === null || !equalDigest(commit(claimsSalt, claims as unknown as Json), committed)) {
    throw new ReceiptRefused('claims-mismatch', 'The claims are not those that the log entry commits to.');
  }
  checkRecord(receipt, check.verifierKey);
  if (!verifyPossession(check.possession, claims.confirmation_key, claims)) {
    throw new ReceiptRefused('possession', 'The caller does not hold the key that the receipt was given to.');
  }
  if (check.claim(claims.jti, expiresAt) !== true) {
    throw new ReceiptRefused('replayed', 'The receipt was used already.');
  }
  return claims;
}
