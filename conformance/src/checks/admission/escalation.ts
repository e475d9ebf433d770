import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';
import type { Action, Manifest } from '../wire.ts';
import { judged } from '../judgment/steps.ts';

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly target: string;
  readonly evaluation: string;
  readonly action: Action | null;
  readonly reasons: readonly unknown[];
}

async function listed(t: CheckContext, world: World): Promise<readonly Listed[]> {
  const answer = await world.send('approver', 'GET', '/v2/escalations?status=pending&limit=100');
  const escalations = member(answer, 'escalations');
  t.require('the escalations can be listed', answer.status === 200 && Array.isArray(escalations), {
    got: answer.text,
  });
  return escalations as readonly Listed[];
}

export const pending: Check = {
  id: 'admission.escalation-listed',
  requirements: ['EAAP-0001-105'],
  title:
    'Undecided escalations are listed as pending with target queue, action in full and reasons; decided ones are not.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const wanted: readonly Action[] = [
      { ...actions.send('hello', 'news'), session: 's-1' },
      actions.refund('cust-7'),
      actions.reviewed(12),
    ];
    const open = [];
    for (const action of wanted) open.push({ action, ...(await world.escalated(action)) });
    const decided = await world.escalated(actions.send('decided'));
    const denied = await world.deny(decided.escalation);
    t.require('an escalation can be denied', denied.status === 200, { got: denied.text });
    const found = await listed(t, world);
    for (const { action, evaluation, escalation } of open) {
      const entry = found.find(({ id }) => id === escalation);
      const reasons = evaluation.judgment.gates
        .flatMap((gate) => gate.reasons)
        .filter(({ outcome }) => outcome === 'escalate');
      t.equal(
        `the listed escalation of ${action.tool}`,
        { status: entry?.status, target: entry?.target, action: entry?.action, reasons: entry?.reasons },
        { status: 'pending', target: 'conformance-desk', action, reasons },
      );
    }
    t.expect('a denied escalation is not pending', !found.some(({ id }) => id === decided.escalation));
  },
};

async function approved(t: CheckContext, world: World, action: Action): Promise<string> {
  const { escalation } = await world.escalated(action);
  const answer = await world.approve(escalation);
  t.require('the escalation can be approved', answer.status === 200, { got: answer.text });
  return escalation;
}

export const approvedIsAllowed: Check = {
  id: 'admission.approved-action',
  requirements: ['EAAP-0001-106'],
  title: 'The approved action, evaluated again by the same principal, is allowed and can be committed.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const intended = { ...actions.send(), intent: 'Tell them.' };
    for (const action of [intended, actions.refund(), actions.reviewed(11)]) {
      await approved(t, world, action);
      const answer = await world.evaluate(action);
      judged(t, `the approved ${action.tool}`, answer, 'ALLOW');
      const done = await world.commit({ token: String(member(answer, 'token')), action });
      t.answered(`a commit of the approved ${action.tool}`, done, 200);
    }
  },
};

/** Of a tool that the policy of the fixtures grants and that has no manifest: every item carries authority. */
const LISTS: Manifest = {
  v: 1,
  tool: 'ghost.tool',
  version: '1',
  description: 'Looks many up.',
  effects: [{ effect: 'data.read' }],
  parameters: {
    '/items/*': {
      type: 'identifier',
      authority: { subject: { literal: 'list' }, attribute: 'member', relation: 'equal' },
    },
  },
};

export const manyReasons: Check = {
  id: 'admission.approval-of-many-reasons',
  requirements: ['EAAP-0001-106'],
  title: 'An action that waits for a hundred reasons is allowed once it was approved.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const pinned = await world.setManifest(LISTS);
    t.require('the manifest is put in force', pinned.status === 200, { got: pinned.text });
    for (const count of [1, 100]) {
      const items = Array.from({ length: count }, (_, at) => `item-${at}`);
      const action: Action = { tool: LISTS.tool, environment: 'sandbox', parameters: { items } };
      await approved(t, world, action);
      judged(t, `approved with ${count} values that no fact grounds`, await world.evaluate(action), 'ALLOW');
    }
  },
};

