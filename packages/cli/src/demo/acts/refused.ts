import type { Action } from '@eaap/protocol';
import { propose, record, redeem, refund, refusalOf, type Stage } from '../stage.ts';

async function tokenFor(stage: Stage, action: Action): Promise<string> {
  const decided = await propose(stage, action);
  if (decided.verdict === 'ALLOW') return decided.token;
  stage.narrator.expect('gateway', false, `${decided.verdict}, where ALLOW was expected.`);
  return '';
}

/** What changes between verdict and commit, and what is used twice or for something else. */
export async function refused(stage: Stage): Promise<void> {
  const { narrator, target } = stage;
  narrator.begin('State drift, replay, and a parameter swap');
  await drift(stage);
  const before = target.done.length;
  await replay(stage);
  await swap(stage);
  narrator.expect('target', target.done.length === before + 1, 'has paid once in all this.');
}

async function drift(stage: Stage): Promise<void> {
  const { narrator, gateway } = stage;
  const action = refund('1000');
  const token = await tokenFor(stage, action);
  narrator.say('agent', 'gets ALLOW for 10.00 EUR. Before the commit the CRM names another account for her.');
  const contradiction = await refusalOf(record(stage, 'account', 'acct_other'));
  const conflict = String(contradiction?.extras['conflict_id']);
  narrator.expect(
    'gateway',
    contradiction?.type === 'conflict',
    'overwrites nothing: the contradiction is a conflict on record.',
    { conflict },
  );
  const drifted = await refusalOf(redeem(stage, token, action));
  const changed = (drifted?.extras['changed'] ?? []) as readonly string[];
  narrator.expect(
    'gateway',
    drifted?.type === 'state-drift',
    `refuses the commit: ${drifted?.type ?? 'it went through'}.`,
    { changed },
  );
  narrator.detail(`changed: ${changed.map(short).join(', ')}`);
  const { version } = await gateway.conflict(conflict);
  const resolved = await gateway.resolve(conflict, version, {
    resolution: 'keep',
    reason: 'She confirmed the old account.',
  });
  narrator.expect(
    'approver',
    resolved.status === 'resolved',
    'resolves the conflict: the account on record is kept.',
  );
}

async function replay(stage: Stage): Promise<void> {
  const { narrator, target } = stage;
  const action = refund('1000');
  const token = await tokenFor(stage, action);
  const held = await redeem(stage, token, action);
  await target.ask({ action, ...held });
  await stage.gateway.outcome({ evaluation: held.receipt.claims.evaluation, status: 'executed' });
  narrator.say('agent', 'has 10.00 EUR paid, and uses everything a second time.');
  const again = await refusalOf(redeem(stage, token, action));
  narrator.expect(
    'gateway',
    again?.type === 'already-committed',
    `refuses the token: ${again?.type ?? 'it went through'}.`,
  );
  const twice = await target.ask({ action, ...held });
  narrator.expect(
    'target',
    twice.reason === 'replayed',
    `refuses the receipt: ${twice.reason ?? 'it went through'}.`,
    { ...twice },
  );
}

async function swap(stage: Stage): Promise<void> {
  const { narrator, target } = stage;
  const judged = refund('1000');
  const meant = refund('900000');
  const token = await tokenFor(stage, judged);
  narrator.say('agent', 'gets ALLOW for 10.00 EUR, and has 9000.00 EUR committed.');
  const swapped = await refusalOf(redeem(stage, token, meant));
  narrator.expect(
    'gateway',
    swapped?.type === 'action-mismatch',
    `refuses the commit: ${swapped?.type ?? 'it went through'}.`,
  );
  const held = await redeem(stage, token, judged);
  const answer = await target.ask({ action: meant, ...held });
  narrator.expect(
    'target',
    answer.reason === 'action-mismatch',
    `refuses it with the receipt for 10.00 EUR: ${answer.reason ?? 'it went through'}.`,
    {
      ...answer,
    },
  );
  await stage.gateway.outcome({ evaluation: held.receipt.claims.evaluation, status: 'failed' });
}

/** Ids are long; their ends tell them apart. */
const short = (text: string): string => text.replace(/[0-9a-f]{8}-[0-9a-f-]{18}-?([0-9a-f]{8,})/g, '…$1');
