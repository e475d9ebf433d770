import type { Json } from '../json.ts';
import { digest, type Digest } from '../digest.ts';
import { inOrder } from './text.ts';

/** A reason, its sentences left aside. */
export interface Reason {
  readonly gate: string;
  readonly code: string;
  readonly outcome: string;
  readonly rule: string | null;
  readonly field: string | null;
  readonly value: Json;
  readonly facts: readonly string[];
}

/** Which reasons an escalation approved. */
export interface Approval {
  readonly escalation: string;
  readonly reasons: readonly string[];
}

/** The digest of a reason (RFC-0005 section 3.2). */
export function reasonDigest({ gate, code, rule, field, value, facts }: Reason): Digest {
  return digest('EAAP-REASONS-v1', { gate, code, rule, field, value, facts });
}

/** The escalation whose approval covers a reason, or `null`. */
export function approvedBy(reason: Reason, approvals: readonly Approval[]): string | null {
  if (reason.outcome !== 'escalate') return null;
  const own = reasonDigest(reason);
  const [first] = approvals
    .filter(({ reasons }) => reasons.includes(own))
    .map(({ escalation }) => escalation)
    .sort(inOrder);
  return first ?? null;
}

/** The outcome of a gate with these reasons (RFC-0005 section 3.3). */
export function outcomeOf(
  reasons: readonly { readonly outcome: string; readonly approved: string | null }[],
): string {
  if (reasons.some(({ outcome }) => outcome === 'block')) return 'block';
  if (reasons.some(({ outcome, approved }) => outcome === 'escalate' && approved === null)) return 'escalate';
  return 'pass';
}

/** The verdict over the outcomes of gates (RFC-0005 section 3.3). */
export function verdictOf(outcomes: readonly string[]): 'ALLOW' | 'ESCALATE' | 'BLOCK' {
  const passes = outcomes.filter((outcome) => outcome === 'pass').length;
  const escalates = outcomes.filter((outcome) => outcome === 'escalate').length;
  if (outcomes.length === 0 || passes + escalates < outcomes.length) return 'BLOCK';
  return escalates > 0 ? 'ESCALATE' : 'ALLOW';
}
