import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serve } from '@eaap/server';
import { helloOf, localControl } from '../../adapter/control.ts';
import { GatewayHost } from '../../adapter/host.ts';

// The adapter of a gateway that behaves badly, named by the first argument: the reference gateway with a proxy before
// it. It speaks no more of the control interface than it must.

const behaviour = process.argv[2];
const LATE_MS = 200;
const base = mkdtempSync(join(tmpdir(), 'eaap-behaviour-'));
process.on('exit', () => rmSync(base, { recursive: true, force: true }));

const stores = new Map<string, number>();

/** Whether this is the second, fourth, … store request of a key. */
function isSecondStore({ url, headers }: IncomingMessage): boolean {
  if (url !== '/v2/vault/store') return false;
  const key = headers.authorization ?? '';
  const count = (stores.get(key) ?? 0) + 1;
  stores.set(key, count);
  return count % 2 === 0;
}

function before(asked: IncomingMessage, answer: ServerResponse, pass: () => void): void {
  if (behaviour === 'slow') setTimeout(pass, LATE_MS);
  else if (behaviour === 'stalls' && isSecondStore(asked)) asked.resume();
  else if (behaviour === 'flaky' && isSecondStore(asked)) asked.socket.destroy();
  else if (behaviour === 'html-instead-of-discovery' && asked.url === '/.well-known/eaap')
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>It works</title>');
  else if (behaviour === 'crash-on-the-way' && asked.url === '/v2/vault/store') goDown();
  else pass();
}

function typeOf(given: string | undefined): string | undefined {
  const isProblem = given?.startsWith('application/problem+json') === true;
  return behaviour === 'wrong-content-type' && isProblem ? 'text/html; charset=utf-8' : given;
}

let goDown = (): void => undefined;

/** What stands before the gateway at `url`. */
async function proxyFor(url: string): Promise<string> {
  const server = createServer((asked, answer) => {
    before(asked, answer, () => {
      const { method, headers } = asked;
      const passed = ask(new URL(asked.url ?? '/', url), { method, headers }, (came) => {
        const type = typeOf(came.headers['content-type']);
        const { statusCode = 502 } = came;
        answer.writeHead(statusCode, {
          ...came.headers,
          ...(type === undefined ? {} : { 'content-type': type }),
        });
        came.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
  });
  goDown = () => {
    server.close();
    server.closeAllConnections();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const host = new GatewayHost({
  folder: join(base, 'gateway'),
  expose: async (service) => {
    const { url, close } = await serve({ service, port: 0 });
    return { url: await proxyFor(url), close };
  },
});
const control = localControl(host);

async function handle(method: string): Promise<unknown> {
  if (method === 'hello') return helloOf([]);
  if (method === 'start') {
    if (behaviour === 'crash-on-start') process.exit(1);
    return control.start();
  }
  await control.stop();
  return {};
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, method } = JSON.parse(line) as { id: number; method: string };
    void handle(method).then((result) => process.stdout.write(`${JSON.stringify({ id, result })}\n`));
  })
  .on('close', () => process.exit(0));
