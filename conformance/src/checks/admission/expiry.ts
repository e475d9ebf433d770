import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';

export const expiresAt: Check = {
  id: 'admission.expires-at',
  requirements: ['EAAP-0001-093'],
  title: 'Every evaluation expires `ttl_ms` of the policy in force after it was made.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const ttl_ms of [60_000, 1000, 300_000]) {
      const changed = await world.setPolicy((policy) => ({ ...policy, ttl_ms }));
      t.require(`a policy with ttl_ms ${ttl_ms} is accepted`, changed.status === 200, { got: changed.text });
      for (const action of [actions.read(), actions.notGranted(), actions.send()]) {
        const evaluation = evaluationOf(await world.evaluate(action));
        t.require('the action is evaluated', evaluation !== undefined);
        const { created_at, expires_at } = evaluation;
        const lasts = Date.parse(expires_at) - Date.parse(created_at);
        t.equal(`how long an evaluation of ${action.tool} lasts`, lasts, ttl_ms);
      }
    }
  },
};

export const tooLong: Check = {
  id: 'admission.ttl-too-long',
  requirements: ['EAAP-0001-094'],
  title:
    'A policy under which evaluations would last over five minutes is refused, and the one in force stays.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const longest = await world.setPolicy((policy) => ({ ...policy, ttl_ms: 300_000 }));
    t.require('a ttl of five minutes is accepted', longest.status === 200, { got: longest.text });
    for (const ttl_ms of [300_001, 3_600_000, 9_007_199_254_740_991]) {
      const answer = await world.setPolicy((policy) => ({ ...policy, ttl_ms }));
      t.answered(`a policy with ttl_ms ${ttl_ms}`, answer, 400, 'invalid-request');
    }
    const after = await world.send('admin', 'GET', '/v2/policy');
    t.equal('the policy in force', member(after, 'digest'), member(longest, 'digest'));
  },
};

export const expired: Check = {
  id: 'admission.evaluation-expired',
  requirements: ['EAAP-0001-095'],
  title: 'A commit after `expires_at` is refused; asking again does not help.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.committed(actions.read());
    await world.setPolicy((policy) => ({ ...policy, ttl_ms: 1000 }));
    const action = actions.read();
    const { token } = await world.allowed(action);
    await t.elapse(1050);
    const late = await world.commit({ token, action });
    t.answered('a commit after expires_at', late, 409, 'evaluation-expired');
    const again = await world.commit({ token, action, idempotencyKey: 'again' });
    t.answered('the same commit again', again, 409, 'evaluation-expired');
  },
};

export const toTheMillisecond: Check = {
  id: 'admission.expiry-to-the-millisecond',
  requirements: ['EAAP-0001-096'],
  title:
    'A commit is accepted in the millisecond before `expires_at` and refused in the very one and the next.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.key('executor');
    const now = await t.control.freeze();
    try {
      const [early, late, later] = [
        await world.allowed(actions.read()),
        await world.allowed(actions.read()),
        await world.allowed(actions.read()),
      ];
      const ends = Date.parse(late.evaluation.expires_at);
      t.require('the clock stands still', early.evaluation.expires_at === late.evaluation.expires_at);
      await t.elapse(ends - 1 - now);
      const before = await world.commit({ token: early.token, action: actions.read() });
      t.answered('a commit in the millisecond before expires_at', before, 200);
      await t.elapse(1);
      const at = await world.commit({ token: late.token, action: actions.read() });
      t.answered('a commit in the millisecond of expires_at', at, 409, 'evaluation-expired');
      await t.elapse(1);
      const after = await world.commit({ token: later.token, action: actions.read() });
      t.answered('a commit in the millisecond after expires_at', after, 409, 'evaluation-expired');
    } finally {
      await t.control.thaw();
    }
  },
};

export const checks = [expiresAt, tooLong, expired, toTheMillisecond];
