import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { EaapError } from '@eaap/protocol';
import { problem } from '@eaap/sdk';

// What is no request that a route could answer never reaches one. It is refused as a problem all the same.

const UNREADABLE = 'This is not an HTTP request that can be read.';

const headersFor = (body: string): Readonly<Record<string, string>> => ({
  'cache-control': 'no-store',
  connection: 'close',
  'content-length': String(Buffer.byteLength(body)),
  'content-type': 'application/problem+json',
});
const bodyFor = (detail: string): string => problem(new EaapError('invalid-request', detail)).body;

/** What keeps the head of a request from being answered: a name or a password in its address, or two hosts. */
export function faultOfHead({ url = '', rawHeaders }: IncomingMessage): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(url))
    return 'The address of the request holds a name or a password. Send the key as `Authorization: Bearer`.';
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length > 1 ? 'The request names its Host twice.' : undefined;
}

/**
 * Whether the path of a request is one that reading it as a URL leaves as it is. Dot segments, encoded or not, and a
 * fragment would be taken away, and a path that no route has become one that a route has.
 *
 * @see RFC-0013 section 3.1
 */
export function isPathAsSent({ url = '' }: IncomingMessage): boolean {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/\?.*$/s, '');
  // What is no path at all is refused as such, further on.
  if (path !== '' && !path.startsWith('/')) return true;
  try {
    return new URL(`http://gateway${path}`).pathname === (path === '' ? '/' : path);
  } catch {
    return false;
  }
}

/** The answer to a request whose target or Host makes no address. */
export function unreadable(): Response {
  const body = bodyFor('The request target and Host are no address that can be read.');
  return new Response(body, { status: 400, headers: { ...headersFor(body) } });
}

/** Refuses before anything of a request is read but its head. */
export function refuseHead(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  detail: string,
  type: 'invalid-request' | 'not-found' = 'invalid-request',
): void {
  const { status, body } = problem(new EaapError(type, detail));
  outgoing.writeHead(status, headersFor(body)).end(body);
  incoming.resume();
}

/** Refuses on the bare connection, and ends it. */
export function refuseBytes(socket: Duplex, detail = UNREADABLE): void {
  const body = bodyFor(detail);
  const head = Object.entries(headersFor(body)).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 400 Bad Request\r\n${head.join('\r\n')}\r\n\r\n${body}`);
}
