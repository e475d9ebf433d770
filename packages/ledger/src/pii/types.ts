/** The types of personal data and credentials that the published table detects (RFC-0003). */
export type BuiltinPiiType = 'card' | 'iban' | 'email' | 'ssn' | 'phone' | 'ip' | 'key';

/** A detected type: one of the table's, or an operator's own, which is written `x_<name>`. */
export type PiiType = BuiltinPiiType | `x_${string}`;

/**
 * What may be kept in clear about a finding because it does not identify anybody: a mail's `domain`, a phone's or
 * an IBAN's `country` (ISO 3166-1 alpha-2), a card's `issuer`, an address's `version` and `scope`, a key's `kind`.
 */
export type PiiFeatures = Readonly<Record<string, string>>;

/** One stretch of a text that is personal data or a credential. */
export interface Finding {
  readonly type: PiiType;
  /** Where it starts in the original text, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends in the original text, exclusive, in UTF-16 code units. */
  readonly end: number;
  /**
   * The canonical form, equal for equal data however it was written: a card's digits, a mail in lower case, a phone
   * as E.164, an address in its shortest form. It is the personal data itself: never store or log it.
   */
  readonly normalised: string;
  readonly features: PiiFeatures;
}

/** What one detector returns: offsets into the text it was given. */
export interface DetectorMatch {
  readonly start: number;
  readonly end: number;
  readonly normalised: string;
  readonly features?: PiiFeatures;
}

/** What a detector may look at besides the text. */
export interface DetectorContext {
  /** What stands before the text: the member names that lead to it, as words. May be empty. */
  readonly label: string;
  /**
   * The text, of the same length, with what is known to be no personal data (UUIDs, digests, timestamps) overwritten
   * by U+FFFC: detectors of digits read this.
   */
  readonly quiet: string;
}

/**
 * A detector of one type. Names and street addresses have no pattern: an operator who must find them adds a detector
 * of their own, deterministic, with a type that starts with `x_`. It is called with the raw text, the folded one and
 * every decoded form. What it throws is `detector-unavailable`, and nothing is stored.
 *
 * @see RFC-0003
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { DETECTORS, detect, type Detector } from '@eaap/ledger';
 *
 * const staff: Detector = {
 *   type: 'x_staff',
 *   *find(text) {
 *     for (const m of text.matchAll(/\bEMP-\d{5}\b/g)) yield { start: m.index, end: m.index + m[0].length, normalised: m[0] };
 *   },
 * };
 * assert.equal(detect('ask EMP-00417', { detectors: [...DETECTORS, staff] })[0]?.type, 'x_staff');
 * ```
 */
export interface Detector {
  readonly type: PiiType;
  find(text: string, context: DetectorContext): Iterable<DetectorMatch>;
}
