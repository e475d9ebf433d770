import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Action } from '../wire.ts';
import { judged, seen } from './steps.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;

export const openConflict: Check = {
  id: 'judgment.open-conflict',
  requirements: ['EAAP-0001-072'],
  title: 'An action that relies on a fact is blocked while the fact is in an open conflict.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored(ORDER);
    await world.allowed(actions.ship());
    await world.contradicted(fact, 'cancelled');
    judged(t, 'an action that relies on a disputed fact', await world.evaluate(actions.ship()), 'BLOCK', {
      gate: 'consistency',
      code: 'open-conflict',
    });
    await world.allowed(actions.ship('order-2'));
  },
};

export const conflictSettled: Check = {
  id: 'judgment.conflict-settled',
  requirements: ['EAAP-0001-072'],
  title: 'Once the conflict is resolved the reason open-conflict is gone.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const conflict = await world.contradicted(await world.stored(ORDER), 'cancelled');
    const before = await world.evaluate(actions.ship());
    t.require('the action is denied while the conflict is open', before.status === 403);
    const resolved = await world.resolve(conflict.id, 'keep');
    t.require('the conflict can be resolved', resolved.status === 200, { got: resolved.text });
    judged(t, 'an action after its conflict was resolved', await world.evaluate(actions.ship()), 'ALLOW');
  },
};

export const conflictOnGround: Check = {
  id: 'judgment.open-conflict-on-ground',
  requirements: ['EAAP-0001-072'],
  title:
    'An open conflict on the fact that grounds a parameter blocks, although one side supports the value.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const account = await world.stored({ subject: 'cust-1', attribute: 'account', value: 'acct_1' });
    const value = { amount: '5000', currency: 'EUR' };
    await world.stored({ subject: 'cust-1', attribute: 'refund.limit', value });
    await world.allowed(actions.refund());
    await world.contradicted(account, 'acct_2');
    for (const to of ['acct_1', 'acct_2'])
      judged(t, `a refund to ${to}`, await world.evaluate(actions.refund('cust-1', to)), 'BLOCK', {
        gate: 'consistency',
        code: 'open-conflict',
      });
  },
};

const claiming = (value: NonNullable<Action['claims']>[number]['value']): Action => ({
  ...actions.read(),
  claims: [{ subject: 'order-1', attribute: 'status', value }],
});

export const claimContradicted: Check = {
  id: 'judgment.claim-contradicted',
  requirements: ['EAAP-0001-073'],
  title:
    'A claim that a verified or authoritative fact contradicts blocks, and one that it supports does not.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    for (const of of ['verified', 'authoritative'] as const) {
      const world = await t.world();
      await world.stored({ ...ORDER, source: await seen(world, of) });
      await world.allowed(claiming('paid'));
      const answer = await world.evaluate(claiming('refunded'));
      judged(t, `a claim against a fact that is ${of}`, answer, 'BLOCK', {
        gate: 'consistency',
        code: 'claim-contradicts-fact',
      });
    }
  },
};

export const claimOfAnotherType: Check = {
  id: 'judgment.claim-of-another-type',
  requirements: ['EAAP-0001-073'],
  title: 'A claim is compared with a fact as JSON: "13" is not 13, and not found in a sentence with a 13.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.stored({ ...ORDER, value: 13 });
    await world.allowed(claiming(13));
    for (const value of ['13', 'June 13', [13], true, null])
      judged(
        t,
        `a claim ${JSON.stringify(value)} against 13`,
        await world.evaluate(claiming(value)),
        'BLOCK',
        {
          gate: 'consistency',
          code: 'claim-contradicts-fact',
        },
      );
  },
};

export const checks = [
  openConflict,
  conflictSettled,
  conflictOnGround,
  claimContradicted,
  claimOfAnotherType,
];
