import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';
import type { Action, Policy } from '../wire.ts';
import { judged, refundable } from '../judgment/steps.ts';

async function approve(t: CheckContext, world: World, action: Action): Promise<void> {
  const { escalation } = await world.escalated(action);
  const answer = await world.approve(escalation);
  t.require('the escalation can be approved', answer.status === 200, { got: answer.text });
}

const isAllowed = (answer: Answer<unknown>): boolean =>
  member(answer, 'token') !== undefined || evaluationOf(answer)?.verdict === 'ALLOW';

export const anotherAction: Check = {
  id: 'admission.approval-of-another-action',
  requirements: ['EAAP-0001-107'],
  title:
    'An approval does not cover an action with another parameter, environment, claim, effect, or principal.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.send('hello', 'news');
    await approve(t, world, action);
    const others: readonly [string, Action][] = [
      ['another text', actions.send('hello ', 'news')],
      ['another target', actions.send('hello', 'newsroom')],
      ['another environment', { ...action, environment: 'staging' }],
      ['a claim', { ...action, claims: [{ subject: 'news', attribute: 'status', value: 'open' }] }],
      ['a declared effect', { ...action, effects: [{ effect: 'message.send', target: 'resource:all' }] }],
    ];
    for (const [what, other] of others) {
      const answer = await world.evaluate(other);
      t.expect(`an action with ${what} is not allowed`, !isAllowed(answer), {
        got: answer.text.slice(0, 400),
      });
    }
    const stranger = await world.evaluate(action, { as: 'stranger' });
    t.expect('the action of another principal is not allowed', !isAllowed(stranger), {
      got: stranger.text.slice(0, 400),
    });
    await world.allowed(action);
  },
};

export const addedReason: Check = {
  id: 'admission.approval-of-another-reason',
  requirements: ['EAAP-0001-108'],
  title: 'An approval for one reason does not cover the action once there is another reason beside it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { account } = await refundable(world, { limit: null });
    await approve(t, world, actions.refund());
    await world.allowed(actions.refund());
    const gone = await world.change('retract', account?.id ?? '');
    t.require('the other ground can be retracted', gone.status === 200, { got: gone.text });
    judged(t, 'an approved action with another reason', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'grounding',
      field: '/account',
    });
  },
};

export const policyReason: Check = {
  id: 'admission.approval-before-a-rule',
  requirements: ['EAAP-0001-108'],
  title: 'An approval does not cover the reason of a rule that came after it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await approve(t, world, actions.send());
    await world.allowed(actions.send());
    const rule: Policy['rules'][number] = {
      id: 'second-look',
      description: 'Messages need another look.',
      tools: ['messages.send'],
      when: 'true',
      outcome: 'escalate',
    };
    const changed = await world.setPolicy((policy) => ({ ...policy, rules: [...policy.rules, rule] }));
    t.require('a rule can be added', changed.status === 200, { got: changed.text });
    judged(t, 'an approved action under a new rule', await world.evaluate(actions.send()), 'ESCALATE', {
      rule: 'second-look',
    });
  },
};

export const anotherVersion: Check = {
  id: 'admission.approval-of-another-version',
  requirements: ['EAAP-0001-108'],
  title: 'An approval for a reason that cites a fact does not cover it once the fact has another version.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const value = { amount: '1000', currency: 'EUR' };
    await refundable(world, { limit: { value } });
    const action = actions.refund('cust-1', 'acct_1', '1500');
    await approve(t, world, action);
    await world.allowed(action);
    const again = await world.store({ subject: 'cust-1', attribute: 'refund.limit', value });
    t.require('the cited fact can be reinforced', again.status === 200, { got: again.text });
    judged(t, 'an approved action whose cited fact has changed', await world.evaluate(action), 'ESCALATE', {
      gate: 'grounding',
      field: '/amount',
    });
  },
};

export const secondCommit: Check = {
  id: 'admission.approval-used-twice',
  requirements: ['EAAP-0001-109'],
  title: 'Of two evaluations under one approval one is committed, and the next evaluation escalates anew.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.send();
    await approve(t, world, action);
    const [first, second] = [await world.allowed(action), await world.allowed(action)];
    const done = await world.commit({ token: first.token, action });
    t.require('the first commit is accepted', done.status === 200, { got: done.text });
    const again = await world.commit({ token: second.token, action });
    t.expect('the second commit is refused', again.status === 409, { expected: 409, got: again.text });
    const next = await world.evaluate(action);
    t.expect('the next evaluation is not allowed', !isAllowed(next), { got: next.text.slice(0, 400) });
  },
};

export const secondCommitAtOnce: Check = {
  id: 'admission.approval-used-at-once',
  requirements: ['EAAP-0001-109'],
  title: 'Of many commits under one approval at the same time one is accepted.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.send();
    await approve(t, world, action);
    const tokens: string[] = [];
    for (let asked = 0; asked < 6; asked += 1) tokens.push((await world.allowed(action)).token);
    const answers = await Promise.all(tokens.map((token) => world.commit({ token, action })));
    const accepted = answers.filter(({ status }) => status === 200).length;
    t.equal('commits accepted under one approval', accepted, 1);
  },
};

export const blockedAfterApproval: Check = {
  id: 'admission.approved-and-blocked',
  requirements: ['EAAP-0001-113'],
  title: 'An approved action is blocked by a rule or halt that comes after the approval.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await approve(t, world, actions.send());
    await world.allowed(actions.send());
    const rule: Policy['rules'][number] = {
      id: 'silence',
      description: 'No messages.',
      tools: ['messages.send'],
      when: 'true',
      outcome: 'block',
    };
    const changed = await world.setPolicy((policy) => ({ ...policy, rules: [...policy.rules, rule] }));
    t.require('a rule can be added', changed.status === 200, { got: changed.text });
    judged(t, 'an approved action that a rule blocks', await world.evaluate(actions.send()), 'BLOCK', {
      code: 'rule',
      rule: 'silence',
    });
  },
};

export const lockedAfterApproval: Check = {
  id: 'admission.approved-against-a-lock',
  requirements: ['EAAP-0001-113'],
  title: 'An approval overrides no lock and no open conflict.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({
      policy: (policy) => ({ ...policy, escalate: { ...policy.escalate, effects: ['data.write'] } }),
    });
    const limit = await world.stored({ subject: 'rec-1', attribute: 'limit', value: 5 });
    const status = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    for (const action of [actions.write('rec-1', 6), actions.ship()]) {
      await approve(t, world, action);
      await world.allowed(action);
    }
    const locked = await world.change('lock', limit.id);
    t.require('the fact can be locked', locked.status === 200, { got: locked.text });
    await world.contradicted(status, 'cancelled');
    judged(
      t,
      'an approved write to a locked fact',
      await world.evaluate(actions.write('rec-1', 6)),
      'BLOCK',
      {
        code: 'locked-fact',
      },
    );
    judged(t, 'an approved action on a disputed fact', await world.evaluate(actions.ship()), 'BLOCK', {
      code: 'open-conflict',
    });
  },
};

export const checks = [
  anotherAction,
  addedReason,
  policyReason,
  anotherVersion,
  secondCommit,
  secondCommitAtOnce,
  blockedAfterApproval,
  lockedAfterApproval,
];
