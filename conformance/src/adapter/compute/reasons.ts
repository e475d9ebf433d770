import { approvalOf, reasonDigest } from '@eaap/judgment';
import type { Json, JudgedApproval, Reason } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

/** The topic `reasons`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { reason, approvals, claimed } = input as unknown as {
    reason: Reason;
    approvals?: JudgedApproval[];
    claimed?: string;
  };
  const digest = reasonDigest(reason);
  if (claimed !== undefined && claimed !== digest) return { refused: 'mismatch' };
  if (approvals === undefined) return { output: { digest } };
  const approved = approvalOf(reason, approvals);
  if (approved !== null) return { output: { digest, approved } };
  return { refused: reason.outcome === 'escalate' ? 'not-covered' : 'not-approvable' };
}
