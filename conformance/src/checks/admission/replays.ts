import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Action } from '../wire.ts';

interface Tokens {
  readonly world: World;
  readonly action: Action;
  /** Redeemed, under the key `once`. */
  readonly used: string;
  readonly receipt: unknown;
  readonly open: string;
}

async function tokens(t: CheckContext): Promise<Tokens> {
  const world = await t.world({ policy: (policy) => ({ ...policy, ttl_ms: 300_000 }) });
  const action = actions.read();
  const [used, open] = [await world.allowed(action), await world.allowed(action)];
  const answer = await world.commit({ token: used.token, action, idempotencyKey: 'once' });
  t.require('A commit is accepted', answer.status === 200, { got: answer.text });
  return { world, action, used: used.token, receipt: member(answer, 'receipt'), open: open.token };
}

async function afterwards(
  t: CheckContext,
  when: string,
  { world, action, used, receipt, open }: Tokens,
): Promise<void> {
  const commit = (token: string, idempotencyKey?: string) =>
    world.commit({ token, action, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
  t.answered(`the token that was redeemed, ${when}`, await commit(used), 409, 'already-committed');
  const other = await commit(used, 'another');
  t.answered(`the same under another key, ${when}`, other, 409, 'already-committed');
  const again = await commit(used, 'once');
  t.equal(`the receipt under its own key, ${when}`, member(again, 'receipt'), receipt);
  t.answered(`the token that was not redeemed, ${when}`, await commit(open), 200);
  t.answered(`that one again, ${when}`, await commit(open), 409, 'already-committed');
}

const REQUIREMENTS = ['EAAP-0001-097', 'EAAP-0001-099'];

export const afterRestart: Check = {
  id: 'admission.token-after-restart',
  requirements: REQUIREMENTS,
  title:
    'A token that was redeemed is used after the gateway was stopped and started, its key still stands for its receipt.',
  grade: 'E2',
  needs: ['reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const held = await tokens(t);
    await t.control.stop();
    await t.control.start();
    await afterwards(t, 'after a restart', held);
  },
};

export const afterKill: Check = {
  id: 'admission.token-after-kill',
  requirements: REQUIREMENTS,
  title: 'So it is after the gateway was killed right after its answer.',
  grade: 'E2',
  needs: ['kill'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const held = await tokens(t);
    await t.control.kill();
    await t.control.start();
    await afterwards(t, 'after a kill', held);
  },
};

export const swapped: Check = {
  id: 'admission.tokens-swapped',
  requirements: ['EAAP-0001-091'],
  title: 'Tokens of two actions that were both allowed do not commit each other’s, whoever proposed them.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [mine, yours] = [actions.read('rec-1'), actions.write('rec-1', 7)];
    const first = await world.allowed(mine);
    const second = await world.evaluate(yours, { as: 'stranger' });
    t.require('The other action is allowed', second.status === 200, { got: second.text });
    const { token } = second.body;
    t.answered(
      'the first action with the second token',
      await world.commit({ token, action: mine }),
      409,
      'action-mismatch',
    );
    const crossed = await world.commit({ token: first.token, action: yours });
    t.answered('the second action with the first token', crossed, 409, 'action-mismatch');
    t.answered('the first with its own', await world.commit({ token: first.token, action: mine }), 200);
    t.answered('the second with its own', await world.commit({ token, action: yours }), 200);
  },
};

/** Names that somebody could think are not part of what is asked for. */
const BOOKKEEPING = [
  'created_at',
  'updated_at',
  'timestamp',
  'id',
  'nonce',
  'signature',
  'hash',
  'v',
  '_meta',
  '$schema',
];

export const noMemberLeftOut: Check = {
  id: 'admission.no-member-left-out',
  requirements: ['EAAP-0001-091'],
  title: 'No member of the parameters is left out of the comparison, whatever it is called.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const members = (value: number) =>
      Object.fromEntries(BOOKKEEPING.map((name) => [name, `value-${value}`]));
    const world = await t.world({
      manifests: [
        {
          v: 1,
          tool: 'records.read',
          version: '2',
          description: 'Reads a record, with members that look like bookkeeping.',
          effects: [{ effect: 'data.read', target: { param: '/record', kind: 'resource' } }],
          parameters: {
            '/record': { type: 'identifier' },
            ...Object.fromEntries(
              BOOKKEEPING.map((name) => [`/${name}`, { type: 'text', required: false } as const]),
            ),
          },
        },
      ],
    });
    const action: Action = { ...actions.read(), parameters: { record: 'rec-1', ...members(1) } };
    const { token } = await world.allowed(action);
    for (const name of BOOKKEEPING) {
      const other = { ...action, parameters: { ...action.parameters, [name]: 'value-2' } };
      t.answered(
        `a commit with another ${name}`,
        await world.commit({ token, action: other }),
        409,
        'action-mismatch',
      );
    }
    t.answered('the action itself', await world.commit({ token, action }), 200);
  },
};

/** The same action with its members in another order and its texts written with escapes. */
const respelled = (value: unknown): string => {
  if (Array.isArray(value)) return `[ ${value.map(respelled).join(' , ')} ]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .reverse()
      .map(([name, member]) => `${respelled(name)} : ${respelled(member)}`)
      .join(' , ')} }`;
  if (typeof value !== 'string') return JSON.stringify(value);
  return `"${[...value].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
};

export const otherSpelling: Check = {
  id: 'admission.same-action-other-spelling',
  requirements: ['EAAP-0001-106'],
  title:
    'An action is the one that was approved, and the one that is committed, however its JSON is written.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const action: Action = { ...actions.send('hello', 'news'), intent: 'Tell them.' };
    const { escalation } = await world.escalated(action);
    const approved = await world.approve(escalation);
    t.require('The escalation is approved', approved.status === 200, { got: approved.text });
    const headers = { 'content-type': 'application/json' };
    const evaluated = await world.send('agent', 'POST', '/v2/actions/evaluate', {
      body: `{ "action" : ${respelled(action)} }`,
      headers,
    });
    t.answered('the approved action in another spelling', evaluated, 200);
    const token = member(evaluated, 'token');
    t.require('It is allowed', typeof token === 'string', { got: evaluated.text.slice(0, 300) });
    const audience = 'target.conformance';
    const body = respelled({ token, action, audience, confirmation_key: world.confirmationKey });
    t.answered(
      'its commit in another spelling',
      await world.send('executor', 'POST', '/v2/actions/commit', { body, headers }),
      200,
    );
  },
};

export const checks = [afterRestart, afterKill, swapped, noMemberLeftOut, otherSpelling];
