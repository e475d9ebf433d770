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

export const onlyCommits: Check = {
  id: 'judgment.limit-counts-commits',
  requirements: ['EAAP-0010-001'],
  title: 'Evaluations that are not committed use up no rate.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    for (let asked = 0; asked < 4; asked += 1)
      judged(t, `evaluation ${asked + 1}`, await world.evaluate(actions.rated(`rec-${asked}`)), 'ALLOW');
  },
};

export const everyAttempt: Check = {
  id: 'judgment.limit-counts-refused-attempts',
  requirements: ['EAAP-0010-002'],
  title: 'Attempts that were blocked count towards a loop.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({
      manifests: [noted],
      policy: (policy) => ({
        ...policy,
        rules: [
          {
            id: 'not-now',
            description: 'Blocks what says so.',
            tools: ['limits.loop'],
            when: 'action.parameters.nonce == "blocked"',
            outcome: 'block',
          },
        ],
      }),
    });
    const attempt = (nonce: string): Action => {
      const { parameters, ...rest } = actions.looped();
      return { ...rest, parameters: { ...parameters, nonce } };
    };
    await world.allowed(attempt('one'));
    for (let tried = 0; tried < 2; tried += 1) {
      const answer = await world.evaluate(attempt('blocked'));
      t.require('the rule blocks', answer.status === 403, { got: answer.status });
    }
    judged(
      t,
      'an attempt after one that was allowed and two blocked',
      await world.evaluate(attempt('two')),
      'BLOCK',
      {
        gate: 'limits',
        code: 'loop',
        rule: 'three-alike',
      },
    );
  },
};

export const failuresCount: Check = {
  id: 'judgment.limit-counts-failures',
  requirements: ['EAAP-0010-009'],
  title: 'A commit counts towards its limits when it was reported as failed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const record of ['rec-1', 'rec-2']) {
      const { evaluation } = await world.committed(actions.rated(record));
      const answer = await world.outcome(evaluation.id, 'failed');
      t.require('the outcome is taken', answer.status < 300, { got: answer.text });
    }
    judged(t, 'a third commit after two that failed', await world.evaluate(actions.rated('rec-3')), 'BLOCK', {
      gate: 'limits',
      code: 'over-rate',
      rule: 'two-an-hour',
    });
  },
};

export const checks = [rate, loop, nonce, quota, othersUntouched, onlyCommits, everyAttempt, failuresCount];
