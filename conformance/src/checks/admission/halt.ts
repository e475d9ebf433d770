import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import { judged } from '../judgment/steps.ts';

const HALT = { scope: 'namespace', reason: 'conformance' };

export const halted: Check = {
  id: 'admission.halted',
  requirements: ['EAAP-0001-114'],
  title: 'Every evaluation in a halted namespace is blocked with `halted`, until it is resumed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const asked = [actions.read(), actions.ship(), actions.send(), actions.notGranted()] as const;
    await world.allowed(actions.read());
    const stopped = await world.send('admin', 'POST', '/v2/control/halt', { body: HALT });
    t.require('an admin can halt', stopped.status === 200, { got: stopped.text });
    for (const action of asked)
      judged(t, `${action.tool} in a halted namespace`, await world.evaluate(action), 'BLOCK', {
        gate: 'standing',
        code: 'halted',
      });
    const other = await world.evaluate(actions.read(), { as: 'stranger' });
    judged(t, 'another agent in a halted namespace', other, 'BLOCK', { gate: 'standing', code: 'halted' });
    const resumed = await world.send('admin', 'POST', '/v2/control/resume', { body: HALT });
    t.require('an admin can resume', resumed.status === 200, { got: resumed.text });
    judged(t, 'an action after resuming', await world.evaluate(actions.read()), 'ALLOW');
  },
};

export const haltedAtOnce: Check = {
  id: 'admission.halted-from-the-answer-on',
  requirements: ['EAAP-0001-114'],
  title: 'From the answer to the halt on no evaluation is allowed, however many are asked at once.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    const stopped = await world.send('admin', 'POST', '/v2/control/halt', { body: HALT });
    t.require('an admin can halt', stopped.status === 200, { got: stopped.text });
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.evaluate(actions.read())));
    const allowed = answers.filter(({ status }) => status === 200).length;
    t.equal('evaluations allowed after the halt', allowed, 0);
  },
};

export const haltOfAnother: Check = {
  id: 'admission.halt-of-another-namespace',
  requirements: ['EAAP-0001-114'],
  title: 'A namespace is halted for itself: another one goes on.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const [halting, going] = [await t.world(), await t.world()];
    const stopped = await halting.send('admin', 'POST', '/v2/control/halt', { body: HALT });
    t.require('an admin can halt', stopped.status === 200, { got: stopped.text });
    const blocked = await halting.evaluate(actions.read());
    t.require('the halted namespace is blocked', blocked.status === 403, { got: blocked.text });
    judged(t, 'an action in another namespace', await going.evaluate(actions.read()), 'ALLOW');
  },
};

export const checks = [halted, haltedAtOnce, haltOfAnother];
