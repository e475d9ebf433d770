import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';

const HALT = { scope: 'namespace', reason: 'conformance' };

export const firstStep: Check = {
  id: 'admission.first-failing-step',
  requirements: ['EAAP-0008-006'],
  title: 'Of several faults of a commit the first in the order of the steps is told.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [action, other] = [actions.ship(), { ...actions.ship(), intent: 'Another.' }];
    const ask = async (input: Parameters<typeof world.commit>[0]) => (await world.commit(input)).problem;
    const single = { ...actions.ship('order-2'), intent: 'Alone.' };
    const alone = await world.allowed(single);
    const used = await world.committed(action);
    const open = await world.allowed(action);
    const halt = (what: 'halt' | 'resume') =>
      world.send('admin', 'POST', `/v2/control/${what}`, { body: HALT });
    // Each fault is told when it is the only one: what is seen then is their order and nothing else.
    t.require(
      'another executor alone is told',
      (await ask({ token: alone.token, action: single, as: 'other-executor' })) === 'invalid-token',
    );
    t.require('use alone is told', (await ask({ token: used.token, action })) === 'already-committed');
    t.require(
      'another action alone is told',
      (await ask({ token: alone.token, action: actions.ship('order-2') })) === 'action-mismatch',
    );
    await halt('halt');
    t.require(
      'a halt alone is told',
      (await ask({ token: alone.token, action: single })) === 'no-longer-admissible',
    );
    await halt('resume');
    await world.stored({ subject: 'order-2', attribute: 'status', value: 'paid' });
    t.require('drift alone is told', (await ask({ token: alone.token, action: single })) === 'state-drift');

    const told = async (what: string, input: Parameters<typeof world.commit>[0], problem: string) =>
      t.equal(what, await ask(input), problem);
    const foreign = { action: other, as: 'other-executor' } as const;
    await told("another's token, another action", { token: open.token, ...foreign }, 'invalid-token');
    await told('used, another action', { token: used.token, action: other }, 'already-committed');
    await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    await told('used, the state changed', { token: used.token, action }, 'already-committed');
    await told('another action, the state changed', { token: open.token, action: other }, 'action-mismatch');
    await halt('halt');
    await told('the state changed, halted', { token: open.token, action }, 'state-drift');
  },
};

export const judgmentCarried: Check = {
  id: 'admission.judged-again-carried',
  requirements: ['EAAP-0008-007'],
  title: 'A commit that is no longer admissible is told the judgment that did not allow it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const { token } = await world.allowed(action);
    const halted = await world.send('admin', 'POST', '/v2/control/halt', { body: HALT });
    t.require('an admin can halt', halted.status === 200, { got: halted.text });
    const answer = await world.commit({ token, action });
    t.require('the commit is refused', answer.problem === 'no-longer-admissible', { got: answer.text });
    t.equal('the verdict of the judgment', member(answer, 'judgment', 'verdict'), 'BLOCK');
    t.expect('one of its reasons is the halt', /"code":"halted"/.test(answer.text), { got: answer.text });
  },
};

export const tokenKept: Check = {
  id: 'admission.token-outlives-refusals',
  requirements: ['EAAP-0008-008'],
  title: 'A token whose commits were refused for another action, and while halted, is redeemed after all.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const { token } = await world.allowed(action);
    const wrong = await world.commit({ token, action: actions.read('rec-2') });
    t.require('another action is refused', wrong.status === 409, { got: wrong.text });
    await world.send('admin', 'POST', '/v2/control/halt', { body: HALT });
    const halted = await world.commit({ token, action });
    t.require('a commit while halted is refused', halted.status === 409, { got: halted.text });
    await world.send('admin', 'POST', '/v2/control/resume', { body: HALT });
    t.answered('the right commit at the right time', await world.commit({ token, action }), 200);
  },
};

export const changedTold: Check = {
  id: 'admission.drift-told',
  requirements: ['EAAP-0008-015'],
  title: 'A commit refused for drift is told what has changed: policy, selectors, versions, what came.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const ways = {
      'order-1': [`fact:${fact.id} 1→2`],
      'order-2': ['fact:<new> none→1'],
    };
    const tokens: Record<string, string> = {};
    for (const order of Object.keys(ways)) tokens[order] = (await world.allowed(actions.ship(order))).token;
    const ids: string[] = [];
    for (const subject of Object.keys(ways)) {
      const answer = await world.store({ subject, attribute: 'status', value: 'paid' });
      t.require('the fact is stored', answer.status < 300, { got: answer.text });
      ids.push(answer.body.fact.id);
    }
    for (const [order, expected] of Object.entries(ways)) {
      const answer = await world.commit({ token: tokens[order] ?? '', action: actions.ship(order) });
      t.require('the commit is refused for drift', answer.problem === 'state-drift', { got: answer.text });
      const wanted = expected.map((text) => text.replace('<new>', ids[1] ?? ''));
      t.equal(`what has changed about ${order}`, member(answer, 'changed'), wanted);
    }
    const { token } = await world.allowed(actions.read());
    await world.setPolicy((policy) => ({ ...policy, version: '2' }));
    const answer = await world.commit({ token, action: actions.read() });
    t.require('a change of the policy is drift', answer.problem === 'state-drift', { got: answer.text });
    t.equal('what has changed with the policy', member(answer, 'changed'), ['policy']);
  },
};

export const flood: Check = {
  id: 'admission.refusals-bounded',
  requirements: ['EAAP-0008-013', 'EAAP-0008-014'],
  title: 'A flood of refused commits is recorded singly for a while and then as one aggregate a minute.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { token } = await world.allowed(actions.read());
    for (let tried = 0; tried < 60; tried += 1) {
      const answer = await world.commit({ token, action: actions.read(`rec-${tried + 2}`) });
      t.require('the commit is refused', answer.problem === 'action-mismatch', { got: answer.text });
    }
    const { entries } = await world.log();
    const of = (type: string, reason: string) =>
      entries.filter(({ record }) => record.type === type && record.reason === reason);
    const singly = of('commit.refused', 'action-mismatch');
    const minutes = new Map<string, number>();
    for (const { record } of singly)
      minutes.set(record.ts.slice(0, 16), (minutes.get(record.ts.slice(0, 16)) ?? 0) + 1);
    t.expect('no minute has more than 16 of them', Math.max(0, ...minutes.values()) <= 16, {
      got: [...minutes],
    });
    const aggregates = of('requests.refused', 'commit.action-mismatch').map(({ record }) =>
      record.ts.slice(0, 16),
    );
    t.expect('there is an aggregate', aggregates.length > 0);
    t.equal('and one a minute', new Set(aggregates).size, aggregates.length);
  },
};

export const checks = [firstStep, judgmentCarried, tokenKept, changedTold, flood];
