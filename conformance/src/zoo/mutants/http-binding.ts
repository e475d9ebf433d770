import type { FetchLike } from '../../sut/local.ts';
import type { Mutant } from '../types.ts';
import { twisted, withBody, type Seen } from './lib/wire.ts';

/** The same answer with a header taken away or replaced. */
function withHeader(response: Response, name: string, value?: string): Response {
  const headers = new Headers(response.headers);
  if (value === undefined) headers.delete(name);
  else headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

/** Does something to answers that are picked out. */
const answering = (
  is: (seen: Seen, response: Response) => boolean,
  change: (response: Response, seen: Seen) => Response | Promise<Response>,
): ((next: FetchLike) => FetchLike) =>
  twisted(() => async (seen, next) => {
    const response = await next();
    return is(seen, response) ? change(response, seen) : response;
  });

/** Asks something else than was asked. */
const asking =
  (change: (request: Request, url: URL) => Request | undefined): ((next: FetchLike) => FetchLike) =>
  (next) =>
  (request) =>
    next(change(request, new URL(request.url)) ?? request);

const KNOWN = ['limit', 'cursor', 'seq', 'from', 'to', 'status', 'evaluation'];
const problem = (type: string, status: number, title: string): Response =>
  new Response(
    JSON.stringify({ detail: 'It is refused.', status, title, type: `urn:eaap:problem:${type}` }),
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
  );

/** Broken in what RFC-0013 asks of the binding beyond RFC-0001. */
export const HTTP_BINDING_MUTANTS: readonly Mutant[] = [
  {
    id: 'trailing-slash-forgiven',
    breaks: ['EAAP-0013-001'],
    invariant: [],
    description: 'A slash at the end of a path is taken away.',
    expected: ['http.unknown-path'],
    fetch: asking((request, url) => {
      if (!/.\/$/.test(url.pathname)) return undefined;
      url.pathname = url.pathname.slice(0, -1);
      return new Request(url, request);
    }),
  },
  {
    id: 'method-not-found',
    breaks: ['EAAP-0013-002'],
    invariant: [],
    description: 'A method that a path does not have is answered as if there were no such path.',
    expected: ['http.other-method'],
    fetch: answering(
      (_, { status }) => status === 405,
      () => problem('not-found', 404, 'There is no such thing here'),
    ),
  },
  {
    id: 'head-refused',
    breaks: ['EAAP-0013-003'],
    invariant: [],
    description: 'HEAD is a method nobody thought of.',
    expected: ['http.head'],
    fetch: answering(
      ({ method }) => method === 'HEAD',
      () => new Response(null, { status: 405, headers: { allow: 'GET' } }),
    ),
  },
  {
    id: 'body-before-key',
    breaks: ['EAAP-0013-004'],
    invariant: [],
    description: 'A body is read before it is asked who sends it.',
    expected: ['http.strangers-first'],
    fetch: answering(
      ({ text }, { status }) => text === '{' && (status === 401 || status === 403),
      () => problem('malformed-json', 400, 'The body is not acceptable JSON'),
    ),
  },
  {
    id: 'coding-ignored',
    breaks: ['EAAP-0013-005'],
    invariant: [],
    description: 'Content-Encoding is not looked at.',
    expected: ['http.content-encoding'],
    fetch: asking((request) => {
      const headers = new Headers(request.headers);
      headers.delete('content-encoding');
      return request.body === null ? undefined : new Request(request, { headers });
    }),
  },
  {
    id: 'body-ignored',
    breaks: ['EAAP-0013-006'],
    invariant: [],
    description: 'A body on a route that takes none is dropped.',
    expected: ['http.body-where-none'],
    fetch: asking((request, url) =>
      url.pathname.endsWith('/revoke')
        ? new Request(url, { method: request.method, headers: request.headers })
        : undefined,
    ),
  },
  {
    id: 'trace-of-its-own',
    breaks: ['EAAP-0013-007'],
    invariant: [],
    description: 'Every request begins a trace.',
    expected: ['http.traceparent'],
    fetch: answering(
      () => true,
      (response) => withHeader(response, 'traceparent', `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`),
    ),
  },
  {
    id: 'unknown-query-ignored',
    breaks: ['EAAP-0013-008'],
    invariant: [],
    description: 'A query parameter that nobody knows is dropped.',
    expected: ['http.unknown-query'],
    fetch: asking((request, url) => {
      const unknown = [...url.searchParams.keys()].filter((name) => !KNOWN.includes(name));
      for (const name of unknown) url.searchParams.delete(name);
      return unknown.length === 0 ? undefined : new Request(url, request);
    }),
  },
  {
    id: 'limit-clamped',
    breaks: ['EAAP-0013-009'],
    invariant: [],
    description: 'A limit that is too large is made smaller.',
    expected: ['http.parameter-forms'],
    fetch: asking((request, url) => {
      if (Number(url.searchParams.get('limit')) <= 500) return undefined;
      url.searchParams.set('limit', '500');
      return new Request(url, request);
    }),
  },
  {
    id: 'weak-tags-taken',
    breaks: ['EAAP-0013-009'],
    invariant: [5],
    description: 'A weak entity tag in If-Match counts as a strong one.',
    expected: ['http.parameter-forms'],
    fetch: asking((request) => {
      const tag = request.headers.get('if-match') ?? '';
      if (!tag.startsWith('W/')) return undefined;
      const headers = new Headers(request.headers);
      headers.set('if-match', tag.slice(2));
      return new Request(request, { headers });
    }),
  },
  {
    id: 'no-entity-tags',
    breaks: ['EAAP-0013-010'],
    invariant: [5],
    description: 'Answers carry no entity tag.',
    expected: ['http.etags'],
    fetch: answering(
      () => true,
      (response) => withHeader(response, 'etag'),
    ),
  },
  {
    id: 'a-page-too-many',
    breaks: ['EAAP-0013-011'],
    invariant: [7],
    description: 'A full page is always followed by another, which may be empty.',
    expected: ['http.pages'],
    fetch: answering(
      ({ path, query }, { status }) => path.endsWith('/entries') && status === 200 && query.has('limit'),
      async (response, { query }) => {
        const body = (await response.json()) as { entries: unknown[]; next: unknown; size: number };
        const isFull = body.entries.length === Number(query.get('limit'));
        return withBody(response, { ...body, next: body.next ?? (isFull ? body.size : null) });
      },
    ),
  },
  {
    id: 'printed-for-people',
    breaks: ['EAAP-0013-012'],
    invariant: [],
    description: 'The policy is answered over several lines.',
    expected: ['http.canonical-answers'],
    fetch: answering(
      ({ path, method }, { status }) => path === '/v2/policy' && method === 'GET' && status === 200,
      async (response) =>
        new Response(JSON.stringify(await response.json(), null, 2), {
          status: response.status,
          headers: response.headers,
        }),
    ),
  },
  {
    id: 'facts-cached',
    breaks: ['EAAP-0013-013'],
    invariant: [],
    description: 'A fact may be kept by caches for a minute.',
    expected: ['http.not-stored'],
    fetch: answering(
      ({ path }) => path.startsWith('/v2/vault/facts/'),
      (response) => withHeader(response, 'cache-control', 'private, max-age=60'),
    ),
  },
  {
    id: 'title-of-the-status',
    breaks: ['EAAP-0013-014'],
    invariant: [],
    description: 'The title of a 409 is that of its status.',
    expected: ['http.problem-bodies'],
    fetch: answering(
      (_, { status }) => status === 409,
      async (response) => withBody(response, { ...((await response.json()) as object), title: 'Conflict' }),
    ),
  },
  {
    id: 'no-retry-after',
    breaks: ['EAAP-0013-015'],
    invariant: [],
    description: 'Nobody is told when to ask again.',
    expected: ['failing.retry-after'],
    fetch: answering(
      () => true,
      (response) => withHeader(response, 'retry-after'),
    ),
  },
  {
    id: 'no-challenge',
    breaks: ['EAAP-0013-016'],
    invariant: [],
    description: 'A 401 does not say how to present a key.',
    expected: ['http.challenge'],
    fetch: answering(
      (_, { status }) => status === 401,
      (response) => withHeader(response, 'www-authenticate'),
    ),
  },
  {
    id: 'always-ready',
    breaks: ['EAAP-0013-017'],
    invariant: [],
    description: 'A gateway is ready as soon as it lives.',
    expected: ['failing.readiness'],
    fetch: asking((request, url) => {
      if (url.pathname !== '/readyz') return undefined;
      url.pathname = '/livez';
      return new Request(url, request);
    }),
  },
  {
    id: 'alive-when-ready',
    breaks: ['EAAP-0013-018'],
    invariant: [],
    description: 'A gateway lives only while it is ready.',
    expected: ['failing.liveness'],
    fetch: asking((request, url) => {
      if (url.pathname !== '/livez' || request.method !== 'GET') return undefined;
      url.pathname = '/readyz';
      return new Request(url, request);
    }),
  },
];
