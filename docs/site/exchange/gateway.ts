import {
  manualClock,
  ROUTES,
  seededEntropy,
  type Json,
  type JsonObject,
  type ManualClock,
  type RouteId,
} from '@eaap/protocol';
import { createApp } from '@eaap/server';
import { Service, setUp } from '@eaap/sdk';
import { memoryKeyStore, openSqlite } from '@eaap/store';

/** One request and what was really answered to it. */
export interface Exchange {
  readonly route: RouteId;
  /** What it shows, when a route has several. */
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly request: Json | null;
  readonly status: number;
  /** A body of JSON, or the text. */
  readonly response: Json;
  readonly etag: string | null;
}

/** What a call sends beside its body. */
export interface Sending {
  readonly title?: string;
  readonly key?: string;
  readonly body?: JsonObject;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Left out of what is recorded. */
  readonly quiet?: boolean;
}

/** A gateway in memory on a clock and entropy of its own: the same bytes at every build. */
export interface RecordedGateway {
  readonly clock: ManualClock;
  readonly systemKey: string;
  readonly exchanges: Exchange[];
  /** Sends a request, one millisecond after the last, and keeps what was answered. */
  readonly call: (route: RouteId, sending?: Sending) => Promise<JsonObject>;
  readonly close: () => Promise<void>;
}

/** Opens it at the time of RFC-0001's worked example. */
export async function openRecordedGateway(): Promise<RecordedGateway> {
  const clock = manualClock(Date.parse('2026-01-31T09:30:00.000Z'));
  const entropy = seededEntropy('the exchanges of the site');
  const service = await Service.compose({
    store: await openSqlite({ path: ':memory:' }),
    keys: memoryKeyStore({ clock, entropy }),
    clock,
    entropy,
    name: 'eaap.example',
  });
  const { system } = await setUp(service);
  const app = createApp(service);
  const exchanges: Exchange[] = [];
  const call = async (route: RouteId, sending: Sending = {}): Promise<JsonObject> => {
    clock.advance(1);
    const found = ROUTES.find(({ id }) => id === route);
    if (found === undefined) throw new Error(`There is no route ${route}.`);
    const path = found.path.replace(/\{(\w+)\}/g, (_, name: string) => sending.params?.[name] ?? '');
    const target = `${path}${sending.query ?? ''}`;
    const { body = null, headers = {}, key } = sending;
    const answer = await app.fetch(
      new Request(`http://gateway${target}`, {
        method: found.method,
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    const response = isJson ? (JSON.parse(text) as Json) : text;
    if (sending.quiet !== true) {
      exchanges.push({
        route,
        title: sending.title ?? '',
        method: found.method,
        path: target,
        headers,
        request: body,
        status: answer.status,
        response,
        etag: answer.headers.get('etag'),
      });
    }
    return isJson ? (response as JsonObject) : {};
  };
  return { clock, systemKey: system, exchanges, call, close: () => service.close() };
}
