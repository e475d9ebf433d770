import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Answer, Caller, Check, CheckContext, World } from '../types.ts';
import type { Action } from '../wire.ts';

const read = (world: World, id: string) => world.send('auditor', 'GET', `/v2/escalations/${id}`);

/** Approves or denies; without a challenge unless one is given, with the version as it is. */
async function decide(
  world: World,
  id: string,
  what: 'approve' | 'deny',
  more: { challenge?: string; as?: Caller; version?: number } = {},
): Promise<Answer<unknown>> {
  const version = more.version ?? Number(member(await read(world, id), 'version'));
  const { challenge } = more;
  return world.send(more.as ?? 'approver', 'POST', `/v2/escalations/${id}/${what}`, {
    headers: { 'if-match': `"${version}"` },
    body: { reason: 'conformance', ...(challenge === undefined ? {} : { challenge }) },
  });
}

/** The escalation that evaluating an action names; required. */
async function named(t: CheckContext, world: World, action: Action): Promise<string> {
  const answer = await world.evaluate(action);
  const id = evaluationOf(answer)?.escalation;
  t.require('the action escalates', typeof id === 'string', { got: answer.text.slice(0, 300) });
  return id;
}

export const askedAgain: Check = {
  id: 'admission.escalated-once',
  requirements: ['EAAP-0009-001', 'EAAP-0009-002'],
  title:
    'The same action for the same reasons is escalated once: while it is pending, and after it was denied.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.send();
    const first = await named(t, world, action);
    t.equal('the same again', await named(t, world, action), first);
    t.equal('with another intent', await named(t, world, { ...action, intent: 'Once more.' }), first);
    const other = await named(t, world, actions.send('something else'));
    t.require('another action is another escalation', other !== first);
    const denied = await world.deny(first);
    t.require('it can be denied', denied.status === 200, { got: denied.text });
    t.equal('the same after the denial', await named(t, world, action), first);
  },
};

export const challenges: Check = {
  id: 'admission.challenges-differ',
  requirements: ['EAAP-0009-003'],
  title: 'Escalations of one tool show different challenges.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const seen: unknown[] = [];
    const ids = new Set<string>();
    for (const text of ['one', 'two', 'three', 'four']) {
      const id = await named(t, world, actions.send(text));
      ids.add(id);
      seen.push(member(await read(world, id), 'challenge'));
    }
    t.expect(
      'each is a text',
      seen.every((challenge) => typeof challenge === 'string' && challenge !== ''),
    );
    t.require('each action is an escalation of its own', ids.size === seen.length);
    t.equal('different challenges', new Set(seen).size, seen.length);
  },
};

export const expiry: Check = {
  id: 'admission.escalation-ttl',
  requirements: ['EAAP-0009-007', 'EAAP-0009-008'],
  title: 'An escalation ends the policy’s time after it was opened, and is then shown as expired.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const ttl_ms of [1000, 3_600_000]) {
      const world = await t.world({
        policy: (policy) => ({ ...policy, escalation: { ...policy.escalation, ttl_ms } }),
      });
      const id = await named(t, world, actions.send());
      const opened = await read(world, id);
      const [from, to] = ['opened_at', 'expires_at'].map((name) => Date.parse(String(member(opened, name))));
      t.equal(`its life under ${ttl_ms} ms`, (to ?? 0) - (from ?? 0), ttl_ms);
      if (ttl_ms > 1000) continue;
      t.require('it is pending at first', member(opened, 'status') === 'pending');
      await t.elapse(1050);
      t.equal('its status after that', member(await read(world, id), 'status'), 'expired');
    }
  },
};

export const challengeTyped: Check = {
  id: 'admission.challenge-mismatch',
  requirements: ['EAAP-0009-009', 'EAAP-0009-010'],
  title: 'An approval needs the challenge exactly as shown; a denial needs none.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const id = await named(t, world, actions.send());
    const shown = String(member(await read(world, id), 'challenge'));
    const other = await named(t, world, actions.send('b'));
    t.require('another action is another escalation', other !== id);
    const wrong: readonly [string, string | undefined][] = [
      ['none', undefined],
      ['an empty one', ''],
      ['one in other letters', shown.toLowerCase() === shown ? shown.toUpperCase() : shown.toLowerCase()],
      ['one with a space more', `${shown} `],
      ['a part of it', shown.slice(0, -1)],
      ['that of another', String(member(await read(world, other), 'challenge'))],
    ];
    for (const [what, challenge] of wrong) {
      const answer = await decide(world, id, 'approve', challenge === undefined ? {} : { challenge });
      t.answered(`an approval with ${what}`, answer, 422, 'challenge-mismatch');
    }
    t.equal('it is pending still', member(await read(world, id), 'status'), 'pending');
    const right = await decide(world, id, 'approve', { challenge: shown });
    t.require('the right one approves', right.status === 200, { got: right.text });
    const second = await named(t, world, actions.send('c'));
    t.answered('a denial without a challenge', await decide(world, second, 'deny'), 200);
  },
};

