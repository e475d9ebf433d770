import { actions, DAY } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Action } from '../wire.ts';
import { judged, refundable, seen } from './steps.ts';

const VALUE = { amount: '5000', currency: 'EUR' };
const LIMIT = { subject: 'cust-1', attribute: 'refund.limit', value: VALUE } as const;

export const fadedGround: Check = {
  id: 'judgment.faded-ground',
  requirements: ['EAAP-0001-077'],
  title: 'A ground whose confidence has decayed below the minimum escalates; one just above it does not.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    // The minimum is 5000: 9000 is 6750 after half a half-life and 4500 after one.
    const source = await seen(world, 'verified', 10 * DAY);
    await refundable(world, { limit: null });
    await world.stored({ ...LIMIT, confidence: 9000, half_life_ms: 10 * DAY, source });
    judged(t, 'a ground of 4500 basis points', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'confidence',
      code: 'below-minimum',
    });
    await refundable(world, { customer: 'cust-2', limit: null });
    await world.stored({ ...LIMIT, subject: 'cust-2', confidence: 9000, half_life_ms: 20 * DAY, source });
    await world.allowed(actions.refund('cust-2'));
  },
};

export const weakGround: Check = {
  id: 'judgment.weak-ground',
  requirements: ['EAAP-0001-077'],
  title: 'A ground that never had the confidence the policy asks for escalates.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { account: { confidence: 4999 } });
    judged(t, 'a ground of 4999 basis points', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'confidence',
      code: 'below-minimum',
    });
    await refundable(world, { customer: 'cust-2' });
    await world.allowed(actions.refund('cust-2'));
  },
};

export const fadedClaim: Check = {
  id: 'judgment.faded-claim',
  requirements: ['EAAP-0001-077'],
  title: 'A claim that stands on a fact of decayed confidence escalates.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const source = await seen(world, 'verified', 10 * DAY);
    const claiming = (subject: string): Action => ({
      ...actions.read(),
      claims: [{ subject, attribute: 'status', value: 'paid' }],
    });
    await world.stored({ subject: 'fresh', attribute: 'status', value: 'paid' });
    await world.stored({ subject: 'faded', attribute: 'status', value: 'paid', half_life_ms: DAY, source });
    await world.allowed(claiming('fresh'));
    judged(t, 'a claim on a faded fact', await world.evaluate(claiming('faded')), 'ESCALATE', {
      gate: 'confidence',
      code: 'below-minimum',
    });
  },
};

export const reinforced: Check = {
  id: 'judgment.reinforced-ground',
  requirements: ['EAAP-0001-060', 'EAAP-0001-077'],
  title:
    'A ground that has decayed counts as of when it was last observed: seen again long ago it escalates, seen again lately it does not.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const said = async (customer: string, days: number): Promise<void> => {
      const source = await seen(world, 'verified', days * DAY);
      const fact = { ...LIMIT, subject: customer, confidence: 9000, half_life_ms: 10 * DAY };
      const answer = await world.store({ ...fact, source });
      t.require('the fact is stored or reinforced', answer.status < 300, { got: answer.text });
    };
    const faded = async (what: string, customer: string): Promise<void> =>
      judged(t, what, await world.evaluate(actions.refund(customer)), 'ESCALATE', {
        gate: 'confidence',
        code: 'below-minimum',
      });
    // The minimum is 5000, and a half-life ten days: 9000 is 4500 after ten, 5400 after eight, 5850 after seven.
    const [before, after] = ['cust-1', 'cust-2'];
    for (const customer of [before, after]) {
      await refundable(world, { customer, limit: null });
      await said(customer, 30);
      await faded('a ground that has faded', customer);
    }
    // Counted from the time it was observed, not from the request: what was seen again long ago is still faded.
    await said(before, 12);
    await faded('a ground that was seen again twelve days ago', before);
    await said(after, 8);
    judged(
      t,
      'a ground that was seen again eight days ago',
      await world.evaluate(actions.refund(after)),
      'ALLOW',
    );
    await said(before, 7);
    judged(t, 'a ground that was seen again at last', await world.evaluate(actions.refund(before)), 'ALLOW');
  },
};

export const fadesByItself: Check = {
  id: 'judgment.ground-fades-by-itself',
  requirements: ['EAAP-0001-077'],
  title: 'An action that is allowed today escalates when time alone has passed.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: { half_life_ms: DAY } });
    await world.allowed(actions.refund());
    await t.elapse(DAY);
    judged(t, 'the same action a half-life later', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'confidence',
      code: 'below-minimum',
    });
  },
};

export const checks = [fadedGround, weakGround, fadedClaim, reinforced, fadesByItself];
