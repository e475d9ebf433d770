import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { EaapError } from '@eaap/protocol';
import { Service, traceOf, type FolderOptions } from '@eaap/sdk';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { defaultLogger, serviceLog } from './log.ts';
import { faultOfHead, isPathAsSent, refuseBytes, refuseHead, unreadable } from './refuse.ts';
import { handleSignals } from './signals.ts';

/** How a gateway is served. */
export interface ServeOptions extends Omit<FolderOptions, 'log'> {
  /** A service that is open already, instead of one opened in `path`. It is closed with the server. */
  readonly service?: Service;
  /** Where to listen; `127.0.0.1` unless stated. */
  readonly host?: string;
  /** 8787 unless stated; 0 for any that is free. */
  readonly port?: number;
  /** Must be true to listen on an address that other machines can reach: keys then travel in clear unless TLS is in front. */
  readonly allowRemote?: boolean;
  /** How long what is running may take to end on closing, in milliseconds; 10 000 unless stated. */
  readonly drainMs?: number;
  /** How long the headers of a request may take to arrive, in milliseconds; 10 000 unless stated. */
  readonly headersMs?: number;
  /** How long a request may take to arrive whole, in milliseconds; 30 000 unless stated. */
  readonly requestMs?: number;
  /** Where lines go; JSON lines on standard error unless stated. */
  readonly logger?: Logger;
  /** Whether SIGTERM and SIGINT drain and close, and a second one ends the process at once. */
  readonly signals?: boolean;
}

/** A gateway that is being served. */
export interface Serving {
  /** As in `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly service: Service;
  /** Refuses new work, lets what runs end, flushes and closes. Calling it again awaits the same end. */
  close(): Promise<void>;
}

/** The port of a gateway unless told otherwise. */
export const DEFAULT_PORT = 8787;

const MAX_HEADER_BYTES = 16_384;
const MAX_CONNECTIONS = 2048;
const SWEEP_MS = 30_000;

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Serves a gateway over HTTP.
 *
 * @throws EaapError `invalid-request` for an address other machines can reach without `allowRemote`, or one that cannot
 * be listened on; what `Service.open` throws.
 * @see RFC-0001 section 13
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { serve } from '@eaap/server';
 *
 * const gateway = await serve({ path: mkdtempSync(join(tmpdir(), 'eaap-')), port: 0 });
 * const response = await fetch(`${gateway.url}/.well-known/eaap`);
 * assert.equal(((await response.json()) as { protocol: string }).protocol, 'eaap');
 * await gateway.close();
 * ```
 */
export async function serve(options: ServeOptions = {}): Promise<Serving> {
  const { host = '127.0.0.1', port = DEFAULT_PORT } = options;
  if (!isLoopback(host) && options.allowRemote !== true) {
    throw new EaapError(
      'invalid-request',
      `${host} can be reached from other machines. Say so with allowRemote, and put TLS in front.`,
    );
  }
  const logger = options.logger ?? defaultLogger();
  const service = options.service ?? (await Service.open({ ...options, log: serviceLog(logger) }));
  const app = createApp(service, (line) => logger.info(line, 'request'));
  const server = serverOf(
    options,
    getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: unreadable }),
  );
  try {
    await listen(server, host, port);
  } catch (error) {
    await service.close();
    throw error;
  }
  const stopSweeping = sweepNowAndThen(service, logger);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    stopSweeping();
    closing ??= shut(server, service, options.drainMs ?? 10_000);
    return closing;
  };
  if (options.signals === true) handleSignals(close, logger);
  return { url: urlOf(host, server.address() as AddressInfo), service, close };
}

/** A gateway nobody asks anything notices what is overdue all the same. Never two sweeps at once. */
function sweepNowAndThen(service: Service, logger: Logger): () => void {
  let timer: NodeJS.Timeout;
  const later = (): void => {
    timer = setTimeout(() => {
      service
        .sweep()
        .catch((thrown: unknown) => logger.warn(traceOf(thrown), 'sweep-failed'))
        .finally(later);
    }, SWEEP_MS).unref();
  };
  later();
  return () => clearTimeout(timer);
}

function serverOf(options: ServeOptions, listener: ReturnType<typeof getRequestListener>): Server {
  const headersTimeout = options.headersMs ?? 10_000;
  const requestTimeout = options.requestMs ?? 30_000;
  const server = createServer(
    {
      headersTimeout,
      requestTimeout: Math.max(requestTimeout, headersTimeout),
      connectionsCheckingInterval: Math.min(1000, headersTimeout),
      keepAliveTimeout: 5_000,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Without one the answer is a problem like any other, and not Node's own.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      const fault = faultOfHead(incoming);
      if (fault !== undefined) refuseHead(incoming, outgoing, fault);
      else if (isPathAsSent(incoming)) void listener(incoming, outgoing);
      else
        refuseHead(incoming, outgoing, 'No route has a path with dot segments or a fragment.', 'not-found');
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', onBadBytes);
  server.on('connect', (_request, socket) => refuseBytes(socket, 'This is a gateway and no proxy.'));
  return server;
}

function onBadBytes(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
  else if (error.code === 'HPE_HEADER_OVERFLOW')
    refuseBytes(socket, `The headers are over ${MAX_HEADER_BYTES} bytes.`);
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    refuseBytes(socket, 'The request did not arrive in time.');
  else refuseBytes(socket);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: Error & { code?: string }) => {
      const why =
        cause.code === 'EADDRINUSE'
          ? 'something else listens there; choose another port'
          : (cause.code ?? 'unknown');
      reject(
        new EaapError('invalid-request', `${host}:${port} cannot be listened on: ${why}.`, {}, { cause }),
      );
    });
    server.listen(port, host, resolve);
  });
}

const urlOf = (host: string, { port }: AddressInfo): string =>
  `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

async function shut(server: Server, service: Service, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Whoever is still sending, or has stopped reading, is cut off when the time is over.
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  await service.drain();
  server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
  await service.close();
}
