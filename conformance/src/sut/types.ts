/** A request as it goes over the wire. */
export interface SutRequest {
  readonly method: string;
  /** Path and query, as in `/v2/ledger/entries?limit=10`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object or array is sent as JSON with its content type; a text or bytes are sent as they are, without one. */
  readonly body?: unknown;
  /** The key to present as `Authorization: Bearer`. */
  readonly key?: string;
}

/** An answer as it came over the wire. */
export interface SutAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The body read as JSON; undefined when it is none. */
  readonly json: unknown;
  /** The tail of the type when the answer is a problem, as in `source-required`. */
  readonly problem: string | undefined;
}

/** What is judged: something that answers requests. */
export interface Sut {
  /** Where it is, for people. */
  readonly url: string;
  /** @throws SutUnreachable when no answer came. */
  request(request: SutRequest): Promise<SutAnswer>;
}

/** No answer came: refused, reset, timed out, or not HTTP. */
export class SutUnreachable extends Error {
  override readonly name = 'SutUnreachable';
  /** Whether it was waited for until the time was over. */
  readonly isLate: boolean;
  constructor(message: string, isLate = false, cause?: Error) {
    super(message, { cause });
    this.isLate = isLate;
  }
}
