import { AUDIENCE, type AdmissionEvent, type AdmissionInput, type Evaluated } from '../../model/admission.ts';
import type { Json } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';

const POLICY = { ttl_ms: 60_000, outcome_ms: 900_000 };
type Status = Evaluated['status'];

/** An evaluation in a state; what is committed was committed a second after it was made. */
export function evaluated(status: Status, by: Evaluated['reported_by'] = null): Evaluated {
  return {
    verdict: status === 'closed' ? 'BLOCK' : 'ALLOW',
    principal: 'agent',
    executor: 'executor',
    status,
    committed_at: status === 'open' || status === 'closed' ? null : 1000,
    reported_by: by,
  };
}

type Commit = AdmissionEvent & { kind: 'commit' };
const commit = (change: Partial<Commit> = {}): Commit => ({
  kind: 'commit',
  at: 2000,
  by: 'executor',
  token: 'its',
  key: null,
  audience: AUDIENCE,
  action: 'same',
  state: 'same',
  judged: 'ALLOW',
  ...change,
});
export const report = (
  status: 'executed' | 'failed' | 'unknown',
  at = 3000,
  by = 'executor',
): AdmissionEvent => ({
  kind: 'report',
  at,
  by,
  status,
});
export const look = (at: number, role = 'auditor', by = role): AdmissionEvent => ({
  kind: 'look',
  at,
  by,
  role,
});
export const pass = (at: number): AdmissionEvent => ({ kind: 'pass', at });

export const step = (
  evaluation: Evaluated | null,
  event: AdmissionEvent,
  more: Partial<Pick<AdmissionInput, 'policy' | 'keys'>> = {},
): Json => ({ policy: POLICY, keys: {}, ...more, evaluation, event }) as unknown as Json;

export const T = 'EAAP-0008-021';
export const R = 'EAAP-0008-022';
const FIRST = 'EAAP-0008-006';
export const open = evaluated('open');
export const committed = evaluated('committed');
export const silent = evaluated('unknown', 'gateway');
const used = { keys: { 'k-1': 'this' } } as const;
const usedElsewhere = { keys: { 'k-1': 'another' } } as const;

