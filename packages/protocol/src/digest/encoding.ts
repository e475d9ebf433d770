import { EaapError } from '../problem/error.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = { [BASE64]: valuesOf(BASE64), [BASE64URL]: valuesOf(BASE64URL) };
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function valuesOf(alphabet: string): ReadonlyMap<string, number> {
  return new Map([...alphabet].map((char, value) => [char, value]));
}

function refuse(what: string): EaapError {
  return new EaapError('invalid-request', what);
}

/**
 * Bytes as lower-case hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { toHex } from '@eaap/protocol';
 *
 * assert.equal(toHex(Uint8Array.of(0, 171)), '00ab');
 * ```
 */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/**
 * The bytes of a text {@link toHex} made; anything else, upper case too, is refused.
 *
 * @throws EaapError `invalid-request`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { fromHex } from '@eaap/protocol';
 *
 * assert.deepEqual(fromHex('00ab'), Uint8Array.of(0, 171));
 * assert.throws(() => fromHex('00AB'), /lower-case hexadecimal/);
 * ```
 */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) {
    throw refuse('The text is not an even number of lower-case hexadecimal digits.');
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/**
 * Bytes in base64 with padding (RFC 4648 section 4).
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { toBase64 } from '@eaap/protocol';
 *
 * assert.equal(toBase64(Uint8Array.of(255, 254)), '//4=');
 * ```
 */
export function toBase64(bytes: Uint8Array): string {
  const text = encode64(bytes, BASE64);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/**
 * The bytes of a text {@link toBase64} made. Missing padding, spaces and set bits behind the last byte are refused, so
 * that a value has one spelling.
 *
 * @throws EaapError `invalid-request`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { fromBase64 } from '@eaap/protocol';
 *
 * assert.deepEqual(fromBase64('//4='), Uint8Array.of(255, 254));
 * assert.throws(() => fromBase64('//5='), /canonical base64/);
 * ```
 */
export function fromBase64(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = text.length % 4 === 0 ? decode64(text.slice(0, text.length - padding), BASE64) : undefined;
  if (bytes === undefined) throw refuse('The text is not canonical base64 with padding.');
  return bytes;
}

/**
 * Bytes in base64url without padding (RFC 4648 section 5).
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { toBase64Url } from '@eaap/protocol';
 *
 * assert.equal(toBase64Url(Uint8Array.of(255, 254)), '__4');
 * ```
 */
export function toBase64Url(bytes: Uint8Array): string {
  return encode64(bytes, BASE64URL);
}

/**
 * The bytes of a text {@link toBase64Url} made; padding and set bits behind the last byte are refused.
 *
 * @throws EaapError `invalid-request`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { fromBase64Url } from '@eaap/protocol';
 *
 * assert.deepEqual(fromBase64Url('__4'), Uint8Array.of(255, 254));
 * assert.throws(() => fromBase64Url('__4='), /canonical base64url/);
 * ```
 */
export function fromBase64Url(text: string): Uint8Array {
  const bytes = decode64(text, BASE64URL);
  if (bytes === undefined) throw refuse('The text is not canonical base64url without padding.');
  return bytes;
}

/**
 * The UTF-8 bytes of a text. A lone surrogate is refused rather than replaced: two texts must not share their bytes.
 *
 * @throws EaapError `invalid-request`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { toUtf8 } from '@eaap/protocol';
 *
 * assert.deepEqual(toUtf8('é'), Uint8Array.of(0xc3, 0xa9));
 * ```
 */
export function toUtf8(text: string): Uint8Array {
  if (/\p{Cs}/u.test(text)) throw refuse('The text has a surrogate without its other half.');
  return new TextEncoder().encode(text);
}

/**
 * The text of UTF-8 bytes; malformed bytes are refused, a byte order mark is kept as the character it is.
 *
 * @throws EaapError `invalid-request`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { fromUtf8 } from '@eaap/protocol';
 *
 * assert.equal(fromUtf8(Uint8Array.of(0xc3, 0xa9)), 'é');
 * assert.throws(() => fromUtf8(Uint8Array.of(0xc3)), /UTF-8/);
 * ```
 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new EaapError('invalid-request', 'The bytes are not UTF-8.', {}, { cause });
  }
}

function encode64(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.subarray(i, i + 3);
    text += alphabet.charAt(a >> 2) + alphabet.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    if (b !== undefined) text += alphabet.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
    if (c !== undefined) text += alphabet.charAt(c & 63);
  }
  return text;
}

/** Unpadded digits to bytes; `undefined` for a foreign character, an impossible length or set bits left over. */
function decode64(text: string, alphabet: typeof BASE64 | typeof BASE64URL): Uint8Array | undefined {
  const values = VALUES[alphabet];
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const char of text) {
    const value = values?.get(char);
    if (value === undefined) return undefined;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  return bits === 0 && held < 6 ? bytes : undefined;
}