export const decidedOnce: Check = {
  id: 'admission.already-decided',
  requirements: ['EAAP-0009-011'],
  title: 'What was approved, denied or used is not decided again, whichever way.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const prepared: Record<string, string> = {};
    for (const state of ['approved', 'denied', 'consumed']) {
      const action = actions.send(state);
      const id = await named(t, world, action);
      const done = await (state === 'denied' ? world.deny(id) : world.approve(id));
      t.require(`it can be decided (${state})`, done.status === 200, { got: done.text });
      if (state === 'consumed') await world.committed(action);
      prepared[state] = id;
    }
    for (const [state, id] of Object.entries(prepared)) {
      const before = await read(world, id);
      const challenge = String(member(before, 'challenge'));
      const again = await decide(world, id, 'approve', { challenge });
      t.answered(`an approval of what is ${state}`, again, 409, 'already-decided');
      t.answered(`a denial of what is ${state}`, await decide(world, id, 'deny'), 409, 'already-decided');
      t.equal(`what is ${state} stays so`, member(await read(world, id), 'status'), member(before, 'status'));
    }
  },
};

export const closedStays: Check = {
  id: 'admission.approval-opens-nothing',
  requirements: ['EAAP-0009-013'],
  title: 'The evaluation that was escalated is closed, before and after the approval.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { evaluation, escalation } = await world.escalated(actions.send());
    const status = async (): Promise<unknown> =>
      member(await world.send('auditor', 'GET', `/v2/actions/evaluations/${evaluation.id}`), 'status');
    t.equal('before', await status(), 'closed');
    const done = await world.approve(escalation);
    t.require('it can be approved', done.status === 200, { got: done.text });
    t.equal('after', await status(), 'closed');
    t.expect('the answer to the approval has no token', !/"token"/.test(done.text), { got: done.text });
  },
};

export const used: Check = {
  id: 'admission.approval-consumed',
  requirements: ['EAAP-0009-014', 'EAAP-0009-015'],
  title:
    'A commit uses the approval up: it is shown as consumed, and another evaluation under it has drifted.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.send();
    const id = await named(t, world, action);
    const done = await world.approve(id);
    t.require('it can be approved', done.status === 200, { got: done.text });
    const [first, second] = [await world.allowed(action), await world.allowed(action)];
    const right = await world.commit({ token: first.token, action });
    t.require('the first commit is accepted', right.status === 200, { got: right.text });
    t.equal('the escalation afterwards', member(await read(world, id), 'status'), 'consumed');
    const answer = await world.commit({ token: second.token, action });
    t.answered('the second commit', answer, 409, 'state-drift');
    t.equal('what has changed', member(answer, 'changed'), [`approval:${id} 2→none`]);
  },
};

export const approvalEnds: Check = {
  id: 'admission.approval-expires',
  requirements: ['EAAP-0009-016'],
  title: 'An approval covers nothing once its escalation has expired, at evaluation and at commit.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({
      policy: (policy) => ({ ...policy, escalation: { ...policy.escalation, ttl_ms: 2500 } }),
    });
    // Made before its time runs, of which a slow gateway has none to give away.
    await Promise.all((['agent', 'approver', 'executor'] as const).map((caller) => world.key(caller)));
    const action = actions.send();
    const done = await world.approve(await named(t, world, action));
    t.require('it can be approved', done.status === 200, { got: done.text });
    const { token } = await world.allowed(action);
    await t.elapse(2600);
    const late = await world.commit({ token, action });
    t.expect('a commit on it after that is refused', late.status === 409, { got: late.text });
    const answer = await world.evaluate(action);
    t.equal('the verdict after that', evaluationOf(answer)?.verdict, 'ESCALATE');
  },
};

export const checks = [
  askedAgain,
  challenges,
  expiry,
  challengeTyped,
  decidedOnce,
  closedStays,
  used,
  approvalEnds,
];
