/** A target that acts on receipts: once on a good one, and never on what is wrong with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { confirmationKey, signPossession, systemEntropy, type JsonObject } from '@eaap/protocol';
import { Gateway, guard, type Permit } from '@eaap/sdk';
import { startTarget } from './target.ts';

const path = mkdtempSync(join(tmpdir(), 'eaap-target-'));
const gateway = await Gateway.open({ path: join(path, 'gateway') });
const source = { kind: 'system', id: 'crm', observed_at: new Date().toISOString() } as const;
await gateway.store({ subject: 'customer:42', attribute: 'account', value: 'acct_7', source });
const limit = { amount: '5000', currency: 'EUR' };
await gateway.store({ subject: 'customer:42', attribute: 'refund.limit', value: limit, source });

const options = {
  seen: join(path, 'seen.db'),
  verifierKey: (await gateway.discovery()).checkpoint_key,
  audience: 'billing',
  namespace: 'default',
  now: () => Date.now(),
};
let target = await startTarget(options);

async function post(body: JsonObject): Promise<string> {
  const response = await fetch(target.url, { method: 'POST', body: JSON.stringify(body) });
  return `${response.status} ${await response.text()}`;
}

// The guarded function passes on the action, the receipt, and the proof that the receipt is its own.
type Refund = { customer: string; account: string; amount: { amount: string; currency: string } };
const sent: JsonObject[] = [];
const refund = guard(
  gateway,
  { tool: 'billing.refund', environment: 'production', audience: 'billing' },
  async (_: Refund, { action, receipt, prove }: Permit) => {
    sent.push({ action, receipt, possession: prove() } as unknown as JsonObject);
    return post(sent.at(-1) as JsonObject);
  },
);
const asked: Refund = {
  customer: 'customer:42',
  account: 'acct_7',
  amount: { amount: '1250', currency: 'EUR' },
};
const { result, receipt } = await refund(asked);
console.log(`with its receipt   ${result}`);

const [good] = sent as [JsonObject];
const action = good['action'] as JsonObject;
const dearer = { ...asked, amount: { amount: '4999', currency: 'EUR' } };
const stranger = confirmationKey(systemEntropy());
console.log(`without one        ${await post({ action })}`);
console.log(`another amount     ${await post({ ...good, action: { ...action, parameters: dearer } })}`);
const forged = signPossession(stranger.seed, { jti: receipt.claims.jti, audience: 'billing' });
console.log(`by somebody else   ${await post({ ...good, possession: forged })}`);
console.log(`a second time      ${await post(good)}`);
const { paid } = target;
await target.close();
target = await startTarget(options);
console.log(`after a restart    ${await post(good)}`);
console.log(`\nPaid ${paid.length + target.paid.length} time.`);

await target.close();
await gateway.close();
rmSync(path, { recursive: true });
