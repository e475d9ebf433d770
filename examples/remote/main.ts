/** The same guard, with the gateway in another process: what is needed is its address and two keys. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ActionBlocked, Gateway, GatewayUnreachable, guard, readCredentials } from '@eaap/sdk';

const path = mkdtempSync(join(tmpdir(), 'eaap-remote-'));
const file = fileURLToPath(new URL('gateway.ts', import.meta.url));
const server = spawn(process.execPath, [...process.execArgv, file, path], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
const exited = once(server, 'exit');
const { value: url, done } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
if (done === true) throw new Error('The gateway did not start.');
console.log(`The gateway runs as process ${server.pid} at ${url}.`);

// Who proposes and who carries out hold a key each; no credential may be both. In production they are two processes.
const keys = readCredentials(path)?.keys;
if (keys === undefined) throw new Error('The gateway made no keys.');
const agent = Gateway.connect({ url, key: keys.agent });
const executor = Gateway.connect({ url, key: keys.executor });

type Lookup = { customer: string };
const lookup = guard(
  agent,
  { tool: 'crm.lookup', environment: 'production', executor },
  async ({ customer }: Lookup) => ({ customer, orders: 2 }),
);

const { result, evaluation } = await lookup({ customer: 'customer:42' });
console.log(`${evaluation.verdict}: ${result.customer} has ${result.orders} orders.`);

const refused = await lookup({ customer: 'vault:root' }).catch((error: unknown) => error);
if (!(refused instanceof ActionBlocked)) throw refused;
console.log(
  `${refused.evaluation?.verdict}: ${refused.reasons.map(({ gate, code }) => `${gate}/${code}`).join(', ')}.`,
);

// The key of the agent cannot redeem what the agent was granted.
const alone = guard(agent, { tool: 'crm.lookup', environment: 'production' }, () => 'never');
const forbidden = await alone({ customer: 'customer:42' }).catch((error: unknown) => error as Error);
console.log(`Agent alone: ${forbidden instanceof Error ? forbidden.message : 'it ran'}`);

// Without a gateway nothing runs.
server.kill('SIGTERM');
await exited;
const down = await lookup({ customer: 'customer:42' }).catch((error: unknown) => error);
if (!(down instanceof GatewayUnreachable)) throw down;
console.log(`Gateway stopped: ${down.message} Nothing ran; sent: ${down.sent}.`);

rmSync(path, { recursive: true });
