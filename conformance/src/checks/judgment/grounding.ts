import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import { judged, refundable, seen } from './steps.ts';

const LIMIT = { subject: 'cust-1', attribute: 'refund.limit' } as const;
const money = (amount: string, currency = 'EUR') => ({ amount, currency });

export const ungrounded: Check = {
  id: 'judgment.ungrounded',
  requirements: ['EAAP-0001-076'],
  title:
    'Parameters with authority that no fact supports escalate, each named; with facts the action is allowed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const bare = await world.evaluate(actions.refund());
    for (const field of ['/account', '/amount'])
      judged(t, `${field} without a fact`, bare, 'ESCALATE', { gate: 'grounding', field });
    await refundable(world);
    await world.allowed(actions.refund());
  },
};

export const contradicted: Check = {
  id: 'judgment.ground-contradicted',
  requirements: ['EAAP-0001-076'],
  title: 'A parameter that differs from its fact, or is above it, escalates; exactly the most is allowed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world);
    await world.allowed(actions.refund('cust-1', 'acct_1', '5000'));
    const to = await world.evaluate(actions.refund('cust-1', 'acct_9'));
    judged(t, 'another account than on record', to, 'ESCALATE', { gate: 'grounding', field: '/account' });
    const over = await world.evaluate(actions.refund('cust-1', 'acct_1', '5001'));
    judged(t, 'one cent above the limit', over, 'ESCALATE', { gate: 'grounding', field: '/amount' });
  },
};

export const otherCurrency: Check = {
  id: 'judgment.ground-in-another-currency',
  requirements: ['EAAP-0001-076'],
  title: 'An amount is not supported by a larger one in another currency.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: { value: money('900000', 'JPY') } });
    judged(t, 'EUR against a limit in JPY', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'grounding',
      field: '/amount',
    });
    await refundable(world, { customer: 'cust-2' });
    await world.allowed(actions.refund('cust-2'));
  },
};

export const untrustedGround: Check = {
  id: 'judgment.untrusted-ground',
  requirements: ['EAAP-0001-076'],
  title: 'What only an untrusted document says grounds nothing.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: null });
    await world.stored({ ...LIMIT, value: money('5000'), source: await seen(world, 'untrusted') });
    judged(t, 'a limit from an untrusted document', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'grounding',
      field: '/amount',
    });
    await refundable(world, { customer: 'cust-2' });
    await world.allowed(actions.refund('cust-2'));
  },
};

export const ownWord: Check = {
  id: 'judgment.agent-grounds-nothing',
  requirements: ['EAAP-0001-076'],
  title: 'What the agent itself has put on record grounds nothing, and no claim of its action does.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: null });
    const source = {
      kind: 'agent',
      id: world.principal('agent'),
      observed_at: await world.time(-1000),
    } as const;
    await world.stored({ ...LIMIT, value: money('5000'), source }, 'agent');
    const claims = [{ ...LIMIT, value: money('5000') }];
    const answer = await world.evaluate({ ...actions.refund(), claims });
    judged(t, 'a limit that the agent says', answer, 'ESCALATE', { gate: 'grounding', field: '/amount' });
    await refundable(world, { customer: 'cust-2' });
    await world.allowed(actions.refund('cust-2'));
  },
};

export const otherSubject: Check = {
  id: 'judgment.ground-of-another-subject',
  requirements: ['EAAP-0001-076'],
  title: 'A fact about another subject, or of another attribute, grounds nothing.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { customer: 'cust-2' });
    await refundable(world, { limit: { attribute: 'order.total' } });
    judged(t, 'a limit of somebody else', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'grounding',
      field: '/amount',
    });
    await world.allowed(actions.refund('cust-2'));
  },
};

export const otherType: Check = {
  id: 'judgment.ground-of-another-type',
  requirements: ['EAAP-0001-076'],
  title: 'An account 13 is not grounded by the number 13 nor by a sentence that holds it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { account: { value: '13' } });
    await world.allowed(actions.refund('cust-1', '13'));
    for (const [index, value] of [13, 'June 13', ['13'], { id: '13' }].entries()) {
      const customer = `cust-${index + 2}`;
      await refundable(world, { customer, account: { value } });
      const answer = await world.evaluate(actions.refund(customer, '13'));
      judged(t, `13 against ${JSON.stringify(value)}`, answer, 'ESCALATE', {
        gate: 'grounding',
        field: '/account',
      });
    }
  },
};

export const retractedGround: Check = {
  id: 'judgment.retracted-ground',
  requirements: ['EAAP-0001-076'],
  title: 'A fact that was retracted grounds nothing any more.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { limit } = await refundable(world);
    await world.allowed(actions.refund());
    const answer = await world.change('retract', limit?.id ?? '', limit?.version);
    t.require('the fact can be retracted', answer.status === 200, { got: answer.text });
    judged(t, 'a retracted limit', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'grounding',
      field: '/amount',
    });
  },
};

export const checks = [
  ungrounded,
  contradicted,
  otherCurrency,
  untrustedGround,
  ownWord,
  otherSubject,
  otherType,
  retractedGround,
];
