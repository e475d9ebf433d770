import { EaapError } from '@eaap/protocol';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';
import { GatewayUnreachable } from './unreachable.ts';

/** An answer larger than this is not read on. */
const MAX_ANSWER_BYTES = 64 * 1_048_576;

/** How to reach a gateway by HTTP. */
export interface HttpOptions {
  /** As in `http://127.0.0.1:8787`. */
  readonly url: string;
  /** How long one request may take, in milliseconds; 30 000 unless stated. */
  readonly timeoutMs?: number;
  /** Another `fetch`. */
  readonly fetch?: typeof fetch;
}

function baseOf(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new EaapError(
      'invalid-request',
      'url must be the address of a gateway, as in http://127.0.0.1:8787.',
      {},
      { cause },
    );
  }
  if (
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new EaapError(
      'invalid-request',
      'url must be http: or https:, without credentials, query or fragment.',
    );
  }
  return url.href.replace(/\/$/, '');
}

function pathOf({ route, params, query }: TransportRequest): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Codes with which a connection was never made, so that nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function codeOf(thrown: unknown): string | undefined {
  for (let at = thrown; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}

/** The way to a gateway by HTTP. Redirects are not followed: a key goes to the address it was meant for. */
export function httpTransport(options: HttpOptions): Transport {
  const base = baseOf(options.url);
  const timeoutMs = options.timeoutMs ?? 30_000;
  const send = options.fetch ?? fetch;

  function unreachable(thrown: unknown): GatewayUnreachable {
    if (thrown instanceof GatewayUnreachable) return thrown;
    const name = thrown instanceof Error ? thrown.name : '';
    if (name === 'TimeoutError') {
      return new GatewayUnreachable('timeout', `${base} did not answer within ${timeoutMs} ms.`, true, {
        cause: thrown,
      });
    }
    // `fetch` never connects to some ports, such as 1 and 25, and has no code for it.
    const barred = thrown instanceof Error && (thrown.cause as Error | undefined)?.message === 'bad port';
    const code = barred ? 'a port that fetch does not connect to' : codeOf(thrown);
    if (code !== undefined && (barred || NEVER_SENT.has(code))) {
      return new GatewayUnreachable(
        'refused',
        `Nobody answers at ${base} (${code}). Is the gateway running?`,
        false,
        { cause: thrown },
      );
    }
    return new GatewayUnreachable(
      'interrupted',
      `The connection to ${base} ended before the answer did.`,
      true,
      { cause: thrown },
    );
  }

  async function exchange(request: TransportRequest): Promise<TransportResponse> {
    const response = await send(`${base}${pathOf(request)}`, {
      method: request.route.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json, application/problem+json, text/plain',
        ...request.headers,
        ...(request.key === undefined ? {} : { authorization: `Bearer ${request.key}` }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel();
      throw new GatewayUnreachable(
        'redirected',
        `${base} redirects elsewhere. Connect to the gateway itself.`,
        true,
      );
    }
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await textOf(response),
    };
  }

  async function textOf(response: Response): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) {
        throw new GatewayUnreachable(
          'not-a-gateway',
          `${base} answers with more than ${MAX_ANSWER_BYTES} bytes.`,
          true,
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  return {
    where: base,
    async send(request) {
      try {
        return await exchange(request);
      } catch (thrown) {
        throw unreachable(thrown);
      }
    },
    close: async () => undefined,
  };
}
