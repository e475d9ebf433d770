/** RFC-0001 section 10.4, step by step. It trusts one public key, and the order of the steps is that of the RFC. */
import {
  canonicalBytes,
  commit,
  equalDigest,
  fromBase64Url,
  fromHex,
  openCheckpoint,
  parseTime,
  parseVerifierKey,
  Receipt,
  validate,
  verifyInclusion,
  verifyPossession,
  type Json,
  type ReceiptClaims,
} from '@eaap/protocol';

/** What the target knows for itself; none of it comes from the caller. */
export interface Trust {
  readonly audience: string;
  readonly namespace: string;
  readonly verifierKey: string;
  /** Its own clock, in milliseconds. */
  readonly now: () => number;
  /** Marks a receipt as used; false when it was. Durable when it returns. */
  readonly claim: (jti: string, expiresAt: number) => boolean;
}

/** Why the target does nothing. */
export class Refused extends Error {
  readonly step: string;
  constructor(step: string, message: string) {
    super(message);
    this.step = step;
  }
}

const SKEW_MS = 5_000;

function must(step: string, message: string, holds: () => boolean): void {
  let held = false;
  try {
    held = holds();
  } catch {
    // What cannot be checked does not hold.
  }
  if (!held) throw new Refused(step, message);
}

/** The claims of the receipt, if this caller may have this action done here and now. Using it up is the last step. */
export function verify(trust: Trust, action: Json, presented: unknown, possession: string): ReceiptClaims {
  must('receipt', 'There is no receipt, or it does not have the form of one.', () => {
    validate(Receipt, presented);
    return true;
  });
  const receipt = presented as Receipt;
  const { claims, record, index } = receipt;
  const now = trust.now();

  must('audience', 'It is for another target.', () => claims.audience === trust.audience);
  must('namespace', 'It is of another namespace.', () => claims.namespace === trust.namespace);
  must('time', 'It was issued in the future.', () => parseTime(claims.issued_at) - SKEW_MS <= now);
  must('time', 'It has expired.', () => now < parseTime(claims.expires_at));
  must('action', 'It is for another action.', () =>
    equalDigest(commit(fromBase64Url(receipt.action_salt), action), claims.action_commitment),
  );
  must('claims', 'The log entry commits to other claims.', () =>
    equalDigest(commit(fromBase64Url(receipt.claims_salt), { ...claims }), record.commitment ?? ''),
  );
  must('record', 'The log entry is not the acceptance of this commit.', () => {
    const accepted = record.type === 'commit.accepted' && record.verdict === 'ALLOW';
    const same = record.ns === claims.namespace && record.evaluation === claims.evaluation;
    return accepted && same && record.principal === claims.executor && record.seq === index;
  });
  must('log', 'The log that the gateway signed does not hold the entry.', () => {
    const origin = `${parseVerifierKey(trust.verifierKey).name}/${trust.namespace}`;
    const { checkpoint } = openCheckpoint(receipt.checkpoint, { origin, verifierKeys: [trust.verifierKey] });
    const proof = receipt.proof.map((hash) => fromHex(hash.slice('sha256:'.length)));
    const { size, root } = checkpoint;
    return verifyInclusion({ leaf: canonicalBytes({ ...record }), index, size, proof, root });
  });
  must('possession', 'The caller does not hold the key it was given to.', () =>
    verifyPossession(possession, claims.confirmation_key, claims),
  );
  // Not within `must`: a file that cannot be written is a failure of this service, and no reason to refuse the receipt.
  if (!trust.claim(claims.jti, parseTime(claims.expires_at)))
    throw new Refused('replay', 'It was used before.');
  return claims;
}