/** Commits: one step failing at a time, then two or more. */
export function* commits(): Iterable<CaseSource> {
  const good = (id: string, title: string, requirements: string[], input: Json): CaseSource => ({
    id: `commit-${id}`,
    title,
    requirements,
    input,
  });
  const bad = (
    id: string,
    title: string,
    refused: string,
    requirements: string[],
    input: Json,
    mistake?: string,
  ): CaseSource => ({ ...good(id, title, requirements, input), refused, ...(mistake ? { mistake } : {}) });

  yield good('plain', 'everything is as it was', [R], step(open, commit()));
  yield good('at-once', 'in the millisecond of the evaluation', [R], step(open, commit({ at: 0 })));
  yield good(
    'last-millisecond',
    'in the last millisecond',
    ['EAAP-0001-096'],
    step(open, commit({ at: 59_999 })),
  );
  yield good(
    'short-life',
    'in the last millisecond of the shortest life',
    ['EAAP-0001-096'],
    step(open, commit({ at: 999 }), { policy: { ...POLICY, ttl_ms: 1000 } }),
  );
  yield good(
    'long-life',
    'in the last millisecond of the longest life',
    ['EAAP-0001-096'],
    step(open, commit({ at: 299_999 }), { policy: { ...POLICY, ttl_ms: 300_000 } }),
  );
  yield good('under-a-key', 'under a new key', [R], step(open, commit({ key: 'k-1' })));
  yield good(
    'another-audience',
    'for another audience than others were for',
    [R],
    step(open, commit({ audience: 'ledger' })),
  );
  yield good(
    'repeated',
    'repeated under its key',
    ['EAAP-0001-099', R],
    step(committed, commit({ key: 'k-1' }), used),
  );
  yield good(
    'repeated-late',
    'repeated under its key after the expiry',
    ['EAAP-0008-010'],
    step(committed, commit({ key: 'k-1', at: 60_000 }), used),
  );
  yield good(
    'repeated-after-drift',
    'repeated under its key when the state has changed',
    ['EAAP-0001-099'],
    step(committed, commit({ key: 'k-1', state: 'changed' }), used),
  );
  yield good(
    'repeated-while-blocked',
    'repeated under its key when it would be blocked',
    ['EAAP-0001-099'],
    step(committed, commit({ key: 'k-1', judged: 'BLOCK' }), used),
  );
  yield good(
    'repeated-after-outcome',
    'repeated under its key after the outcome',
    ['EAAP-0001-099'],
    step(evaluated('executed', 'executor'), commit({ key: 'k-1', at: 4000 }), used),
  );
  yield good(
    'repeated-after-silence',
    'repeated under its key when silence has ended',
    ['EAAP-0008-010', R],
    step(committed, commit({ key: 'k-1', at: 901_000 }), used),
  );

  yield bad(
    'unknown-token',
    'a token nobody was given',
    'invalid-token',
    [T],
    step(open, commit({ token: 'unknown' })),
  );
  yield bad(
    'other-executor',
    'the token of another executor',
    'invalid-token',
    ['EAAP-0001-092'],
    step(open, commit({ by: 'other-executor' })),
    'asked only whether the token is known',
  );
  yield bad(
    'of-a-denial',
    'a token for what was never allowed',
    'invalid-token',
    [T],
    step(evaluated('closed'), commit({ token: 'unknown' })),
  );
  yield bad(
    'expired',
    'in the very millisecond of the expiry',
    'evaluation-expired',
    ['EAAP-0001-096', T],
    step(open, commit({ at: 60_000 })),
    'took the expiry for inclusive',
  );
  yield bad(
    'long-expired',
    'an hour late',
    'evaluation-expired',
    ['EAAP-0001-095'],
    step(open, commit({ at: 3_600_000 })),
  );
  yield bad(
    'expired-short',
    'in the millisecond of the shortest expiry',
    'evaluation-expired',
    ['EAAP-0001-096'],
    step(open, commit({ at: 1000 }), { policy: { ...POLICY, ttl_ms: 1000 } }),
    'applied a least life of its own',
  );
  yield bad(
    'expired-long',
    'in the millisecond of the longest expiry',
    'evaluation-expired',
    ['EAAP-0001-096'],
    step(open, commit({ at: 300_000 }), { policy: { ...POLICY, ttl_ms: 300_000 } }),
  );
  yield bad(
    'expired-under-a-key',
    'late, under a new key',
    'evaluation-expired',
    ['EAAP-0001-095'],
    step(open, commit({ at: 60_000, key: 'k-2' })),
  );
  yield bad('twice', 'a second time', 'already-committed', ['EAAP-0001-097', T], step(committed, commit()));
  yield bad(
    'twice-after-executed',
    'after it was executed',
    'already-committed',
    ['EAAP-0001-097'],
    step(evaluated('executed', 'executor'), commit({ at: 4000 })),
    'looked for the status committed alone',
  );
  yield bad(
    'twice-after-failed',
    'after it failed',
    'already-committed',
    ['EAAP-0001-097'],
    step(evaluated('failed', 'executor'), commit({ at: 4000 })),
    'took a failure for leave to try again',
  );
  yield bad(
    'twice-after-unknown',
    'after it was reported unknown',
    'already-committed',
    ['EAAP-0001-097'],
    step(evaluated('unknown', 'executor'), commit({ at: 4000 })),
    'took unknown for leave to try again',
  );
  yield bad(
    'twice-under-a-new-key',
    'a second time under a new key',
    'already-committed',
    ['EAAP-0001-097'],
    step(committed, commit({ key: 'k-2' }), used),
    'took a new key for a new commit',
  );
  yield bad(
    'twice-without-the-key',
    'a second time without the key it was made under',
    'already-committed',
    ['EAAP-0001-097'],
    step(committed, commit(), used),
  );
  yield bad(
    'other-action',
    'another action',
    'action-mismatch',
    ['EAAP-0001-091'],
    step(open, commit({ action: 'other' })),
  );
  yield bad(
    'other-action-under-a-key',
    'another action under a new key',
    'action-mismatch',
    ['EAAP-0001-091'],
    step(open, commit({ action: 'other', key: 'k-1' })),
  );
  yield bad(
    'drifted',
    'the state has changed',
    'state-drift',
    ['EAAP-0001-086'],
    step(open, commit({ state: 'changed' })),
  );
  yield bad(
    'drifted-in-the-last-millisecond',
    'the state has changed, in the last millisecond',
    'state-drift',
    ['EAAP-0001-086'],
    step(open, commit({ state: 'changed', at: 59_999 })),
  );
  yield bad(
    'blocked-now',
    'what was allowed is blocked now',
    'no-longer-admissible',
    ['EAAP-0001-100'],
    step(open, commit({ judged: 'BLOCK' })),
    'held an equal state for an equal judgment',
  );
  yield bad(
    'escalated-now',
    'what was allowed needs a person now',
    'no-longer-admissible',
    ['EAAP-0001-100'],
    step(open, commit({ judged: 'ESCALATE' })),
    'refused only what is blocked',
  );
  yield bad(
    'key-of-another',
    'under the key of another commit',
    'idempotency-mismatch',
    ['EAAP-0008-009'],
    step(open, commit({ key: 'k-1' }), usedElsewhere),
    'answered the receipt of the other commit',
  );
  yield bad(
    'key-and-other-audience',
    'under its key for another audience',
    'idempotency-mismatch',
    ['EAAP-0008-009', FIRST],
    step(committed, commit({ key: 'k-1', audience: 'ledger' }), used),
    'compared the token alone',
  );
  yield bad(
    'key-and-other-action',
    'under its key with another action',
    'idempotency-mismatch',
    ['EAAP-0008-009', FIRST],
    step(committed, commit({ key: 'k-1', action: 'other' }), used),
    'compared the token alone',
  );
  yield bad(
    'key-of-another-late',
    'under the key of another commit, late',
    'idempotency-mismatch',
    [FIRST],
    step(open, commit({ key: 'k-1', at: 60_000 }), usedElsewhere),
    'looked at the clock first',
  );

  const both = (
    id: string,
    title: string,
    refused: string,
    change: Partial<Commit>,
    from = open,
  ): CaseSource => bad(`first-${id}`, title, refused, [FIRST], step(from, commit(change)));
  yield both('token-before-expiry', 'unknown token, late', 'invalid-token', { token: 'unknown', at: 60_000 });
  yield both('executor-before-action', 'another executor, another action', 'invalid-token', {
    by: 'other-executor',
    action: 'other',
  });
  yield both(
    'executor-before-use',
    'another executor, used',
    'invalid-token',
    { by: 'other-executor' },
    committed,
  );
  yield both('expiry-before-use', 'late, used', 'evaluation-expired', { at: 60_000 }, committed);
  yield both('expiry-before-action', 'late, another action', 'evaluation-expired', {
    at: 60_000,
    action: 'other',
  });
  yield both('expiry-before-drift', 'late, drifted', 'evaluation-expired', { at: 60_000, state: 'changed' });
  yield both('expiry-before-judgment', 'late, blocked', 'evaluation-expired', {
    at: 60_000,
    judged: 'BLOCK',
  });
  yield both(
    'use-before-action',
    'used, another action',
    'already-committed',
    { action: 'other' },
    committed,
  );
  yield both('use-before-drift', 'used, drifted', 'already-committed', { state: 'changed' }, committed);
  yield both('use-before-judgment', 'used, blocked', 'already-committed', { judged: 'BLOCK' }, committed);
  yield both('action-before-drift', 'another action, drifted', 'action-mismatch', {
    action: 'other',
    state: 'changed',
  });
  yield both('action-before-judgment', 'another action, blocked', 'action-mismatch', {
    action: 'other',
    judged: 'BLOCK',
  });
  yield both('drift-before-judgment', 'drifted, blocked', 'state-drift', {
    state: 'changed',
    judged: 'BLOCK',
  });
  yield both(
    'all-at-once',
    'late, used, another action, drifted, blocked',
    'evaluation-expired',
    { at: 60_000, action: 'other', state: 'changed', judged: 'BLOCK' },
    committed,
  );
}
