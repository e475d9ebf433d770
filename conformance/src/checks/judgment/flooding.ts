import { actions, SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { judged, refundable } from './steps.ts';

/** So many, that none of them could stand in a context of the usual size beside another. */
const FLOOD = 60;

export const floodedConflict: Check = {
  id: 'judgment.flooded-conflict',
  requirements: ['EAAP-0001-072', 'EAAP-0001-046'],
  title: 'A contradiction is not pushed out by a flood of facts, about the same subject, attribute or place.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const conflict = await world.contradicted(fact, 'cancelled');
    judged(t, 'an action on the disputed fact', await world.evaluate(actions.ship('order-1')), 'BLOCK', {
      code: 'open-conflict',
    });
    const untrusted = { ...SOURCES.untrusted, observed_at: await world.time(-10) };
    const verified = { ...SOURCES.verified, observed_at: await world.time(-10) };
    const flood = Array.from({ length: FLOOD }, (_, n) =>
      n % 3 === 0
        ? {
            subject: 'order-1',
            attribute: `status-${n}`,
            value: 'paid',
            statement: 'The order is paid.',
            source: verified,
          }
        : n % 3 === 1
          ? {
              subject: `order-1${n}`,
              attribute: 'status',
              value: 'paid',
              statement: 'The order is paid.',
              source: verified,
            }
          : { subject: 'order-1', attribute: 'status', value: `paid ${n}`, source: untrusted },
    );
    await Promise.all(flood.map((one) => world.store(one)));
    judged(t, 'the same action after the flood', await world.evaluate(actions.ship('order-1')), 'BLOCK', {
      code: 'open-conflict',
    });
    for (const request of [
      { subject: 'order-1', limit: 1 },
      { query: 'The order is paid.', limit: 5 },
      { limit: 1 },
    ]) {
      const found = member(await world.search(request), 'snapshot', 'conflicts');
      const ids = Array.isArray(found) ? (found as { id: string }[]).map(({ id }) => id) : [];
      t.expect(`the search ${JSON.stringify(request)} answers the conflict`, ids.includes(conflict.id), {
        got: ids.length,
      });
    }
  },
};

export const negativeAmount: Check = {
  id: 'judgment.limit-negative',
  requirements: ['EAAP-0001-080'],
  title: 'A negative amount gives nothing of a quota back.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: { value: { amount: '100000', currency: 'EUR' } } });
    await world.committed(actions.refund('cust-1', 'acct_1', '90000'));
    for (const amount of ['-90000', '-1']) {
      const answer = await world.evaluate(actions.refund('cust-1', 'acct_1', amount));
      const token = member(answer, 'token');
      if (typeof token === 'string')
        await world.commit({ token, action: actions.refund('cust-1', 'acct_1', amount) });
    }
    judged(
      t,
      'a refund beyond the quota after refunds of less than nothing',
      await world.evaluate(actions.refund('cust-1', 'acct_1', '20000')),
      'ESCALATE',
      { gate: 'limits', rule: 'refund-quota' },
    );
  },
};

export const errorRecorded: Check = {
  id: 'judgment.rule-error-recorded',
  requirements: ['EAAP-0001-083'],
  title: 'That a rule failed to evaluate leaves a record like every other decision.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const answer = await world.evaluate(actions.fragile());
    const id = member(answer, 'evaluation', 'id');
    t.require('The action is judged', typeof id === 'string', { got: answer.text.slice(0, 200) });
    const { entries } = await world.log();
    const records = entries.filter(({ record }) => record.evaluation === id).map(({ record }) => record);
    t.equal(
      'its record',
      records.map(({ type, verdict }) => [type, verdict]),
      [['evaluation.recorded', 'BLOCK']],
    );
  },
};

export const checks = [floodedConflict, negativeAmount, errorRecorded];