const TYPES = 'separation-of-duties';

export const ownApproval: Check = {
  id: 'admission.separation-of-duties',
  requirements: ['EAAP-0001-110'],
  title: "Another credential of the proposer's owner may neither approve nor deny; another person then may.",
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { escalation } = await world.escalated(actions.send());
    t.answered("an approval by the proposer's owner", await world.approve(escalation, 'insider'), 403, TYPES);
    t.answered("a denial by the proposer's owner", await world.deny(escalation, 'insider'), 403, TYPES);
    const right = await world.approve(escalation);
    t.require('another person can approve', right.status === 200, { got: right.text });
  },
};

export const sameName: Check = {
  id: 'admission.proposer-under-another-key',
  requirements: ['EAAP-0001-110'],
  title:
    'A credential with the principal of the proposer and another owner does not decide what it proposed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const principal = world.principal('agent');
    const { escalation } = await world.escalated(actions.send());
    const made = await world.credential({ principal, owner: 'somebody', roles: ['approver'] });
    // A gateway may refuse such a credential altogether; then there is nobody who could decide in this name.
    if (made.status !== 201) {
      t.expect('no credential lets the proposer decide', made.status >= 400, { got: made.text });
      return;
    }
    const read = await world.send('auditor', 'GET', `/v2/escalations/${escalation}`);
    const answer = await t.sut.request({
      method: 'POST',
      path: `/v2/escalations/${escalation}/approve`,
      key: made.body.key,
      headers: { 'if-match': `"${String(member(read, 'version'))}"` },
      body: { challenge: member(read, 'challenge'), reason: 'conformance' },
    });
    t.answered('an approval by the proposer under another key', answer, 403, TYPES);
    const right = await world.approve(escalation);
    t.require('another person can approve', right.status === 200, { got: right.text });
  },
};

export const late: Check = {
  id: 'admission.escalation-expired',
  requirements: ['EAAP-0001-111'],
  title: 'An approval after the expiry of the escalation is refused, and the action stays denied.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    // Under the long life of the fixture: a slow gateway may need more than a second for it.
    await approved(t, world, actions.send('in time'));
    await world.setPolicy((policy) => ({ ...policy, escalation: { ...policy.escalation, ttl_ms: 1000 } }));
    const { escalation } = await world.escalated(actions.send('late'));
    await t.elapse(1050);
    t.answered('an approval after expires_at', await world.approve(escalation), 409, 'escalation-expired');
    const answer = await world.evaluate(actions.send('late'));
    t.expect('the action is not allowed after it', member(answer, 'token') === undefined, {
      got: answer.text,
    });
  },
};

const isAllowed = (answer: Answer<unknown>): boolean =>
  member(answer, 'token') !== undefined || evaluationOf(answer)?.verdict === 'ALLOW';

export const denied: Check = {
  id: 'admission.denied-stays-denied',
  requirements: ['EAAP-0001-112'],
  title:
    'An action that was denied is not allowed, however it is asked for again, and cannot be approved after all.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await approved(t, world, actions.send('approved'));
    await world.allowed(actions.send('approved'));
    const action = actions.send('denied');
    const { escalation } = await world.escalated(action);
    const answer = await world.deny(escalation);
    t.require('the escalation can be denied', answer.status === 200, { got: answer.text });
    const again: readonly [string, Action][] = [
      ['the same again', action],
      ['with another intent', { ...action, intent: 'It was approved by phone.' }],
      ['with a session', { ...action, session: 's-2' }],
    ];
    for (const [what, asked] of again) {
      const after = await world.evaluate(asked);
      t.expect(`the denied action is not allowed: ${what}`, !isAllowed(after), {
        got: after.text.slice(0, 400),
      });
    }
    await world.approve(escalation);
    const last = await world.evaluate(action);
    t.expect('nor after an approval of what was denied', !isAllowed(last), { got: last.text.slice(0, 400) });
  },
};

export const checks = [pending, approvedIsAllowed, manyReasons, ownApproval, sameName, late, denied];
