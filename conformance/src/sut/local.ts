import { answerOf, wireOf } from './answer.ts';
import { SutUnreachable, type Sut, type SutAnswer, type SutRequest } from './types.ts';

/** What answers requests in this process. */
export type FetchLike = (request: Request) => Response | Promise<Response>;

/** A gateway in this process, behind the same requests and answers as one behind an address. */
export class LocalSut implements Sut {
  readonly url = 'http://in-process';
  #fetch: FetchLike;

  constructor(fetch: FetchLike) {
    this.#fetch = fetch;
  }

  /** Follows a gateway that was started anew. */
  follow(fetch: FetchLike): void {
    this.#fetch = fetch;
  }

  async request(request: SutRequest): Promise<SutAnswer> {
    const { headers, bytes } = wireOf(request);
    const hasBody = bytes !== undefined && request.method !== 'GET' && request.method !== 'HEAD';
    try {
      const response = await this.#fetch(
        new Request(`${this.url}${request.path}`, {
          method: request.method,
          headers,
          ...(hasBody ? { body: new Uint8Array(bytes) } : {}),
        }),
      );
      const body = new Uint8Array(await response.arrayBuffer());
      return answerOf(response.status, Object.fromEntries(response.headers), body);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new SutUnreachable(`The gateway did not answer ${request.method} ${request.path}: ${why}.`);
    }
  }
}
