import type { Json } from './json.ts';

/** An evaluation as the state machine sees it. Times are milliseconds after it was made. */
export interface Evaluated {
  readonly verdict: 'ALLOW' | 'ESCALATE' | 'BLOCK';
  readonly principal: string;
  readonly executor: string;
  readonly status: 'open' | 'committed' | 'executed' | 'failed' | 'unknown' | 'closed';
  readonly committed_at: number | null;
  /** Who told what became of it: the executor, or the gateway after silence. */
  readonly reported_by: 'executor' | 'gateway' | null;
}

/** What happens to it. */
export type AdmissionEvent =
  | { readonly kind: 'evaluate'; readonly at: number; readonly judged: Evaluated['verdict'] }
  | {
      readonly kind: 'commit';
      readonly at: number;
      readonly by: string;
      readonly token: 'its' | 'unknown';
      readonly key: string | null;
      readonly audience: string;
      readonly action: 'same' | 'other';
      readonly state: 'same' | 'changed';
      readonly judged: Evaluated['verdict'];
    }
  | {
      readonly kind: 'report';
      readonly at: number;
      readonly by: string;
      readonly status: 'executed' | 'failed' | 'unknown';
    }
  | { readonly kind: 'pass'; readonly at: number }
  | { readonly kind: 'look'; readonly at: number; readonly by: string; readonly role: string };

/** Everything one step of the machine depends on. */
export interface AdmissionInput {
  readonly policy: { readonly ttl_ms: number; readonly outcome_ms: number };
  readonly evaluation: Evaluated | null;
  /** Keys under which the executor has had a commit accepted: of this request, or of another. */
  readonly keys: Readonly<Record<string, 'this' | 'another'>>;
  readonly event: AdmissionEvent;
}

interface Entry {
  readonly type: string;
  readonly principal: string;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly version: number | null;
}

const entry = (type: string, principal: string, rest: Partial<Entry> = {}): Entry => ({
  type,
  principal,
  verdict: null,
  reason: null,
  version: null,
  ...rest,
});

/** The audience of the commits that were accepted before. */
export const AUDIENCE = 'target';

/** Time first: what is overdue is closed before anything else happens. */
function overdue({ evaluation, policy }: AdmissionInput, at: number): boolean {
  if (evaluation?.status !== 'committed') return false;
  return at >= (evaluation.committed_at ?? 0) + policy.outcome_ms;
}

const SILENCE = entry('outcome.unknown', 'gateway', { reason: 'unknown' });

/** Every step of section 5.2 that fails, in their order. */
function commitFaults(input: AdmissionInput, event: AdmissionEvent & { kind: 'commit' }): string[] {
  const { evaluation, policy, keys } = input;
  if (evaluation === null || event.token === 'unknown' || event.by !== evaluation.executor)
    return ['invalid-token'];
  const faults: string[] = [];
  if (event.key !== null && keys[event.key] !== undefined) faults.push('idempotency-mismatch');
  if (event.at >= policy.ttl_ms) faults.push('evaluation-expired');
  if (evaluation.status !== 'open') faults.push('already-committed');
  if (event.action !== 'same') faults.push('action-mismatch');
  if (event.state !== 'same') faults.push('state-drift');
  if (event.judged !== 'ALLOW') faults.push('no-longer-admissible');
  return faults;
}

/** Whether it is the request that a key stands for already. */
function isReplay({ evaluation, keys }: AdmissionInput, event: AdmissionEvent & { kind: 'commit' }): boolean {
  return (
    evaluation !== null &&
    event.token === 'its' &&
    event.by === evaluation.executor &&
    event.key !== null &&
    keys[event.key] === 'this' &&
    event.action === 'same' &&
    event.audience === AUDIENCE
  );
}

function mayLook(evaluation: Evaluated, by: string, role: string): boolean {
  if (role === 'approver' || role === 'auditor') return true;
  if (role === 'agent') return by === evaluation.principal;
  return role === 'executor' && by === evaluation.executor;
}

/** What one event does, or everything that stands in its way, the first first. */
export function admissionStep(
  input: AdmissionInput,
): { readonly output: Json } | { readonly faults: readonly string[] } {
  const { evaluation, policy, event } = input;
  if (event.kind === 'evaluate') {
    const made = entry('evaluation.recorded', 'agent', { verdict: event.judged });
    const opened = entry('escalation.opened', 'agent', { version: 1 });
    const isAllowed = event.judged === 'ALLOW';
    return done(isAllowed ? 200 : 403, isAllowed ? 'open' : 'closed', [
      ...(event.judged === 'ESCALATE' ? [opened] : []),
      made,
    ]);
  }
  const silent = overdue(input, event.at);
  const before = silent ? [SILENCE] : [];
  const status = silent ? 'unknown' : (evaluation?.status ?? 'none');
  const shown = (now: string): string => (now === 'open' && event.at >= policy.ttl_ms ? 'expired' : now);
  switch (event.kind) {
    case 'pass':
      return done(null, shown(status), before);
    case 'look': {
      if (evaluation === null || !mayLook(evaluation, event.by, event.role)) return { faults: ['not-found'] };
      return done(200, shown(status), before);
    }
    case 'commit': {
      if (isReplay(input, event)) return done(200, status, before);
      const faults = commitFaults(input, event);
      if (faults.length > 0) return { faults };
      return done(200, 'committed', [entry('commit.accepted', event.by, { verdict: 'ALLOW' })]);
    }
    case 'report': {
      if (evaluation === null || event.by !== evaluation.executor) return { faults: ['not-found'] };
      if (evaluation.committed_at === null) return { faults: ['not-committed'] };
      if (evaluation.reported_by === 'executor') return { faults: ['already-reported'] };
      const told = entry('outcome.reported', event.by, { reason: event.status });
      return done(201, event.status, [...before, told]);
    }
  }
}

const done = (answer: number | null, evaluation: string, records: readonly Entry[]): { output: Json } => ({
  output: { answer, evaluation, records: records as unknown as Json },
});
