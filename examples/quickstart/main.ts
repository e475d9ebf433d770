/** A gateway in this process, two facts, one guarded tool: an action that runs, one that waits, one that is blocked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionBlocked, ActionEscalated, Gateway, guard } from '@eaap/sdk';

// A folder for this run. A service would keep its own, as in { path: '.eaap' }.
const path = mkdtempSync(join(tmpdir(), 'eaap-quickstart-'));
const gateway = await Gateway.open({ path });

// What is known, and who says so. The gateway weighs the source; nobody states how far they are to be trusted.
const source = { kind: 'system', id: 'crm', observed_at: new Date().toISOString() } as const;
await gateway.store({ subject: 'customer:42', attribute: 'account', value: 'acct_7', source });
await gateway.store({
  subject: 'customer:42',
  attribute: 'refund.limit',
  value: { amount: '5000', currency: 'EUR' },
  source,
});

// The tool. What it does and which parameters need a fact behind them is in its manifest, which the gateway holds.
type Refund = { customer: string; account: string; amount: { amount: string; currency: string } };
const refund = guard(
  gateway,
  { tool: 'billing.refund', environment: 'production' },
  async ({ account, amount }: Refund) => `${amount.amount} cents to ${account}`,
);

const asked: Refund = {
  customer: 'customer:42',
  account: 'acct_7',
  amount: { amount: '1250', currency: 'EUR' },
};
const { result, evaluation, receipt, outcome } = await refund(asked, { intent: 'The parcel was lost.' });
console.log(`${evaluation.verdict}: paid ${result}; log entry ${receipt.index}, outcome ${outcome.status}.`);

for (const changed of [
  { ...asked, account: 'acct_666' },
  { ...asked, amount: { amount: '1250', currency: 'USD' } },
]) {
  try {
    await refund(changed);
  } catch (error) {
    if (!(error instanceof ActionBlocked || error instanceof ActionEscalated)) throw error;
    console.log(`\n${error.message}`);
  }
}

await gateway.close();
rmSync(path, { recursive: true });
