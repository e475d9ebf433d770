import { actions } from '../fixtures/index.ts';
import { LOOPED } from '../fixtures/manifests.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Action, Manifest } from '../wire.ts';
import { judged, refundable } from './steps.ts';

export const rate: Check = {
  id: 'judgment.limit-rate',
  requirements: ['EAAP-0001-080'],
  title: 'After as many commits as a rate permits the next action is blocked, naming the limit.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.committed(actions.rated('rec-1'));
    await world.committed(actions.rated('rec-2'));
    judged(t, 'a third commit in an hour', await world.evaluate(actions.rated('rec-3')), 'BLOCK', {
      gate: 'limits',
      code: 'over-rate',
      rule: 'two-an-hour',
    });
    await world.allowed(actions.read());
  },
};

const noted: Manifest = {
  ...LOOPED,
  parameters: { ...LOOPED.parameters, '/nonce': { type: 'text', required: false } },
};

export const loop: Check = {
  id: 'judgment.limit-loop',
  requirements: ['EAAP-0001-080'],
  title: 'A fourth attempt at the same effect on the same target is blocked, naming the limit.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (let attempt = 0; attempt < 3; attempt += 1) await world.allowed(actions.looped());
    judged(t, 'a fourth attempt in an hour', await world.evaluate(actions.looped()), 'BLOCK', {
      gate: 'limits',
      code: 'loop',
      rule: 'three-alike',
    });
    await world.allowed(actions.looped('rec-2'));
  },
};

export const nonce: Check = {
  id: 'judgment.limit-loop-nonce',
  requirements: ['EAAP-0001-080'],
  title: 'A loop is seen behind parameters, intents and sessions that change with every attempt.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ manifests: [noted] });
    const attempt = (): Action => {
      const word = t.random.word();
      const { parameters, ...rest } = actions.looped();
      return { ...rest, parameters: { ...parameters, nonce: word }, intent: word, session: word };
    };
    for (let tried = 0; tried < 3; tried += 1) await world.allowed(attempt());
    judged(t, 'a fourth attempt with another nonce', await world.evaluate(attempt()), 'BLOCK', {
      gate: 'limits',
      code: 'loop',
      rule: 'three-alike',
    });
  },
};

export const quota: Check = {
  id: 'judgment.limit-quota',
  requirements: ['EAAP-0001-080'],
  title: 'A sum of money beyond a quota is answered with its outcome; exactly the quota is not beyond it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: { value: { amount: '90000', currency: 'EUR' } } });
    const pay = (amount: string): Action => actions.refund('cust-1', 'acct_1', amount);
    await world.committed(pay('60000'));
    await world.allowed(pay('40000'));
    judged(t, 'one cent beyond the quota', await world.evaluate(pay('40001')), 'ESCALATE', {
      gate: 'limits',
      code: 'over-quota',
      rule: 'refund-quota',
    });
  },
};

export const othersUntouched: Check = {
  id: 'judgment.limit-of-another',
  requirements: ['EAAP-0001-080'],
  title: 'What one principal has used up of its limit binds that principal and no other.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    for (let attempt = 0; attempt < 3; attempt += 1) await world.allowed(actions.looped());
    const own = await world.evaluate(actions.looped());
    t.require('the limit is reached', own.status === 403, { got: own.status });
    const answer = await world.evaluate(actions.looped(), { as: 'stranger' });
    judged(t, 'the first attempt of another principal', answer, 'ALLOW');
  },
};

export const checks = [rate, loop, nonce, quota, othersUntouched];
