import { EaapError, ROUTES, type RouteId } from '@eaap/protocol';
import { problem, type DispatchResponse, type Service } from '@eaap/sdk';
import { Hono, type Context } from 'hono';
import { anyBody, readBody } from './body.ts';
import { traceOf, type Trace } from './trace.ts';

/** One request as it is logged: nothing in it comes from a body, a key, a path parameter or a query. */
export interface RequestLine {
  readonly method: string;
  readonly route: RouteId | null;
  readonly status: number;
  readonly problem?: string;
  readonly ms: number;
  readonly trace: string;
}

/** What the node server knows of a connection. */
interface Bindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
}

/** Set on every answer. Answers are data for one caller: nothing is to be kept, framed, guessed at or embedded. */
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const PLAIN_METHOD = /^[A-Z]{1,16}$/;

/**
 * The HTTP binding over a service, as a function from `Request` to `Response`: every route of `ROUTES` and no other.
 *
 * @param onRequest - Told of every request that was answered.
 * @see RFC-0001 section 13
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { Service } from '@eaap/sdk';
 * import { createApp } from '@eaap/server';
 *
 * const service = await Service.open({ path: mkdtempSync(join(tmpdir(), 'eaap-')) });
 * const app = createApp(service);
 * const response = await app.fetch(new Request('http://gateway/livez'));
 * assert.equal(await response.text(), 'ok\n');
 * await service.close();
 * ```
 */
export function createApp(
  service: Service,
  onRequest: (line: RequestLine) => void = () => undefined,
): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  const { clock, entropy } = service.ledger.parts;

  type Answered = (trace: Trace) => Promise<DispatchResponse>;
  async function answer(
    c: Context<{ Bindings: Bindings }>,
    route: RouteId | null,
    respond: Answered,
  ): Promise<Response> {
    const begun = clock.monotonic();
    const trace = traceOf(c.req.raw.headers.get('traceparent'), entropy);
    const { status, headers, body, problem: type } = await respond(trace);
    const method = PLAIN_METHOD.test(c.req.method) ? c.req.method : 'OTHER';
    const ms = clock.monotonic() - begun;
    onRequest({
      method,
      route,
      status,
      ...(type === undefined ? {} : { problem: type }),
      ms,
      trace: trace.id,
    });
    // After a refusal to read on, what is still on the wire belongs to no request; while draining nobody is to wait on.
    const closing = type === 'payload-too-large' || service.draining ? { connection: 'close' } : {};
    return new Response(body, {
      status,
      headers: { ...HEADERS, ...headers, ...closing, traceparent: trace.traceparent },
    });
  }

  for (const route of ROUTES) {
    app.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), (c) =>
      answer(c, route.id, async (trace) => {
        const { raw } = c.req;
        const peer = c.env?.incoming?.socket?.remoteAddress;
        return service.dispatch({
          route: route.id,
          key: /^Bearer ([^\s]+)$/i.exec(raw.headers.get('authorization') ?? '')?.[1] ?? '',
          params: c.req.param() as Record<string, string>,
          query: new URL(raw.url).search,
          headers: Object.fromEntries(raw.headers),
          body: () => (route.request === null ? anyBody(raw) : readBody(raw)),
          trace: trace.id,
          ...(peer === undefined ? {} : { peer }),
        });
      }),
    );
  }

  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const methods = ROUTES.filter((route) => route.path === path).map((route) => route.method);
    const allow = METHODS.filter(
      (method) => methods.includes(method as 'GET') || (method === 'HEAD' && methods.includes('GET')),
    ).join(', ');
    app.all(path.replace(/\{(\w+)\}/g, ':$1'), (c) =>
      answer(c, null, async () => {
        const { headers, ...rest } = problem(
          new EaapError('method-not-allowed', `This route answers ${allow}.`),
        );
        return { ...rest, headers: { ...headers, allow } };
      }),
    );
  }

  const unknown =
    'There is no such route. /.well-known/eaap says what is here; schemas/openapi.json lists the routes.';
  app.notFound((c) => answer(c, null, async () => problem(new EaapError('not-found', unknown))));
  app.onError((error, c) => answer(c, null, async () => problem(EaapError.from(error))));
  return app;
}
