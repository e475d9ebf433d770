import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';

export const keyUsedTwice: Check = {
  id: 'admission.idempotency-mismatch',
  requirements: ['EAAP-0008-009'],
  title: 'An Idempotency-Key that stands for one commit is refused for every other, and still stands for it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const [first, second] = [await world.allowed(action), await world.allowed(action)];
    const right = await world.commit({ token: first.token, action, idempotencyKey: 'once' });
    t.require('the first commit is accepted', right.status === 200, { got: right.text });
    const others = {
      'another token': { token: second.token, action },
      'another audience': { token: first.token, action, audience: 'another.target' },
      'another action': { token: first.token, action: actions.read('rec-2') },
    };
    for (const [what, input] of Object.entries(others)) {
      const answer = await world.commit({ ...input, idempotencyKey: 'once' });
      t.answered(`the key with ${what}`, answer, 409, 'idempotency-mismatch');
    }
    const own = await world.commit({ token: second.token, action, idempotencyKey: 'second' });
    t.require('the other evaluation is committed under a key of its own', own.status === 200, {
      got: own.text,
    });
  },
};

export const repeatedLate: Check = {
  id: 'admission.repeated-after-expiry',
  requirements: ['EAAP-0008-010'],
  title: 'A commit repeated under its key after the evaluation has expired is answered with its receipt.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ policy: (policy) => ({ ...policy, ttl_ms: 1000 }) });
    const action = actions.read();
    const { token } = await world.allowed(action);
    const commit = { token, action, idempotencyKey: 'once' };
    const first = await world.commit(commit);
    t.require('the commit is accepted', first.status === 200, { got: first.text });
    await t.elapse(1050);
    const again = await world.commit(commit);
    t.answered('the same commit again, late', again, 200);
    t.equal('its receipt', again.json, first.json);
  },
};

export const keyOfARefusal: Check = {
  id: 'admission.key-of-a-refusal',
  requirements: ['EAAP-0008-011'],
  title: 'A key under which a commit was refused can be used for one that is accepted.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const { token } = await world.allowed(action);
    const wrong = await world.commit({ token, action: actions.read('rec-2'), idempotencyKey: 'once' });
    t.require('a commit of another action is refused', wrong.status === 409, { got: wrong.text });
    const right = await world.commit({ token, action, idempotencyKey: 'once' });
    t.answered('the right commit under the same key', right, 200);
  },
};

export const keysOfTwo: Check = {
  id: 'admission.key-of-two-executors',
  requirements: ['EAAP-0008-012'],
  title: 'Two executors use the same Idempotency-Key, each for a commit of its own.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const mine = await world.allowed(action);
    const other = await world.evaluate(action, { executor: 'other-executor' });
    t.require('the other is allowed', other.status === 200, { got: other.text });
    const first = await world.commit({ token: mine.token, action, idempotencyKey: 'once' });
    t.require('the first commit is accepted', first.status === 200, { got: first.text });
    const second = await world.commit({
      token: other.body.token,
      action,
      idempotencyKey: 'once',
      as: 'other-executor',
    });
    t.answered('the commit of the other executor under the same key', second, 200);
  },
};

export const checks = [keyUsedTwice, repeatedLate, keyOfARefusal, keysOfTwo];
