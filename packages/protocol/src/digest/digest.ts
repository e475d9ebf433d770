import { canonicalBytes, canonicalize } from '../canonical/canonicalize.ts';
import { EaapError } from '../problem/error.ts';
import type { Json } from '../types/json.ts';
import { toHex, toUtf8 } from './encoding.ts';
import { hmacSha256, sha256, sha256Hex } from './hash.ts';
import { COMMIT_TAG, DIGEST_TAGS, type DigestTag } from './tags.ts';

/** A digest as it is written: `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = `sha256:${string}`;

/** Bytes in the salt of a commitment. */
export const SALT_BYTES = 32;

/** Bytes at least in the key of a keyed value; a short or empty key would make it guessable. */
export const MIN_KEY_BYTES = 32;

/** A type system does not reach callers in plain JavaScript; a tag from elsewhere could collide with any other. */
function checkTag(tag: DigestTag): void {
  if (!Object.hasOwn(DIGEST_TAGS, tag)) throw new EaapError('internal', 'The digest tag is not in the list.');
}

/** The parts one after another. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The digest of a JSON value: `SHA-256(tag || 0x00 || JCS(value))`. No tag holds a zero byte, so what is hashed can be
 * taken apart in one way only.
 *
 * @throws EaapError `malformed-json` if the value is not JSON.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { digest } from '@eaap/protocol';
 *
 * assert.equal(digest('EAAP-VALUE-v1', { a: 1, b: 2 }), digest('EAAP-VALUE-v1', { b: 2, a: 1 }));
 * assert.notEqual(digest('EAAP-VALUE-v1', 1), digest('EAAP-POLICY-v1', 1));
 * ```
 */
export function digest(tag: DigestTag, value: Json): Digest {
  checkTag(tag);
  return `sha256:${sha256Hex(`${tag}\0${canonicalize(value)}`)}`;
}

/**
 * The digest of opaque bytes, such as a secret that is only ever looked up: `SHA-256(tag || 0x00 || bytes)`. Only for
 * secrets of high entropy; what could be guessed belongs in a {@link commit}.
 *
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { digestBytes } from '@eaap/protocol';
 *
 * assert.match(digestBytes('EAAP-TOKEN-v1', new Uint8Array(32)), /^sha256:[0-9a-f]{64}$/);
 * ```
 */
export function digestBytes(tag: DigestTag, bytes: Uint8Array): Digest {
  checkTag(tag);
  return `sha256:${toHex(sha256(concatBytes(toUtf8(tag), Uint8Array.of(0), bytes)))}`;
}

/**
 * A commitment: `SHA-256("EAAP-COMMIT-v1" || 0x00 || salt || SHA-256(JCS(payload)))`. Whoever has the salt can check it;
 * without the salt nothing can be learnt by guessing payloads, and once the salt is destroyed nobody can.
 *
 * @param salt - 32 bytes, made once per type, id and version.
 * @throws EaapError `internal` if the salt has another length; `malformed-json` if the payload is not JSON.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { commit } from '@eaap/protocol';
 *
 * const salt = new Uint8Array(32).fill(7);
 * assert.equal(commit(salt, { a: 1 }), commit(salt, { a: 1 }));
 * assert.notEqual(commit(salt, { a: 1 }), commit(new Uint8Array(32), { a: 1 }));
 * ```
 */
export function commit(salt: Uint8Array, payload: Json): Digest {
  if (salt.length !== SALT_BYTES) {
    throw new EaapError('internal', `The salt of a commitment is ${SALT_BYTES} bytes, not ${salt.length}.`);
  }
  const payloadHash = sha256(canonicalBytes(payload));
  return `sha256:${toHex(sha256(concatBytes(toUtf8(COMMIT_TAG), Uint8Array.of(0), salt, payloadHash)))}`;
}

/**
 * A keyed value: `HMAC-SHA-256(key, label || 0x00 || JCS(value))` as 64 lower-case hexadecimal digits. Blind indexes,
 * action keys, loop keys and the tokens of personal data are such values: equal under one key, meaningless without it.
 *
 * @param key - At least 32 bytes.
 * @param label - What the value is for: 1 to 64 printable ASCII characters without space.
 * @throws EaapError `internal` for a short key or another label; `malformed-json` if the value is not JSON.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { keyed } from '@eaap/protocol';
 *
 * const key = new Uint8Array(32).fill(1);
 * assert.notEqual(keyed(key, 'subject', 'customer:42'), keyed(key, 'attribute', 'customer:42'));
 * ```
 */
export function keyed(key: Uint8Array, label: string, value: Json): string {
  if (key.length < MIN_KEY_BYTES) {
    throw new EaapError('internal', `A key has at least ${MIN_KEY_BYTES} bytes, not ${key.length}.`);
  }
  if (!/^[\x21-\x7e]{1,64}$/.test(label)) {
    throw new EaapError('internal', 'A label is 1 to 64 printable ASCII characters without space.');
  }
  return toHex(hmacSha256(key, new TextEncoder().encode(`${label}\0${canonicalize(value)}`)));
}

/**
 * Whether a string is written as a digest.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { digest, isDigest } from '@eaap/protocol';
 *
 * assert.ok(isDigest(digest('EAAP-VALUE-v1', null)));
 * assert.ok(!isDigest('sha256:00'));
 * ```
 */
export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}

/**
 * Whether two digests, tokens or keyed values are the same, in time that does not depend on where they differ. Only
 * their lengths can be learnt from it.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { equalDigest } from '@eaap/protocol';
 *
 * assert.ok(equalDigest('sha256:aa', 'sha256:aa'));
 * assert.ok(!equalDigest('sha256:aa', 'sha256:ab'));
 * ```
 */
export function equalDigest(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
