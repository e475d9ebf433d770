import serialise from 'canonicalize';
import type { Json } from '../types/json.ts';
import { jsonFault } from './fault.ts';
import { assertJson } from './guard.ts';
import { CANONICAL_LIMITS, exceedsUtf8, limitsOf, type JsonLimits } from './limits.ts';

/**
 * The one text of a JSON value: RFC 8785 (JCS), with names in the order of their UTF-16 units, no spaces, and numbers as
 * ECMAScript prints them. The value is checked first ({@link assertJson}).
 *
 * @param limits - By default {@link CANONICAL_LIMITS}: 16 MiB and 64 levels.
 * @throws EaapError `malformed-json` or `payload-too-large`, as {@link assertJson} does.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { canonicalize } from '@eaap/protocol';
 *
 * assert.equal(canonicalize({ b: [1.50, true], a: 'é' }), '{"a":"é","b":[1.5,true]}');
 * ```
 */
export function canonicalize(value: Json, limits: JsonLimits = {}): string {
  const { maxBytes, maxDepth } = limitsOf(limits, CANONICAL_LIMITS);
  assertJson(value, { maxBytes, maxDepth });
  const text = serialise(value);
  if (typeof text !== 'string') throw jsonFault('not-json', 'The value has no JSON text.');
  if (exceedsUtf8(text, maxBytes)) {
    throw jsonFault('size', `The JSON value is over ${maxBytes} bytes.`, { limit: maxBytes });
  }
  return text;
}

/**
 * The UTF-8 bytes of {@link canonicalize}.
 *
 * @throws EaapError `malformed-json` or `payload-too-large`, as {@link assertJson} does.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { canonicalBytes } from '@eaap/protocol';
 *
 * assert.deepEqual([...canonicalBytes({ a: 1 })], [...'{"a":1}'].map((char) => char.charCodeAt(0)));
 * ```
 */
export function canonicalBytes(value: Json, limits: JsonLimits = {}): Uint8Array {
  return new TextEncoder().encode(canonicalize(value, limits));
}
