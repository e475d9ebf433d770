import type { Action } from '@eaap/protocol';
import { CUSTOMER, OVER_LIMIT, propose, redeem, refund, refusalOf, type Stage } from '../stage.ts';

/** An action that somebody else decides. */
export async function escalated(stage: Stage): Promise<void> {
  const { narrator, gateway, decision, left } = stage;
  narrator.begin('An escalated action');
  const action = refund(OVER_LIMIT);
  narrator.say('agent', `proposes a refund of 80.00 EUR; the limit of ${CUSTOMER} is 50.00 EUR.`);
  const decided = await propose(stage, action);
  const id = decided.evaluation.escalation ?? '';
  left.escalated = decided.evaluation.id;
  narrator.expect(
    'gateway',
    decided.verdict === 'ESCALATE',
    `${decided.verdict}: no fact supports the amount; a person is asked.`,
    {
      evaluation: decided.evaluation.id,
      verdict: decided.verdict,
      escalation: id,
    },
  );
  const pending = await gateway.as('approver').escalation(id);
  const own = await refusalOf(gateway.as('agent').approve(id, pending.version, { reason: 'I am sure.' }));
  narrator.expect('agent', own?.type === 'forbidden', 'tries to approve it itself, and may not.', {
    problem: own?.type ?? null,
  });
  narrator.say('approver', 'another person, with another key, reads the action in full.');
  if (decision === 'approve') {
    const { status } = await gateway.approve(id, pending.version, {
      challenge: pending.challenge,
      reason: 'A good customer; agreed by phone.',
    });
    narrator.expect(
      'approver',
      status === 'approved',
      `types the challenge ${pending.challenge}: approved, for this action, once.`,
    );
  } else {
    const { status } = await gateway.deny(id, pending.version, { reason: 'Over the limit.' });
    narrator.expect('approver', status === 'denied', 'denies it.');
  }
  await (decision === 'approve' ? execute(stage, action) : standStill(stage, action));
}

async function execute(stage: Stage, action: Action): Promise<void> {
  const { narrator, gateway, target } = stage;
  const again = await propose(stage, action);
  narrator.expect('gateway', again.verdict === 'ALLOW', `evaluated anew: ${again.verdict}.`, {
    evaluation: again.evaluation.id,
  });
  if (again.verdict !== 'ALLOW') return;
  const held = await redeem(stage, again.token, action);
  const answer = await target.ask({ action, ...held });
  narrator.expect('target', answer.status === 200, 'checks the receipt, and pays 80.00 EUR.', {
    ...answer,
  });
  await gateway.outcome({ evaluation: again.evaluation.id, status: 'executed' });
  const more = await propose(stage, action);
  narrator.expect(
    'gateway',
    more.verdict === 'ESCALATE',
    `the same again: ${more.verdict}; the approval is used up.`,
  );
}

async function standStill(stage: Stage, action: Action): Promise<void> {
  const { narrator, target } = stage;
  const again = await propose(stage, action);
  narrator.expect(
    'gateway',
    again.verdict !== 'ALLOW',
    `evaluated anew: ${again.verdict}; what was denied is not allowed by asking again.`,
  );
  const answer = await target.ask({ action });
  narrator.expect('target', answer.status === 403, 'asked without a receipt, does nothing.', { ...answer });
}
