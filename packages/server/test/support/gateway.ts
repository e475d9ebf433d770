import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { manualClock, type ManualClock } from '@eaap/protocol';
import { readCredentials, type Credentials } from '@eaap/sdk';
import { serve, type ServeOptions, type Serving } from '@eaap/server';
import { pino } from 'pino';

export const START = Date.parse('2026-01-31T09:30:00.000Z');

/** A gateway that listens, its keys, its clock, and every line it logged. */
export interface Served extends AsyncDisposable {
  readonly serving: Serving;
  readonly url: string;
  readonly keys: Credentials['keys'];
  readonly system: string;
  readonly clock: ManualClock;
  readonly lines: string[];
}

export async function served(options: Partial<ServeOptions> = {}): Promise<Served> {
  const path = mkdtempSync(join(tmpdir(), 'eaap-server-'));
  const clock = manualClock(START);
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const serving = await serve({ path, port: 0, clock, logger: pino({ base: null }, sink), ...options });
  const credentials = readCredentials(path);
  if (credentials === undefined) throw new Error('no credentials');
  return {
    serving,
    url: serving.url,
    keys: credentials.keys,
    system: credentials.system,
    clock,
    lines,
    [Symbol.asyncDispose]: async () => {
      await serving.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** An answer, with the tail of its problem type. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly type: string;
  readonly detail: string;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly key?: string;
  readonly json?: unknown;
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

/** Asks over a real connection. */
export async function ask(
  url: string,
  path: string,
  { method, key, json, raw, headers = {} }: Ask = {},
): Promise<Answer> {
  const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(`${url}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body as string }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const read = isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {};
  return {
    status: response.status,
    headers: response.headers,
    type: String(read['type'] ?? '').replace('urn:eaap:problem:', ''),
    detail: String(read['detail'] ?? ''),
    body: read,
    text,
  };
}

/** Writes bytes to a connection as they are, and resolves to everything that came back until it ended. */
export function raw(url: string, bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
