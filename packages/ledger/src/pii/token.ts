import { keyed } from '@eaap/protocol';
import type { PiiType } from './types.ts';

/** The label of the keyed value in a token. */
const LABEL = 'EAAP-PII-v1';

/** What a token looks like; global, for `replace` and `matchAll`. */
export const PII_TOKEN = /\[PII:(?:card|iban|email|ssn|phone|ip|key|x_[a-z0-9_]{1,30}):[0-9a-f]{32}\]/g;

/**
 * The token that stands for personal data: `[PII:<type>:<32 hex>]`, the digits being the first half of
 * `HMAC-SHA-256(key, "EAAP-PII-v1" || 0x00 || JCS({normalised, type}))`. Equal data has equal tokens under one key, so
 * facts can be compared; without the key a token says nothing, and destroying the key makes that final.
 *
 * @param key - The namespace's PII key, at least 32 bytes.
 * @param normalised - The canonical form a {@link Finding} carries.
 * @throws EaapError `internal` if the key is too short.
 * @see RFC-0003
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { piiToken } from '@eaap/ledger';
 *
 * const key = new Uint8Array(32).fill(1);
 * assert.match(piiToken(key, 'email', 'ada@example.org'), /^\[PII:email:[0-9a-f]{32}\]$/);
 * ```
 */
export function piiToken(key: Uint8Array, type: PiiType, normalised: string): string {
  return `[PII:${type}:${keyed(key, LABEL, { normalised, type }).slice(0, 32)}]`;
}

/**
 * The mark beside the token of a detection that is not written as itself: `[written:<32 hex>]`, a keyed value over how it
 * is written. What is carried out is what is written, so two ways of writing one datum are two.
 *
 * @see RFC-0002 section 6.4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { piiToken, writtenMark } from '@eaap/ledger';
 *
 * const key = new Uint8Array(32).fill(1);
 * const mark = writtenMark((type, text) => piiToken(key, type, text), 'email', 'ada%40example.org');
 * assert.match(mark, /^\[written:[0-9a-f]{32}\]$/);
 * ```
 */
export function writtenMark(
  token: (type: PiiType, normalised: string) => string,
  type: PiiType,
  written: string,
): string {
  return `[written:${token(type, `written ${written}`).slice(-33, -1)}]`;
}
