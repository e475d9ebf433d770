import { Agent, request as send, type IncomingMessage } from 'node:http';
import { request as sendSecurely, Agent as SecureAgent } from 'node:https';
import { withoutCredentials } from './address.ts';
import { answerOf, wireOf } from './answer.ts';
import { SutUnreachable, type Sut, type SutAnswer, type SutRequest } from './types.ts';

/** Until a whole answer is overdue. */
export const ANSWER_MS = 15_000;
/** The most a gateway may answer with; more is not read. */
const MAX_ANSWER = 16 * 1024 * 1024;

/** How often a request is sent again that came too soon, and the longest wait that is asked for and kept. */
const MAX_WAITS = 5;
const MAX_WAIT_S = 10;

/** How long a body is held back for a gateway that says neither that it wants it nor that it does not. */
const CONTINUE_MS = 1000;

/** A body from this size on may be refused unread. A smaller one is not sent twice: it may have been acted on. */
const LARGE = 64 * 1024;

/** What is sent of a body before it is looked whether there is an answer. */
const PIECE = 32 * 1024;

/** A connection that was closed while a large body went over it. */
class NotTaken extends Error {}

/** A gateway behind an address. Redirects are answers like any other. */
export class HttpSut implements Sut {
  // A connection a request: one that is kept may be closed by a right gateway just as it is used again, and no gateway
  // is to be accused of that.
  readonly #plain = new Agent({ keepAlive: false, maxSockets: 32 });
  readonly #secure = new SecureAgent({ keepAlive: false, maxSockets: 32 });
  readonly #timeoutMs: number;
  #base: URL;

  /** @throws TypeError for what is no http or https address. */
  constructor(url: string, timeoutMs = ANSWER_MS) {
    this.#base = baseOf(url);
    this.#timeoutMs = timeoutMs;
  }

  /** Without name and password: it is printed and reported. */
  get url(): string {
    return withoutCredentials(this.#base.href).replace(/\/$/, '');
  }

  /** Follows a gateway that was started anew. */
  follow(url: string): void {
    this.#base = baseOf(url);
  }

  /** A 429 is waited out as it asks: how many requests a gateway takes in how short a time is its own to say. */
  async request(request: SutRequest): Promise<SutAnswer> {
    for (let waits = 0; ; waits += 1) {
      const answer = await this.#taken(request);
      const wait = waits < MAX_WAITS ? waitOf(answer) : undefined;
      if (wait === undefined) return answer;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /**
   * A gateway may refuse a body before it has read it, and close. Whether the refusal or the end of the connection comes
   * first is then a matter of luck, and no gateway is to be accused of that: it is asked again, and the body sent when
   * it says that it wants it.
   */
  async #taken(request: SutRequest): Promise<SutAnswer> {
    try {
      return await this.#once(request);
    } catch (error) {
      if (error instanceof SutUnreachable && error.cause instanceof NotTaken)
        return this.#once(request, true);
      throw error;
    }
  }

  #once(request: SutRequest, isHeldBack = false): Promise<SutAnswer> {
    const { headers, bytes } = wireOf(request);
    const secure = this.#base.protocol === 'https:';
    const what = `${request.method} ${request.path}`;
    return new Promise((resolve, reject) => {
      let begun = false;
      const fail = (why: string, isLate = false, cause?: Error): void => {
        clearTimeout(timer);
        reject(new SutUnreachable(`${this.url} did not answer ${what}: ${why}.`, isLate, cause));
        outgoing.destroy();
      };
      const outgoing = (secure ? sendSecurely : send)(
        {
          host: this.#base.hostname.replace(/^\[|\]$/g, ''),
          port: this.#base.port,
          method: request.method,
          path: `${this.#base.pathname.replace(/\/$/, '')}${request.path}`,
          headers: {
            // Without it an answer may come in any coding (RFC 9110 section 12.5.3).
            'accept-encoding': 'identity',
            ...(bytes === undefined ? {} : { 'content-length': bytes.length }),
            ...headers,
            ...(isHeldBack ? { expect: '100-continue' } : {}),
          },
          agent: secure ? this.#secure : this.#plain,
        },
        (incoming) => {
          begun = true;
          collect(incoming).then(
            (body) => {
              clearTimeout(timer);
              resolve(answerOf(incoming.statusCode ?? 0, headersOf(incoming), body));
              if (!outgoing.writableEnded) outgoing.destroy();
            },
            (error: NodeJS.ErrnoException) =>
              fail(error.code === 'ECONNRESET' ? 'it broke off in its answer' : error.message),
          );
        },
      );
      const late = (): void =>
        fail(`${begun ? 'its answer did not end' : 'no answer'} within ${this.#timeoutMs} ms`, true);
      const timer = setTimeout(late, this.#timeoutMs);
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const isClosed = error.code === 'EPIPE' || error.code === 'ECONNRESET';
        const notTaken = isClosed && !begun && (bytes?.length ?? 0) >= LARGE;
        fail(reasonOf(error), false, notTaken ? new NotTaken(error.message) : undefined);
      });
      // Nobody asked for it, and without an answer nobody would hear of it.
      outgoing.on('upgrade', () => fail('it changed to another protocol'));
      // A large body goes piece by piece, and no further once there is an answer: who refuses it may close meanwhile, and
      // to a connection that is closed nothing can be written, nor can what came be read after that.
      const give = (at = 0): void => {
        if (begun || outgoing.destroyed || outgoing.writableEnded) return;
        if (bytes === undefined || bytes.length - at <= PIECE) outgoing.end(bytes?.subarray(at));
        else outgoing.write(bytes.subarray(at, at + PIECE), () => setImmediate(give, at + PIECE));
      };
      if (!isHeldBack) return void give();
      outgoing.flushHeaders();
      let isGiven = false;
      const begin = (): void => {
        clearTimeout(held);
        // A gateway may say that it wants the body when that is on its way already.
        if (!isGiven) give();
        isGiven = true;
      };
      const held = setTimeout(begin, CONTINUE_MS);
      outgoing.once('continue', begin);
      outgoing.once('close', () => clearTimeout(held));
    });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

function baseOf(url: string): URL {
  const base = new URL(url);
  if (base.protocol !== 'http:' && base.protocol !== 'https:')
    throw new TypeError(`${url} is no http or https address.`);
  return base;
}

/** The milliseconds that an answer `rate-limited` asks to wait, or undefined for another one, or for too long a wait. */
function waitOf({ status, problem, headers }: SutAnswer): number | undefined {
  const seconds = /^[0-9]{1,2}$/.exec(headers['retry-after'] ?? '')?.[0];
  if (status !== 429 || problem !== 'rate-limited' || seconds === undefined) return undefined;
  return Number(seconds) <= MAX_WAIT_S ? Number(seconds) * 1000 : undefined;
}

/** What went wrong with a connection, in words where its code says little. */
function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code?.startsWith('HPE_') === true) return `what came is no HTTP (${code})`;
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL') === true) return `it does not speak TLS (${code})`;
  if (code !== undefined && /CERT|SELF_SIGNED|^UNABLE_TO_/.test(code))
    return `its certificate is not trusted here (${code}); NODE_EXTRA_CA_CERTS names a file of those that are`;
  return code ?? message;
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

async function collect(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new Error(`the answer is over ${MAX_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
