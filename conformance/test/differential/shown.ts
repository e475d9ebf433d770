import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Step } from '../../src/differential/steps.ts';

const put = (subject: string, attribute: string, value: Json, more: object = {}): Step => ({
  ...{
    do: 'store',
    as: 'recorder',
    subject,
    attribute,
    value,
    source: { kind: 'system', id: 'registry' },
    age: 0,
  },
  ...more,
});
const act = (tool: string, parameters: JsonObject, more: JsonObject = {}): Step & { do: 'evaluate' } => ({
  ...{ do: 'evaluate', as: 'agent', action: { tool, parameters, environment: 'production', ...more } },
});
const wait = (ms: number): Step => ({ do: 'wait', ms });
const money = (amount: string): JsonObject => ({ amount, currency: 'EUR' });

const commit: Step & { do: 'commit' } = { do: 'commit', as: 'executor', evaluation: { fit: 0 } };
const approve: Step = { do: 'approve', as: 'approver', escalation: { fit: 0 } };
const report: Step = { do: 'report', as: 'executor', evaluation: { fit: 0 }, status: 'failed' };
const erase: Step = { do: 'erase', as: 'admin', subject: 'order-1' };
const [paid, lost] = [put('order-1', 'status', 'paid'), put('order-1', 'status', 'lost')];
const ship = act('orders.ship', { order: 'order-1' });
const review = act('rules.review', { record: 'rec-1', level: 11 });
const [rate, loop] = [act('limits.rate', { record: 'rec-1' }), act('limits.loop', { record: 'rec-1' })];
const refund = act('payments.refund', { customer: 'cust-1', account: 'acct_1', amount: money('1500') });
const grounds = [put('cust-1', 'account', 'acct_1'), put('cust-1', 'refund.limit', money('5000'))];
const read = act('records.read', { record: 'rec-1' }, { session: 's1' });
const lock: Step = { do: 'lock', as: 'approver', fact: { fit: 0 } };
const unlock: Step = { do: 'unlock', as: 'approver', fact: { fit: 0 } };
const agent = { as: 'admin', scope: 'agent', agent: 'agent' } as const;
const resolve = (resolution: string): Step => ({
  do: 'resolve',
  as: 'approver',
  conflict: { fit: 0 },
  resolution,
});

/** For each broken gateway of the list a sequence that tells it from the model, as short as it was found. */
export const SHOWN: Readonly<Record<string, readonly Step[]>> = {
  'approves-for-good': [review, approve, review, commit],
  'approves-beyond-the-expiry': [review, approve, review, commit, review],
  'never-expires': [ship, wait(30_000), commit],
  'expires-a-moment-late': [ship, { do: 'wait', until: 'expiry', back: 0, before: 0 }, commit],
  'escalates-for-good': [review, { do: 'wait', until: 'escalation', back: 0, before: 1 }],
  'refunds-failures': [...grounds, refund, commit, refund, commit, report, refund],
  'erasure-gives-back': [
    ...[...grounds, refund, commit, refund, commit],
    ...[{ do: 'erase', as: 'admin', subject: 'cust-1' } as const, ...grounds, refund],
  ],
  'erasure-keeps-keys-of-requests': [ship, { ...commit, key: 'k1' }, erase, ship, { ...commit, key: 'k1' }],
  'resume-lifts-all': [
    { do: 'halt', as: 'admin', scope: 'namespace' },
    { do: 'halt', ...agent },
    { do: 'resume', ...agent },
  ],
  'halts-evaluations-alone': [ship, { do: 'halt', ...agent }, commit],
  'one-key-for-all': [
    ...[ship, { ...commit, key: 'k1' }, { ...ship, executor: 'other-executor' }],
    { ...commit, as: 'other-executor', key: 'k1' },
  ],
  'counts-the-commit-again': [loop, commit, loop],
  'window-one-longer': [rate, commit, rate, commit, wait(60_000), rate],
  'sessions-in-common': [read, commit, read, commit, { ...read, as: 'stranger' }],
  'unlock-settles': [paid, lock, lost, unlock],
  'retraction-leaves-conflicts': [paid, lost, { do: 'retract', as: 'approver', fact: { fit: 0 } }],
  'forgets-keep-both': [
    paid,
    lost,
    resolve('keep_both'),
    put('order-1', 'status', 'open'),
    resolve('replace'),
  ],
  'same-policy-is-another': [{ do: 'policy', as: 'admin', name: 'base' }],
  'instant-is-not-over': [paid, { do: 'search', as: 'auditor', ago: 0 }],
  'valid-for-good': [put('order-1', 'status', 'paid', { valid_for: 1000 }), wait(1000), lost],
};
