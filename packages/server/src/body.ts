import { EaapError, PARSE_LIMITS } from '@eaap/protocol';

const tooLarge = (): EaapError =>
  new EaapError('payload-too-large', `The body is over ${PARSE_LIMITS.maxBytes} bytes.`, {
    limit: PARSE_LIMITS.maxBytes,
  });

/**
 * Whether a request to a route that takes no body brings one, as bytes that are empty or not. A GET has its body taken
 * away before it gets here, so that its headers have to tell.
 *
 * @see RFC-0013 section 3.2
 */
export async function anyBody(request: Request): Promise<Uint8Array> {
  const declared = request.headers.get('content-length');
  const isChunked = request.headers.has('transfer-encoding');
  if (declared !== null && Number(declared) !== 0) return Uint8Array.of(0);
  if (request.body === null) return isChunked ? Uint8Array.of(0) : new Uint8Array();
  return readBody(request);
}

/**
 * Reads a body as it comes and no further than the limit: what is declared too large is not read at all, and what turns
 * out to be is left where it is.
 *
 * @throws EaapError `payload-too-large`; `invalid-request` when the connection ends before the body does.
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > PARSE_LIMITS.maxBytes) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new EaapError('invalid-request', 'The connection ended before the body did.', {}, { cause });
    });
    if (done) return Buffer.concat(chunks);
    size += value.length;
    if (size > PARSE_LIMITS.maxBytes) {
      // Not awaited: the rest may never come.
      reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    chunks.push(value);
  }
}
