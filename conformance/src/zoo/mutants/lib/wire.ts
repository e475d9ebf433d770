import { canonical, type Json, type JsonObject } from '../../../model/json.ts';
import type { FetchLike } from '../../../sut/local.ts';

/** A request as mutants look at it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string;
  /** The body as text; empty when there is none. */
  readonly text: string;
}

/** What a mutant does with a request: given the right way to answer it, the answer. */
export type Twist = (seen: Seen, next: () => Promise<Response>) => Promise<Response>;

/** A way from request to answer of which one thing is wrong. A new one for every gateway: what it remembers is its own. */
export function twisted(make: () => Twist): (next: FetchLike) => FetchLike {
  return (next) => {
    const twist = make();
    return async (request) => {
      const url = new URL(request.url);
      const seen: Seen = {
        method: request.method,
        path: url.pathname,
        query: url.searchParams,
        key: request.headers.get('authorization') ?? '',
        text:
          request.body === null ? '' : Buffer.from(await request.clone().arrayBuffer()).toString('latin1'),
      };
      return twist(seen, async () => next(request));
    };
  };
}

/** The same answer with another body, in canonical form like every other: that is not what is broken. */
export function withBody(response: Response, body: unknown, status = response.status): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(canonical(JSON.parse(JSON.stringify(body)) as Json), { status, headers });
}

/** Changes the JSON of answers with status 200 or 201 to requests whose path is this. */
export function rewriting(
  path: RegExp,
  change: (body: JsonObject, seen: Seen) => Json,
): (next: FetchLike) => FetchLike {
  return twisted(() => async (seen, next) => {
    const response = await next();
    const isOther = !path.test(seen.path) || response.status > 201 || seen.method === 'HEAD';
    if (isOther) return response;
    return withBody(response, change((await response.json()) as JsonObject, seen));
  });
}
