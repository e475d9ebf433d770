import { CUSTOMER, MAIL, propose, record, redeem, refund, type Stage } from '../stage.ts';

/** An allowed action, from proposal to outcome. */
export async function allowed(stage: Stage): Promise<void> {
  const { narrator, gateway, target } = stage;
  narrator.begin('An allowed action');
  await record(stage, 'account', 'acct_anna');
  await record(stage, 'refund.limit', { amount: '5000', currency: 'EUR' });
  await record(stage, 'mail', MAIL);
  narrator.say(
    'recorder',
    `stores what the CRM knows of ${CUSTOMER}: her account, a refund limit of 50.00 EUR, her mail.`,
  );
  const { snapshot } = await gateway.search({ subject: CUSTOMER, attribute: 'mail' });
  const kept = JSON.stringify(snapshot.facts[0]?.fact.value ?? null);
  narrator.expect(
    'gateway',
    kept.startsWith('"[PII:') && !kept.includes(MAIL),
    'keeps a token for the mail, never the mail:',
  );
  narrator.detail(`${kept.slice(0, 48)}…`);

  const action = refund('4200');
  narrator.say('agent', 'proposes: billing.refund, 42.00 EUR, to acct_anna.');
  const decided = await propose(stage, action);
  narrator.expect(
    'gateway',
    decided.verdict === 'ALLOW',
    `${decided.verdict}: nine gates, no model; account and amount rest on facts.`,
    { evaluation: decided.evaluation.id, verdict: decided.verdict },
  );
  const early = await target.ask({ action });
  narrator.expect('target', early.status === 403, 'asked without a receipt, does nothing.', { ...early });
  if (decided.verdict !== 'ALLOW') return;

  const held = await redeem(stage, decided.token, action);
  const { index, proof, claims } = held.receipt;
  narrator.expect(
    'executor',
    claims.evaluation === decided.evaluation.id,
    `commits: judged again, entry ${index} of the log; the receipt proves it with ${proof.length} hashes and a signed checkpoint.`,
    { receipt: claims.jti, entry: index },
  );
  const answer = await target.ask({ action, ...held });
  narrator.expect(
    'target',
    answer.status === 200 && target.done.length === 1,
    'checks the receipt offline, and pays 42.00 EUR.',
    {
      ...answer,
    },
  );
  const outcome = await gateway.outcome({ evaluation: claims.evaluation, status: 'executed' });
  narrator.expect(
    'executor',
    outcome.status === 'executed',
    `reports: ${outcome.status}, entry ${outcome.seq} of the log.`,
  );
}
