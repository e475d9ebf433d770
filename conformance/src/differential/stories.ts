import type { Random } from '../checks/types.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Step } from './steps.ts';
import { money } from './vocabulary.ts';

/** What goes together, so that what needs several steps in a row comes about. */
export function drawStory(random: Random): Step[] {
  const system = { kind: 'system', id: 'registry' };
  const put = (subject: string, attribute: string, value: Json): Step => ({
    ...{ do: 'store', as: 'recorder', subject, attribute, value, source: system, age: 0 },
  });
  const act = (tool: string, parameters: JsonObject): Step & { do: 'evaluate' } => ({
    ...{ do: 'evaluate', as: 'agent', action: { tool, parameters, environment: 'production' } },
  });
  const commit: Step = { do: 'commit', as: 'executor', evaluation: { fit: 0 } };
  const approve: Step = { do: 'approve', as: 'approver', escalation: { fit: 0 } };
  const [account, limit] = [put('cust-1', 'account', 'acct_1'), put('cust-1', 'refund.limit', money('5000'))];
  const amount = random.pick([money('1500'), money('2500'), money('6000')]);
  const refund = act('payments.refund', { customer: 'cust-1', account: 'acct_1', amount });
  const asked = random.pick([
    act('messages.send', { channel: 'news', text: 'hello' }),
    act('rules.review', { record: 'rec-1', level: 11 }),
    refund,
  ]);
  const report: Step = { do: 'report', as: 'executor', evaluation: { fit: 0 }, status: 'failed' };
  const rated = act(random.pick(['limits.rate', 'limits.loop']), { record: 'rec-1' });
  const late: Step = {
    do: 'wait',
    until: random.pick(['expiry', 'silence', 'escalation']),
    back: 0,
    before: random.int(2),
  };
  const minute: Step = { do: 'wait', ms: random.pick([30_000, 59_999, 60_000]) };
  const paid = put('order-1', 'status', 'paid');
  const ship = act('orders.ship', { order: 'order-1' });
  const read: Step & { do: 'evaluate' } = {
    ...{ do: 'evaluate', as: 'agent' },
    action: {
      tool: 'records.read',
      parameters: { record: 'rec-1' },
      environment: 'production',
      session: 's1',
    },
  };
  const resolution = random.pick(['keep', 'replace', 'keep_both', 'retract']);
  const resolve: Step = { do: 'resolve', as: 'approver', conflict: { fit: 0 }, resolution };
  const halt = { as: 'admin', scope: 'agent', agent: 'agent' } as const;
  const stories: (readonly Step[])[] = [
    [asked, approve, asked, commit, asked, commit],
    [asked, approve, asked, asked, commit, commit],
    [asked, approve, late, asked, commit],
    [asked, { ...approve, do: 'deny' }, asked, late, asked],
    [account, limit, refund, commit, refund, commit, report, refund, commit, report, refund, commit],
    [account, limit, refund, put('cust-1', 'account', 'acct_2'), commit, resolve, refund, commit],
    [paid, ship, put('order-1', 'status', 'paid'), commit, ship, commit, late, report],
    [paid, put('order-1', 'status', 'lost'), ship, resolve, ship, commit],
    [
      put('rec-1', 'limit', 5),
      { do: 'lock', as: 'approver', fact: { fit: 0 } },
      act('records.write', { record: 'rec-1', limit: 7 }),
    ],
    [rated, commit, rated, commit, rated, commit, minute, rated, commit],
    [rated, rated, commit, { do: 'wait', ms: random.pick([59_999, 60_000]) }, rated, commit, rated],
    [paid, ship, commit, { do: 'erase', as: 'admin', subject: 'order-1' }, report, { ...commit, key: 'k1' }],
    [
      ...[paid, ship, { ...commit, key: 'k1' }, { do: 'erase', as: 'admin', subject: 'order-1' } as const],
      ...[
        { do: 'wait', ms: random.pick([0, 20_000]) } as const,
        { ...report, evaluation: { back: 0 } } as const,
      ],
      ...[paid, ship, { ...commit, key: 'k1' }],
    ],
    [ship, { do: 'halt', ...halt }, commit, { do: 'resume', ...halt }, commit],
    [
      ship,
      { ...commit, key: 'k1' },
      { ...ship, executor: 'other-executor' },
      { ...commit, key: 'k1', as: 'other-executor' },
    ],
    [ship, { ...commit, key: 'k1' }, late, { ...commit, key: 'k1', evaluation: { back: 0 } }],
    [ship, late, commit],
    [
      ...[paid, put('order-1', 'status', 'lost'), { do: 'lock', as: 'approver', fact: { back: 1 } } as const],
      ...[resolve, { do: 'unlock', as: 'approver', fact: { fit: 0 } } as const, ship, commit],
    ],
    [
      ...[put('order-1', 'status', 'open'), { do: 'lock', as: 'approver', fact: { fit: 0 } } as const],
      ...[paid, { do: 'unlock', as: 'approver', fact: { fit: 0 } } as const, resolve, ship, commit],
    ],
    [
      ...[paid, put('order-1', 'status', 'lost'), { ...resolve, resolution: 'keep_both' }],
      ...[put('order-1', 'status', 'open'), resolve, ship, commit],
    ],
    [
      paid,
      put('order-1', 'status', 'lost'),
      { do: 'retract', as: 'approver', fact: { fit: 0 } },
      ship,
      commit,
    ],
    [
      ...[{ do: 'halt', as: 'admin', scope: 'namespace' } as const, { do: 'halt', ...halt } as const],
      ...[
        { do: 'resume', ...halt } as const,
        ship,
        commit,
        { do: 'resume', as: 'admin', scope: 'fit' } as const,
      ],
    ],
    [
      ...[{ ...read, as: 'agent' } as const, commit, { ...read, as: 'stranger' } as const, commit],
      ...[{ ...read, as: 'agent' } as const, commit, { ...read, as: 'stranger' } as const, commit],
    ],
  ];
  return [...random.pick(stories)];
}
