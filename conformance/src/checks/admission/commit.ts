import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Action } from '../wire.ts';

export const actionDiffers: Check = {
  id: 'admission.action-mismatch',
  requirements: ['EAAP-0001-091'],
  title:
    'A commit of an action that differs in any part is refused, and the right one is still accepted after it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = { ...actions.read('rec-1', 'as agreed'), intent: 'Look it up.' };
    const { token } = await world.allowed(action);
    const others: readonly [string, Action][] = [
      ['another parameter', actions.read('rec-2', 'as agreed')],
      ['a parameter less', { ...actions.read('rec-1'), intent: action.intent }],
      ['a parameter more', { ...action, parameters: { ...action.parameters, extra: 1 } }],
      ['another type', { ...action, parameters: { ...action.parameters, note: ['as agreed'] } }],
      ['a space more', { ...action, parameters: { ...action.parameters, note: 'as agreed ' } }],
      ['another environment', { ...action, environment: 'staging' }],
      ['another tool', { ...action, tool: 'records.write' }],
      ['another intent', { ...action, intent: 'Something else.' }],
      ['a session', { ...action, session: 's-1' }],
      ['a claim', { ...action, claims: [{ subject: 'order-1', attribute: 'status', value: 'paid' }] }],
      ['a declared effect', { ...action, effects: [{ effect: 'data.read', target: 'resource:rec-1' }] }],
    ];
    for (const [what, other] of others)
      t.answered(
        `a commit with ${what}`,
        await world.commit({ token, action: other }),
        409,
        'action-mismatch',
      );
    const right = await world.commit({ token, action });
    t.require('the evaluated action itself is committed', right.status === 200, { got: right.text });
  },
};

export const othersToken: Check = {
  id: 'admission.token-of-another-executor',
  requirements: ['EAAP-0001-092'],
  title: "Another executor's token is answered as an unknown one, and is not used up by the attempt.",
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const { token } = await world.allowed(action);
    const unknown = Buffer.from(t.random.bytes(32)).toString('base64url');
    const foreign = await world.commit({ token, action, as: 'other-executor' });
    const none = await world.commit({ token: unknown, action, as: 'other-executor' });
    t.answered('a commit with the token of another executor', foreign, 404, 'invalid-token');
    t.answered('a commit with an unknown token', none, 404, 'invalid-token');
    const told = [member(foreign, 'type'), member(foreign, 'title'), member(foreign, 'detail')];
    t.equal('both are told the same', told, [
      member(none, 'type'),
      member(none, 'title'),
      member(none, 'detail'),
    ]);
    const right = await world.commit({ token, action });
    t.require('the executor it names can redeem it', right.status === 200, { got: right.text });
  },
};

export const namedExecutor: Check = {
  id: 'admission.token-of-a-named-executor',
  requirements: ['EAAP-0001-092'],
  title: 'A token for the executor a request named is refused to the first executor of the policy.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const answer = await world.evaluate(action, { executor: 'other-executor' });
    const token = member(answer, 'token');
    t.require('the action is allowed', typeof token === 'string', { got: answer.text });
    const wrong = await world.commit({ token, action });
    t.answered('a commit by the executor that was not named', wrong, 404, 'invalid-token');
    const right = await world.commit({ token, action, as: 'other-executor' });
    t.require('the executor it names can redeem it', right.status === 200, { got: right.text });
  },
};

export const twice: Check = {
  id: 'admission.already-committed',
  requirements: ['EAAP-0001-097'],
  title: 'A token is redeemed once, whatever audience, key or Idempotency-Key the second commit has.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const { token } = await world.allowed(action);
    const first = await world.commit({ token, action, idempotencyKey: 'once' });
    t.require('the first commit is accepted', first.status === 200, { got: first.text });
    for (const [what, change] of [
      ['the same again', {}],
      ['another audience', { audience: 'another.target' }],
      ['another Idempotency-Key', { idempotencyKey: 'twice' }],
    ] as const)
      t.answered(what, await world.commit({ token, action, ...change }), 409, 'already-committed');
  },
};

export const atOnce: Check = {
  id: 'admission.concurrent-commits',
  requirements: ['EAAP-0001-098'],
  title: 'Of many commits of one token at the same time exactly one is accepted.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.key('executor');
    for (let round = 0; round < 3; round += 1) {
      const action = actions.read();
      const { token } = await world.allowed(action);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          world.commit({
            token,
            action,
            ...(index % 2 === 0 ? {} : { idempotencyKey: `k-${round}-${index}` }),
          }),
        ),
      );
      const statuses = answers.map(({ status }) => status).sort();
      t.equal(
        'the answers to ten commits at once',
        statuses.filter((status) => status < 300),
        [200],
      );
      const receipts = answers.map((answer) => member(answer, 'receipt', 'claims', 'jti'));
      t.equal('receipts', receipts.filter((jti) => jti !== undefined).length, 1);
    }
  },
};

export const idempotent: Check = {
  id: 'admission.idempotent-commit',
  requirements: ['EAAP-0001-099'],
  title:
    'The same commit with the same Idempotency-Key is answered with the same receipt, also after the evaluation expired.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ policy: (policy) => ({ ...policy, ttl_ms: 1000 }) });
    const action = actions.read();
    const { token } = await world.allowed(action);
    const input = { token, action, idempotencyKey: `retry-${t.random.word()}` };
    const first = await world.commit(input);
    const receipt = member(first, 'receipt');
    t.require('the first commit is accepted', receipt !== undefined, { got: first.text });
    const again = await world.commit(input);
    t.equal('the receipt of the same commit again', member(again, 'receipt'), receipt);
    await t.elapse(1100);
    const late = await world.commit(input);
    t.equal('the receipt of the same commit after the evaluation expired', member(late, 'receipt'), receipt);
  },
};

export const notIdempotent: Check = {
  id: 'admission.idempotency-key-of-another-request',
  requirements: ['EAAP-0001-099'],
  title: 'Another commit under a used Idempotency-Key does not get the receipt that the key stands for.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const first = await world.allowed(actions.read('rec-1'));
    const second = await world.allowed(actions.read('rec-2'));
    const idempotencyKey = `retry-${t.random.word()}`;
    const done = await world.commit({ token: first.token, action: actions.read('rec-1'), idempotencyKey });
    t.require('the first commit is accepted', done.status === 200, { got: done.text });
    const other = await world.commit({ token: second.token, action: actions.read('rec-2'), idempotencyKey });
    const jti = member(done, 'receipt', 'claims', 'jti');
    t.expect('another commit does not get that receipt', member(other, 'receipt', 'claims', 'jti') !== jti, {
      got: other.text,
    });
    t.answered('another commit under the same Idempotency-Key', other, 409, 'idempotency-mismatch');
  },
};

export const checks = [actionDiffers, othersToken, namedExecutor, twice, atOnce, idempotent, notIdempotent];
