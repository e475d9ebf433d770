import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import { judged } from '../judgment/steps.ts';

type Request = Readonly<Record<string, string>>;
const change = (world: World, what: 'halt' | 'resume', request: Request) =>
  world.send('admin', 'POST', `/v2/control/${what}`, { body: { reason: 'conformance', ...request } });

async function halted(t: CheckContext, world: World, request: Request): Promise<void> {
  const answer = await change(world, 'halt', request);
  t.require('an admin can halt', answer.status === 200, { got: answer.text });
}
const BLOCK = { gate: 'standing', code: 'halted' } as const;

export const gatewayByOthers: Check = {
  id: 'admission.halt-of-the-gateway',
  requirements: ['EAAP-0016-012'],
  title: 'An admin of a namespace neither halts nor resumes the gateway.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const what of ['halt', 'resume'] as const)
      t.answered(`the gateway: ${what}`, await change(world, what, { scope: 'gateway' }), 403, 'forbidden');
    judged(t, 'an action afterwards', await world.evaluate(actions.read()), 'ALLOW');
  },
};

export const oneAgent: Check = {
  id: 'admission.halt-of-an-agent',
  requirements: ['EAAP-0016-013'],
  title: 'The evaluations of a halted agent are blocked, those of another are not.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const agent = world.principal('agent');
    await halted(t, world, { scope: 'agent', agent });
    judged(t, 'an action of the halted agent', await world.evaluate(actions.read()), 'BLOCK', BLOCK);
    judged(t, 'one of another', await world.evaluate(actions.read(), { as: 'stranger' }), 'ALLOW');
    const resumed = await change(world, 'resume', { scope: 'agent', agent });
    t.require('it can be resumed', resumed.status === 200, { got: resumed.text });
    judged(t, 'an action after that', await world.evaluate(actions.read()), 'ALLOW');
  },
};

export const oneExecutor: Check = {
  id: 'admission.halt-of-an-executor',
  requirements: ['EAAP-0016-014'],
  title: 'Evaluations that name a halted executor are blocked, those that name another are not.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await halted(t, world, { scope: 'agent', agent: world.principal('executor') });
    judged(t, 'an action for the halted executor', await world.evaluate(actions.read()), 'BLOCK', BLOCK);
    const other = await world.evaluate(actions.read(), { executor: world.principal('other-executor') });
    judged(t, 'one for another', other, 'ALLOW');
  },
};

export const notHalted: Check = {
  id: 'admission.resume-of-nothing',
  requirements: ['EAAP-0016-015'],
  title: 'What is not halted is not resumed, and what is halted beside it stays so.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const resume = (request: Request) => change(world, 'resume', request);
    t.answered('a namespace', await resume({ scope: 'namespace' }), 404, 'not-found');
    await halted(t, world, { scope: 'agent', agent: 'agent' });
    t.answered('a namespace of a halted agent', await resume({ scope: 'namespace' }), 404, 'not-found');
    const other = await resume({ scope: 'agent', agent: 'stranger' });
    t.answered('another agent', other, 404, 'not-found');
    const state = await world.send('admin', 'GET', '/v2/control');
    t.equal('what is halted', member(state, 'halted', 0, 'name'), 'agent');
  },
};

export const firstReason: Check = {
  id: 'admission.halted-twice',
  requirements: ['EAAP-0016-016', 'EAAP-0016-017'],
  title: 'A second halt keeps the first reason and leaves no record; each change leaves one.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await halted(t, world, { scope: 'namespace', reason: 'the first' });
    const before = await world.send('admin', 'GET', '/v2/control');
    const again = await change(world, 'halt', { scope: 'namespace', reason: 'the second' });
    t.answered('the second halt', again, 200);
    const after = await world.send('admin', 'GET', '/v2/control');
    t.equal('what is halted', member(after, 'halted'), member(before, 'halted'));
    t.equal('its reason', member(after, 'halted', 0, 'reason'), 'the first');
    const resumed = await change(world, 'resume', { scope: 'namespace' });
    t.require('one resume ends it', resumed.status === 200, { got: resumed.text });
    await halted(t, world, { scope: 'agent', agent: 'stranger' });
    const { entries } = await world.log();
    const records = entries
      .filter(({ record }) => record.type.startsWith('control.'))
      .map(({ record: { type, object } }) => `${type} ${String(object)}`);
    t.equal('the records', records, [
      `control.halted control:namespace.${world.namespace}`,
      `control.resumed control:namespace.${world.namespace}`,
      'control.halted control:agent.stranger',
    ]);
  },
};

export const checks = [gatewayByOthers, oneAgent, oneExecutor, notHalted, firstReason];
