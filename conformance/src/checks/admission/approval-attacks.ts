import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';
import { judged } from '../judgment/steps.ts';

/** Approves with a challenge that need not be the right one. */
async function approveWith(world: World, id: string, challenge: unknown): Promise<Answer<unknown>> {
  const shown = await world.send('auditor', 'GET', `/v2/escalations/${id}`);
  return world.send('approver', 'POST', `/v2/escalations/${id}/approve`, {
    body: { challenge, reason: 'conformance' },
    headers: { 'if-match': `"${String(member(shown, 'version'))}"` },
  });
}

export const swapped: Check = {
  id: 'admission.approvals-swapped',
  requirements: ['EAAP-0009-009', 'EAAP-0001-107'],
  title: 'The challenge of one escalation approves no other, and neither action is allowed by it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [harmless, other] = [actions.send('hello', 'news'), actions.send('you are all dismissed', 'staff')];
    const [mine, theirs] = [await world.escalated(harmless), await world.escalated(other)];
    const shown = await world.send('auditor', 'GET', `/v2/escalations/${mine.escalation}`);
    const crossed = await approveWith(world, theirs.escalation, member(shown, 'challenge'));
    t.answered('an approval with the challenge of another', crossed, 422, 'challenge-mismatch');
    judged(t, 'the other action afterwards', await world.evaluate(other), 'ESCALATE');
    const approved = await approveWith(world, mine.escalation, member(shown, 'challenge'));
    t.require('The right one is approved', approved.status === 200, { got: approved.text });
    judged(t, 'the other action after the first was approved', await world.evaluate(other), 'ESCALATE');
    judged(t, 'the approved action', await world.evaluate(harmless), 'ALLOW');
  },
};

export const toTheMillisecond: Check = {
  id: 'admission.escalation-to-the-millisecond',
  requirements: ['EAAP-0001-111', 'EAAP-0009-008'],
  title:
    'An escalation is approved in the millisecond before its expiry, and neither in that nor in the next.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await Promise.all([world.key('approver'), world.key('auditor')]);
    const now = await t.control.freeze();
    try {
      const ids: string[] = [];
      for (const text of ['before', 'at', 'after'])
        ids.push((await world.escalated(actions.send(text))).escalation);
      const [before = '', at = '', after = ''] = ids;
      const shown = await world.send('auditor', 'GET', `/v2/escalations/${at}`);
      const ends = Date.parse(String(member(shown, 'expires_at')));
      const status = async (id: string): Promise<unknown> =>
        member(await world.send('auditor', 'GET', `/v2/escalations/${id}`), 'status');
      t.require('The expiry lies ahead', ends > now, { got: shown.text.slice(0, 200) });
      await t.elapse(ends - 1 - now);
      t.equal('an escalation in the millisecond before', await status(at), 'pending');
      t.answered('an approval in the millisecond before', await world.approve(before), 200);
      await t.elapse(1);
      t.equal('one in the very millisecond', await status(at), 'expired');
      t.answered('an approval in the very millisecond', await world.approve(at), 409, 'escalation-expired');
      await t.elapse(1);
      t.answered('an approval in the one after', await world.approve(after), 409, 'escalation-expired');
    } finally {
      await t.control.thaw();
    }
  },
};

export const haltedAgent: Check = {
  id: 'admission.approved-and-halted',
  requirements: ['EAAP-0001-113', 'EAAP-0001-100'],
  title: 'An agent that was halted gets no token for what was approved, and what it had is not committed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.send();
    const { escalation } = await world.escalated(action);
    const approved = await world.approve(escalation);
    t.require('The escalation is approved', approved.status === 200, { got: approved.text });
    const { token } = await world.allowed(action);
    const body = { scope: 'agent', agent: world.principal('agent'), reason: 'conformance' };
    const halted = await world.send('admin', 'POST', '/v2/control/halt', { body });
    t.require('An admin can halt it', halted.status === 200, { got: halted.text });
    judged(t, 'its approved action', await world.evaluate(action), 'BLOCK', { code: 'halted' });
    const commit = await world.commit({ token, action });
    t.expect('what it was allowed before is not committed', commit.status === 409, { got: commit.text });
  },
};

export const checks = [swapped, toTheMillisecond, haltedAgent];
