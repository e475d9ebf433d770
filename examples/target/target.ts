/** A service that pays refunds, and only to who shows the receipt of a decision for exactly that refund. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EaapError, parseJson, type Json, type JsonObject } from '@eaap/protocol';
import { openSeen } from './seen.ts';
import { Refused, verify } from './verifier.ts';

export interface TargetOptions {
  /** The file of used receipts. */
  readonly seen: string;
  /** The public key of the gateway, got from its operator beforehand. */
  readonly verifierKey: string;
  readonly audience: string;
  readonly namespace: string;
  readonly now: () => number;
  readonly port?: number;
}

export interface Target {
  readonly url: string;
  /** What it did. */
  readonly paid: readonly Json[];
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 65_536;

async function read(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new EaapError('payload-too-large', `The body is over ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const body = parseJson(Buffer.concat(chunks));
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new EaapError('invalid-request', 'The body is not an object.');
  return body as JsonObject;
}

function answer(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}

export async function startTarget(options: TargetOptions): Promise<Target> {
  const seen = openSeen(options.seen);
  const trust = { ...options, claim: seen.claim };
  const paid: Json[] = [];

  async function pay(request: IncomingMessage): Promise<Json> {
    const { action = null, receipt = null, possession = null } = await read(request);
    // A receipt speaks of an action; that this service is the tool it speaks of only this service can say.
    const { tool, environment, parameters } = (action ?? {}) as JsonObject;
    if (tool !== 'billing.refund' || environment !== 'production' || parameters === undefined)
      throw new Refused('tool', 'This service does billing.refund in production, and nothing else.');
    verify(trust, action, receipt, String(possession));
    paid.push(parameters);
    return { paid: parameters };
  }

  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/refunds') {
      answer(response, 404, { refused: 'route', message: 'There is POST /refunds.' });
      return;
    }
    pay(request).then(
      (result) => answer(response, 200, result),
      (error: unknown) => {
        if (error instanceof Refused) answer(response, 403, { refused: error.step, message: error.message });
        else if (error instanceof EaapError)
          answer(response, error.status, { refused: 'body', message: error.detail });
        else answer(response, 500, { refused: 'failure', message: 'The service failed.' });
      },
    );
  });
  const sweep = setInterval(() => {
    try {
      seen.forget(options.now() - 60_000);
    } catch {
      // Then they are remembered for longer.
    }
  }, 60_000).unref();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/refunds`,
    paid,
    async close() {
      clearInterval(sweep);
      server.close();
      await once(server, 'close');
      seen.close();
    },
  };
}
