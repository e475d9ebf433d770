import type { Json } from '../types/json.ts';
import { jsonFault, textFault, TEXT_FAULTS, type JsonReason } from './fault.ts';
import { exceedsUtf8, limitsOf, PARSE_LIMITS, type JsonLimits } from './limits.ts';
import { readNumber } from './number.ts';
import { Reader } from './reader.ts';

const NUMBER_FAULTS: Partial<Record<JsonReason, string>> = {
  'negative-zero': 'Negative zero has no canonical form; write 0.',
  'number-precision': 'The number cannot be held exactly; carry it as a string.',
  'integer-range': 'The integer is beyond 2^53-1; carry it as a string.',
  'number-range': 'The number is too large to be held; carry it as a string.',
};

/**
 * Reads a JSON text strictly as I-JSON (RFC 7493). Nothing is repaired: what two readers could take differently is
 * refused, so that the bytes that were judged are the bytes that were hashed.
 *
 * Refused: malformed UTF-8, a byte order mark, duplicate names (compared after unescaping), lone surrogates and
 * noncharacters, negative zero, a number whose exact value differs from that of its canonical form, integers beyond
 * 2^53−1, overflow, too deep nesting, too many bytes, anything after the value. Every name, `__proto__` too, becomes
 * an ordinary own property.
 *
 * @param text - A string, or its UTF-8 bytes.
 * @param limits - By default {@link PARSE_LIMITS}: 1 MiB and 64 levels.
 * @throws EaapError `malformed-json` with `reason` (a {@link JsonReason}), `line`, `column` (both from 1) and `offset`
 * (from 0), counted in UTF-16 units, in bytes when the UTF-8 is malformed; `payload-too-large` with `reason: 'size'`.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseJson } from '@eaap/protocol';
 *
 * assert.deepEqual(parseJson('{"amount": "12.50", "lines": 2}'), { amount: '12.50', lines: 2 });
 * assert.throws(() => parseJson('{"to": "a", "to": "b"}'), /malformed-json: .* twice/);
 * assert.throws(() => parseJson('9007199254740993'), /beyond 2\^53-1/);
 * ```
 */
export function parseJson(text: string | Uint8Array, limits: JsonLimits = {}): Json {
  const { maxBytes, maxDepth } = limitsOf(limits, PARSE_LIMITS);
  const tooLarge = typeof text === 'string' ? exceedsUtf8(text, maxBytes) : text.length > maxBytes;
  if (tooLarge) throw jsonFault('size', `The JSON text is over ${maxBytes} bytes.`, { limit: maxBytes });
  const reader = new Reader(typeof text === 'string' ? text : decode(text));
  if (typeof text === 'string') {
    const lone = text.search(/\p{Cs}/u);
    if (lone !== -1) throw reader.fault('lone-surrogate', `The text ${TEXT_FAULTS['lone-surrogate']}.`, lone);
  }
  if (reader.peek() === 0xfeff) throw reader.fault('syntax', 'The text begins with a byte order mark.');
  reader.skipSpace();
  const value = readValue(reader, maxDepth, 0);
  reader.skipSpace();
  if (!reader.atEnd()) throw reader.fault('syntax', 'There is more after the value.');
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw malformedUtf8(bytes, cause);
  }
}

/** Finds the place by repairing a copy: the first byte that differs is the first that was malformed. */
function malformedUtf8(bytes: Uint8Array, cause: unknown): Error {
  const lossy = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const repaired = new TextEncoder().encode(lossy);
  let offset = 0;
  while (offset < bytes.length && bytes[offset] === repaired[offset]) offset++;
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] !== 0x0a) continue;
    line++;
    lineStart = i + 1;
  }
  const column = offset - lineStart + 1;
  const error = jsonFault('utf8', `The text is not UTF-8, at line ${line}, byte ${column}.`, {
    line,
    column,
    offset,
  });
  error.cause = cause;
  return error;
}

/** `depth` counts the containers around the value; the recursion is bounded by `maxDepth`. */
function readValue(reader: Reader, maxDepth: number, depth: number): Json {
  const unit = reader.peek();
  if (unit === 0x22) return readString(reader, 'string');
  if (unit === 0x7b || unit === 0x5b) {
    if (depth >= maxDepth) throw reader.fault('depth', `The nesting is deeper than ${maxDepth} levels.`);
    return unit === 0x7b ? readObject(reader, maxDepth, depth + 1) : readArray(reader, maxDepth, depth + 1);
  }
  if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) return readNumberToken(reader);
  if (reader.take('true')) return true;
  if (reader.take('false')) return false;
  if (reader.take('null')) return null;
  throw reader.unexpected('a value');
}

function readNumberToken(reader: Reader): number {
  const start = reader.offset;
  const value = readNumber(reader.numberToken());
  if (typeof value === 'number') return value;
  throw reader.fault(value, NUMBER_FAULTS[value] ?? 'The number is refused.', start);
}

function readString(reader: Reader, what: 'string' | 'name'): string {
  const start = reader.offset;
  const text = reader.string();
  const fault = textFault(text);
  if (fault !== undefined) throw reader.fault(fault, `The ${what} ${TEXT_FAULTS[fault]}.`, start);
  return text;
}

function readArray(reader: Reader, maxDepth: number, depth: number): Json[] {
  reader.take('[');
  reader.skipSpace();
  const array: Json[] = [];
  if (reader.take(']')) return array;
  for (;;) {
    array.push(readValue(reader, maxDepth, depth));
    reader.skipSpace();
    if (reader.take(']')) return array;
    if (!reader.take(',')) throw reader.unexpected('a comma or the end of the array');
    reader.skipSpace();
  }
}

function readObject(reader: Reader, maxDepth: number, depth: number): { readonly [name: string]: Json } {
  reader.take('{');
  reader.skipSpace();
  const object: Record<string, Json> = {};
  if (reader.take('}')) return object;
  for (;;) {
    const start = reader.offset;
    if (reader.peek() !== 0x22) throw reader.unexpected('a member name in double quotes');
    const name = readString(reader, 'name');
    if (Object.hasOwn(object, name))
      throw reader.fault('duplicate-name', 'A member name occurs twice.', start);
    reader.skipSpace();
    if (!reader.take(':')) throw reader.unexpected('a colon');
    reader.skipSpace();
    setOwn(object, name, readValue(reader, maxDepth, depth));
    reader.skipSpace();
    if (reader.take('}')) return object;
    if (!reader.take(',')) throw reader.unexpected('a comma or the end of the object');
    reader.skipSpace();
  }
}

/** Assigning to an inherited name (`__proto__`) could call a setter; such names are defined instead. */
function setOwn(object: Record<string, Json>, name: string, value: Json): void {
  if (name in object) {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[name] = value;
  }
}
