import { actions, DAY } from '../fixtures/index.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Action } from '../wire.ts';
import { refundable } from '../judgment/steps.ts';

async function halted(t: CheckContext, world: World, scope: Record<string, string>): Promise<void> {
  const body = { ...scope, reason: 'conformance' };
  const answer = await world.send('admin', 'POST', '/v2/control/halt', { body });
  t.require('an admin can halt', answer.status === 200, { got: answer.text });
}

export const haltedSince: Check = {
  id: 'admission.halted-since',
  requirements: ['EAAP-0001-100'],
  title: 'A commit is refused when the namespace, the agent or the executor was halted since the evaluation.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const scopes = {
      'the namespace': { scope: 'namespace' },
      'the agent': { scope: 'agent', agent: 'agent' },
      'the executor': { scope: 'agent', agent: 'executor' },
    };
    for (const [what, scope] of Object.entries(scopes)) {
      const world = await t.world();
      await world.committed(actions.read());
      const action = actions.read();
      const { token } = await world.allowed(action);
      await halted(t, world, scope);
      const answer = await world.commit({ token, action });
      t.answered(`a commit after ${what} was halted`, answer, 409, 'no-longer-admissible');
    }
  },
};

export const limitReached: Check = {
  id: 'admission.limit-reached-since',
  requirements: ['EAAP-0001-100', 'EAAP-0010-008'],
  title: 'Of actions that were each allowed below a limit only so many are committed as it permits.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.rated();
    const tokens: string[] = [];
    for (let asked = 0; asked < 3; asked += 1) tokens.push((await world.allowed(action)).token);
    const [first = '', second = '', third = ''] = tokens;
    for (const token of [first, second]) {
      const answer = await world.commit({ token, action });
      t.require('a commit below the limit is accepted', answer.status === 200, { got: answer.text });
    }
    const answer = await world.commit({ token: third, action });
    t.answered('a commit above the limit', answer, 409, 'no-longer-admissible');
  },
};

export const limitReachedAtOnce: Check = {
  id: 'admission.limit-reached-at-once',
  requirements: ['EAAP-0001-100'],
  title: 'Commits at the same time do not exceed a limit together.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: { value: { amount: '60000', currency: 'EUR' } } });
    const action: Action = actions.refund('cust-1', 'acct_1', '60000');
    const tokens: string[] = [];
    for (let asked = 0; asked < 6; asked += 1) tokens.push((await world.allowed(action)).token);
    const answers = await Promise.all(tokens.map((token) => world.commit({ token, action })));
    const accepted = answers.filter(({ status }) => status === 200).length;
    t.equal('commits of 600.00 EUR under a quota of 1000.00 EUR', accepted, 1);
  },
};

export const fadedSince: Check = {
  id: 'admission.faded-since',
  requirements: ['EAAP-0001-100'],
  title: 'A commit is refused when the fact it stands on has decayed below the minimum since the evaluation.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ policy: (policy) => ({ ...policy, ttl_ms: 300_000 }) });
    await refundable(world, { limit: { half_life_ms: 240_000, confidence: 9000 } });
    await refundable(world, { customer: 'cust-2', limit: { half_life_ms: DAY, confidence: 9000 } });
    const [faded, fresh] = [actions.refund('cust-1'), actions.refund('cust-2')];
    const first = await world.allowed(faded);
    const second = await world.allowed(fresh);
    await t.elapse(250_000);
    const right = await world.commit({ token: second.token, action: fresh });
    t.require('a commit on a fact that has not decayed is accepted', right.status === 200, {
      got: right.text,
    });
    const answer = await world.commit({ token: first.token, action: faded });
    t.answered('a commit on a fact that has decayed', answer, 409, 'no-longer-admissible');
  },
};

export const checks = [haltedSince, limitReached, limitReachedAtOnce, fadedSince];
