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
      const answer = await this.#once(request);
      const wait = waits < MAX_WAITS ? waitOf(answer) : undefined;
      if (wait === undefined) return answer;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  #once(request: SutRequest): Promise<SutAnswer> {
    const { headers, bytes } = wireOf(request);
    const secure = this.#base.protocol === 'https:';
    const what = `${request.method} ${request.path}`;
    return new Promise((resolve, reject) => {
      let begun = false;
      const fail = (why: string, isLate = false): void => {
        clearTimeout(timer);
        reject(new SutUnreachable(`${this.url} did not answer ${what}: ${why}.`, isLate));
        outgoing.destroy();
      };
      const outgoing = (secure ? sendSecurely : send)(
        {
          host: this.#base.hostname.replace(/^\[|\]$/g, ''),
          port: this.#base.port,
          method: request.method,
          path: `${this.#base.pathname.replace(/\/$/, '')}${request.path}`,
          headers: bytes === undefined ? headers : { 'content-length': bytes.length, ...headers },
          agent: secure ? this.#secure : this.#plain,
        },
        (incoming) => {
          begun = true;
          collect(incoming).then(
            (body) => {
              clearTimeout(timer);
              resolve(answerOf(incoming.statusCode ?? 0, headersOf(incoming), body));
            },
            (error: NodeJS.ErrnoException) =>
              fail(error.code === 'ECONNRESET' ? 'it broke off in its answer' : error.message),
          );
        },
      );
      const late = (): void =>
        fail(`${begun ? 'its answer did not end' : 'no answer'} within ${this.#timeoutMs} ms`, true);
      const timer = setTimeout(late, this.#timeoutMs);
      outgoing.on('error', (error) => fail(reasonOf(error)));
      // Nobody asked for it, and without an answer nobody would hear of it.
      outgoing.on('upgrade', () => fail('it changed to another protocol'));
      outgoing.end(bytes);
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
