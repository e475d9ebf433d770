import { createHmac } from 'node:crypto';
import { canonicalBytes, type Json, type JsonObject } from './json.ts';
import { commitment, digest, type Digest } from './digest.ts';

/** The members of a reason that an approval is bound to (RFC-0009 section 3.1). */
export const REASON_MEMBERS = ['gate', 'code', 'rule', 'field', 'value', 'facts'] as const;

/** The digest of one reason. */
export function reasonDigest(reason: JsonObject): Digest {
  return digest(
    'EAAP-REASONS-v1',
    Object.fromEntries(REASON_MEMBERS.map((name) => [name, reason[name] ?? null])),
  );
}

/** The digest of the reasons of an escalation, whatever their order. */
export function reasonsDigest(reasons: readonly JsonObject[]): Digest {
  return digest('EAAP-REASONS-v1', reasons.map(reasonDigest).sort());
}

/** The commitment to one version of an escalation, an object of the states it approves (RFC-0009 section 3.3). */
export function approvalCommitment(salt: Uint8Array, escalation: JsonObject): Digest {
  const members = ['id', 'version', 'status', 'action_key', 'reasons_digest', 'expires_at', 'decided_by'];
  return commitment(salt, Object.fromEntries(members.map((name) => [name, escalation[name] ?? null])));
}

/** What an approval of an action is found by, under the index key of the namespace (RFC-0009 section 3.2). */
export function actionKey(key: Uint8Array, principal: string, action: JsonObject): string {
  const { tool = null, parameters = null, environment = null, claims = [], effects = [] } = action;
  const value: Json = { principal, action: { tool, parameters, environment, claims, effects } };
  return createHmac('sha256', key)
    .update(Buffer.concat([Buffer.from('action-key'), Buffer.of(0), canonicalBytes(value)]))
    .digest('hex');
}

/** An escalation as the state machine sees it. Times are milliseconds after it was opened. */
export interface Escalated {
  readonly status: 'pending' | 'approved' | 'denied' | 'expired' | 'consumed';
  readonly version: number;
  readonly proposer: { readonly principal: string; readonly owner: string };
  readonly ttl_ms: number;
}

/** What happens to it. */
export type EscalationEvent =
  | {
      readonly kind: 'approve' | 'deny';
      readonly at: number;
      readonly by: { readonly principal: string; readonly owner: string };
      readonly version: number;
      /** Whether the challenge is typed as shown, in another way, or not at all. */
      readonly challenge: 'shown' | 'other' | 'none';
    }
  | { readonly kind: 'evaluate' | 'ask'; readonly at: number; readonly changed: Change }
  | { readonly kind: 'commit'; readonly at: number; readonly first: boolean }
  | { readonly kind: 'pass' | 'look'; readonly at: number };

/** What is different about the action, or the world, since it was escalated. */
export type Change =
  | 'nothing'
  | 'intent'
  | 'session'
  | 'model'
  | 'parameter'
  | 'environment'
  | 'claim'
  | 'effect'
  | 'principal'
  | 'reason-added'
  | 'rule-blocks';

/** What keeps the key of an action: nobody approves an intent, a session or a model. */
const SAME_KEY: readonly Change[] = ['nothing', 'intent', 'session', 'model', 'reason-added', 'rule-blocks'];

type Step = { readonly output: Json } | { readonly faults: readonly string[] };

/** The steps of a decision that fail, in their order (RFC-0009 section 5.2). */
function decisionFaults(
  escalation: Escalated,
  event: EscalationEvent & { kind: 'approve' | 'deny' },
): string[] {
  const { proposer, status, version, ttl_ms } = escalation;
  const faults: string[] = [];
  if (event.by.principal === proposer.principal || event.by.owner === proposer.owner)
    faults.push('separation-of-duties');
  const expired = status === 'expired' || (status === 'pending' && event.at >= ttl_ms);
  if (expired) return [...faults, 'escalation-expired'];
  if (status !== 'pending') faults.push('already-decided');
  else {
    if (event.version !== version) faults.push('version-mismatch');
    if (event.kind === 'approve' && event.challenge !== 'shown') faults.push('challenge-mismatch');
  }
  return faults;
}

const record = (type: string, principal: string, version: number | null, rest: object = {}): Json => ({
  type,
  principal,
  verdict: null,
  reason: null,
  version,
  ...rest,
});

/** What one event does, or everything that stands in its way, the first first. */
export function escalationStep(escalation: Escalated, event: EscalationEvent): Step {
  const { status, version, ttl_ms } = escalation;
  const over = event.at >= ttl_ms;
  const swept = status === 'pending' && over;
  const closing = swept ? [record('escalation.expired', 'gateway', version + 1)] : [];
  const shown = over && (status === 'pending' || status === 'approved') ? 'expired' : status;
  const inForce = status === 'approved' && !over;
  switch (event.kind) {
    case 'pass':
    case 'look':
      return { output: { status: shown, version: swept ? version + 1 : version, records: closing } };
    case 'approve':
    case 'deny': {
      const faults = decisionFaults(escalation, event);
      if (faults.length > 0) return { faults };
      const to = event.kind === 'approve' ? 'approved' : 'denied';
      const records = [record(`escalation.${to}`, event.by.principal, version + 1)];
      return { output: { status: to, version: version + 1, records } };
    }
    case 'evaluate': {
      if (event.changed === 'rule-blocks') return { faults: ['blocked'] };
      const covered = inForce && SAME_KEY.includes(event.changed) && event.changed !== 'reason-added';
      return covered ? { output: { verdict: 'ALLOW', approvals: 1 } } : { faults: ['escalated'] };
    }
    case 'ask': {
      const again = SAME_KEY.includes(event.changed) && event.changed !== 'reason-added' && !over;
      const same = again && (status === 'pending' || status === 'denied');
      return { output: { escalation: same ? 'the same' : 'another' } };
    }
    case 'commit': {
      if (!event.first || over) return { faults: ['state-drift'] };
      const done = { verdict: 'ALLOW' };
      return {
        output: {
          status: 'consumed',
          version: version + 1,
          records: [record('commit.accepted', 'executor', null, done)],
        },
      };
    }
  }
}
