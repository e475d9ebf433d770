import { digest } from '@eaap/protocol';
import type { Gate, GateResult, Json, JudgedFact, JudgedApproval, Reason, ReasonCode } from '@eaap/protocol';
import { byCodeUnit } from '../lib/rank.ts';
import { cut } from '../lib/text.ts';

/** A reason as a gate gives it; what it leaves out is null or empty. */
export interface Finding {
  readonly code: ReasonCode;
  readonly outcome: Reason['outcome'];
  readonly rule?: string;
  readonly field?: string | null;
  readonly value?: Json;
  readonly facts?: readonly JudgedFact[];
  readonly message: string;
  readonly admissible: string;
}

const MOST_TEXT = 2048;
const MOST_REASONS = 512;
const MOST_FACTS = 256;

/**
 * What an approval of a reason is bound to: gate, code, rule, field, value and the versions of the facts it cites. The
 * sentences are left out, and so is what changes by itself with time, such as a counter: an approval would never hold.
 *
 * @returns The digest `EAAP-REASONS-v1` over `{gate, code, rule, field, value, facts}`.
 * @see RFC-0001 section 9.5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { reasonDigest } from '@eaap/judgment';
 * import type { Reason } from '@eaap/protocol';
 *
 * const reason: Reason = {
 *   gate: 'grounding', code: 'ungrounded', outcome: 'escalate', rule: null, field: '/iban', value: 'DE1', facts: [],
 *   message: 'Nothing supports it.', admissible: 'A verified fact.', approved: null,
 * };
 * assert.equal(reasonDigest(reason), reasonDigest({ ...reason, message: 'In other words.' }));
 * assert.notEqual(reasonDigest(reason), reasonDigest({ ...reason, value: 'DE2' }));
 * ```
 */
export function reasonDigest(reason: Reason): `sha256:${string}` {
  const { gate, code, rule, field, value, facts } = reason;
  return digest('EAAP-REASONS-v1', { gate, code, rule, field, value, facts });
}

/**
 * The escalation that approved a reason, the first in order of several, or `null`. Nothing but an `escalate` can be
 * approved.
 *
 * @see RFC-0005 section 3.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { approvalOf, reasonDigest } from '@eaap/judgment';
 * import type { Reason } from '@eaap/protocol';
 *
 * const reason: Reason = {
 *   gate: 'grounding', code: 'ungrounded', outcome: 'escalate', rule: null, field: '/iban', value: 'DE1', facts: [],
 *   message: 'Nothing supports it.', admissible: 'A verified fact.', approved: null,
 * };
 * const escalation = '01900000-0000-7000-8000-000000000001';
 * const approvals = [{ escalation, reasons: [reasonDigest(reason)] }];
 * assert.equal(approvalOf(reason, approvals), escalation);
 * assert.equal(approvalOf({ ...reason, outcome: 'block' }, approvals), null);
 * ```
 */
export function approvalOf(reason: Reason, approvals: readonly JudgedApproval[]): string | null {
  if (reason.outcome !== 'escalate' || approvals.length === 0) return null;
  const wanted = reasonDigest(reason);
  const found = approvals
    .filter(({ reasons }) => reasons.includes(wanted))
    .map(({ escalation }) => escalation);
  return found.sort(byCodeUnit)[0] ?? null;
}

function toReason(gate: Gate, finding: Finding, approvals: readonly JudgedApproval[]): Reason {
  const cited = (finding.facts ?? []).map(({ id, version }) => `${id}@${version}`);
  const reason: Reason = {
    gate,
    code: finding.code,
    outcome: finding.outcome,
    rule: finding.rule ?? null,
    field: finding.field ?? null,
    value: finding.value ?? null,
    facts: [...new Set(cited)].sort(byCodeUnit).slice(0, MOST_FACTS),
    message: cut(finding.message, MOST_TEXT),
    admissible: cut(finding.admissible, MOST_TEXT),
    approved: null,
  };
  return { ...reason, approved: approvalOf(reason, approvals) };
}

/** The result of a gate: its reasons, and the highest outcome among those that no approval covers. */
export function toResult(
  gate: Gate,
  findings: readonly Finding[],
  approvals: readonly JudgedApproval[],
): GateResult {
  const reasons = findings.map((finding) => toReason(gate, finding, approvals));
  const open = reasons.filter(({ outcome, approved }) => outcome !== 'shadow' && approved === null);
  const blocks = open.some(({ outcome }) => outcome !== 'escalate');
  return {
    gate,
    outcome: blocks ? 'block' : open.length > 0 ? 'escalate' : 'pass',
    reasons: reasons.slice(0, MOST_REASONS),
  };
}
