import { isUtf8 } from 'node:buffer';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * The canonical form of a JSON value (RFC 8785), as slowly and plainly as it can be said: names sorted by UTF-16 code
 * unit, no space, numbers and strings as ECMAScript writes them.
 *
 * @throws TypeError for what is not I-JSON.
 * @see RFC-0001 section 4.1
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError('not a JSON value');
  const members = Object.entries(value as JsonObject);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${text(name)}:${canonical(member)}`).join(',')}}`;
}

/** The canonical form as UTF-8. */
export function canonicalBytes(value: Json): Buffer {
  return Buffer.from(canonical(value), 'utf8');
}

function text(value: string): string {
  if (/\p{Cs}/u.test(value)) throw new TypeError('a surrogate without its other half');
  return JSON.stringify(value);
}

function number(value: number): string {
  if (!Number.isFinite(value) || Object.is(value, -0)) throw new TypeError('not a number of I-JSON');
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new TypeError('an integer beyond 2^53-1');
  return JSON.stringify(value);
}

/** Reads JSON that a system under test has answered. Bytes that are not UTF-8 are no answer. */
export function readJson(bytes: Uint8Array): Json {
  if (!isUtf8(bytes)) throw new TypeError('not UTF-8');
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
}
