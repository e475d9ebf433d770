import type { FetchLike } from '../../../sut/local.ts';

/** A number as it stands in JSON, or a string, which is passed over. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The same JSON text with some of its numbers written differently. */
export const renumbered = (text: string, change: (token: string) => string): string =>
  text.replace(TOKEN, (token) => (token.startsWith('"') ? token : change(token)));

/** A request with other bytes for a body; the same one when they are left as they are. */
export async function withBytes(
  request: Request,
  change: (bytes: Uint8Array, path: string) => Uint8Array,
): Promise<Request> {
  if (request.body === null) return request;
  const bytes = new Uint8Array(await request.clone().arrayBuffer());
  const changed = change(bytes, new URL(request.url).pathname);
  if (changed === bytes) return request;
  const { method, url, headers } = request;
  return new Request(url, { method, headers, body: Buffer.from(changed) });
}

/** Repairs the bytes of every body before they are read. */
export const repairingBytes =
  (change: (bytes: Uint8Array) => Uint8Array): ((next: FetchLike) => FetchLike) =>
  (next) =>
  async (request) =>
    next(await withBytes(request, change));

/** Repairs the text of every body that is one. */
export const repairing = (change: (text: string) => string): ((next: FetchLike) => FetchLike) =>
  repairingBytes((bytes) => {
    const before = textOf(bytes);
    if (before === undefined) return bytes;
    const after = change(before);
    return after === before ? bytes : Buffer.from(after, 'utf8');
  });

/** Changes the JSON of bodies sent to a path before it is read. */
export const editing =
  (path: RegExp, change: (body: Record<string, unknown>) => unknown): ((next: FetchLike) => FetchLike) =>
  (next) =>
  async (request) =>
    next(
      await withBytes(request, (bytes, at) => {
        if (!path.test(at)) return bytes;
        const body = objectOf(bytes);
        return body === undefined ? bytes : Buffer.from(JSON.stringify(change(body)), 'utf8');
      }),
    );

/** The members of a JSON object that are named here. */
export const only = (body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function objectOf(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = textOf(bytes) ?? '';
    const body: unknown = JSON.parse(text);
    // What is malformed, or would not come out as it went in, is left to whoever reads it.
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    return isObject && JSON.stringify(body) === text ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
