/** A support agent, a ticket with instructions hidden in it, and what the gateway lets through. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gateway } from '@eaap/sdk';
import { scriptedModel } from './model.ts';
import { runSupport } from './support.ts';

const path = mkdtempSync(join(tmpdir(), 'eaap-refund-agent-'));
const gateway = await Gateway.open({ path });
const { paid } = await runSupport(gateway, scriptedModel, (line) => console.log(line));
console.log(
  `\nPaid: ${paid.map(({ amount, account }) => `${(amount as { amount: string }).amount} to ${String(account)}`).join(', ')} (cents).`,
);
await gateway.close();
rmSync(path, { recursive: true });
