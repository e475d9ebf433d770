import { detect, type DetectOptions } from './detect.ts';
import type { Finding, PiiType } from './types.ts';

/** Gives the token for a finding, and may look at how it was written; usually {@link piiToken} under the namespace's key. */
export type Tokenise = (type: PiiType, normalised: string, written: string) => string;

/** A text without detected personal data, and what was found in the original. */
export interface ScrubbedText {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * A text with each finding of {@link detect} replaced by its token. Scrubbing what was scrubbed changes nothing.
 *
 * @throws EaapError as {@link detect} does; nothing is returned half-scrubbed.
 * @see RFC-0003
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { piiToken, scrubText } from '@eaap/ledger';
 *
 * const key = new Uint8Array(32).fill(1);
 * const { text } = scrubText('mail ada@example.org', (type, normalised) => piiToken(key, type, normalised));
 * assert.match(text, /^mail \[PII:email:[0-9a-f]{32}\]$/);
 * ```
 */
export function scrubText(text: string, tokenise: Tokenise, options: DetectOptions = {}): ScrubbedText {
  const findings = detect(text, options);
  let scrubbed = '';
  let at = 0;
  for (const { type, start, end, normalised } of findings) {
    scrubbed += text.slice(at, start) + tokenise(type, normalised, text.slice(start, end));
    at = end;
  }
  return { text: scrubbed + text.slice(at), findings };
}
