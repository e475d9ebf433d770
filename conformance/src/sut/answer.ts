import type { SutAnswer, SutRequest } from './types.ts';

const PREFIX = 'urn:eaap:problem:';

/** An answer from what came over the wire. A body that is no JSON is simply none: what to make of it is a check's. */
export function answerOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): SutAnswer {
  const text = Buffer.from(bytes).toString('utf8');
  const json = parse(text);
  const type = typeof json === 'object' && json !== null && 'type' in json ? json.type : undefined;
  const problem = typeof type === 'string' && type.startsWith(PREFIX) ? type.slice(PREFIX.length) : undefined;
  return { status, headers, bytes, text, json, problem };
}

/** The media type of an answer: without its parameters, and in lower case, since case says nothing in one (RFC 9110). */
export const mediaTypeOf = ({ headers }: Pick<SutAnswer, 'headers'>): string | undefined =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase();

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The headers and the bytes a request is sent with. */
export function wireOf(request: SutRequest): { headers: Record<string, string>; bytes: Buffer | undefined } {
  const headers: Record<string, string> = {};
  let bytes: Buffer | undefined;
  if (typeof request.body === 'string') bytes = Buffer.from(request.body, 'utf8');
  else if (request.body instanceof Uint8Array) bytes = Buffer.from(request.body);
  else if (request.body !== undefined) {
    bytes = Buffer.from(JSON.stringify(request.body), 'utf8');
    headers['content-type'] = 'application/json';
  }
  if (request.key !== undefined) headers['authorization'] = `Bearer ${request.key}`;
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  return { headers, bytes };
}
