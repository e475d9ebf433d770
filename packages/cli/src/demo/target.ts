import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  parseJson,
  ReceiptRefused,
  systemClock,
  verifyReceipt,
  type Action,
  type Json,
} from '@eaap/protocol';

/** What a target answers. */
export interface TargetAnswer {
  readonly status: number;
  /** Why it did nothing, if it did nothing. */
  readonly reason: string | null;
  readonly message: string;
}

/** A service that acts, and acts on receipts alone. It shares nothing with the gateway but its public key. */
export interface Target {
  readonly url: string;
  /** The actions it has done. */
  readonly done: readonly Action[];
  ask(call: {
    readonly action: Action;
    readonly receipt?: unknown;
    readonly possession?: string;
  }): Promise<TargetAnswer>;
  close(): Promise<void>;
}

/** The name it goes by: receipts for another one are refused. */
export const AUDIENCE = 'payments';

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, Json>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return parseJson(Buffer.concat(chunks)) as Readonly<Record<string, Json>>;
}

/** Starts a target on a loopback port of its own. */
export async function startTarget(verifierKey: string): Promise<Target> {
  const clock = systemClock();
  const seen = new Set<string>();
  const done: Action[] = [];

  function act(body: Readonly<Record<string, Json>>): void {
    const { action = null, receipt, possession } = body;
    verifyReceipt({
      receipt,
      action,
      audience: AUDIENCE,
      namespace: 'default',
      verifierKey,
      now: clock.now(),
      possession: typeof possession === 'string' ? possession : '',
      claim: (jti) => !seen.has(jti) && seen.add(jti).has(jti),
    });
    done.push(action as unknown as Action);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    try {
      act(await bodyOf(request));
      reply(200, { reason: null, message: 'Done.' });
    } catch (error) {
      const refused = error instanceof ReceiptRefused;
      reply(refused ? 403 : 400, {
        reason: refused ? error.reason : 'unreadable',
        message: refused ? error.message : 'The request cannot be read.',
      });
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    done,
    async ask(call) {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(call) });
      const { reason, message } = (await response.json()) as Omit<TargetAnswer, 'status'>;
      return { status: response.status, reason, message };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
