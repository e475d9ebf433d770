import { EaapError, type Json, type ProblemType } from '@eaap/protocol';
import { detect } from '../pii/detect.ts';
import { scrubJson } from '../pii/scrub-json.ts';
import type { Detector } from '../pii/types.ts';

/** Detectors other than the published table's, where an operator has some. */
export interface Detectors {
  readonly detectors?: readonly Detector[] | undefined;
}

const optionsOf = ({ detectors }: Detectors) => (detectors === undefined ? {} : { detectors });

/**
 * Refuses a name that holds personal data. Names stand in clear in rows, in the log and in errors, and what is in the
 * log can never be taken out again.
 *
 * @param what - what the name is of, for the sentence; the name itself is never repeated.
 * @throws EaapError `invalid-request`; `detector-unavailable`.
 */
export function refusePersonalName(what: string, pointer: string, name: string, own: Detectors): void {
  const [found] = detect(name, optionsOf(own));
  if (found === undefined) return;
  throw new EaapError(
    'invalid-request',
    `The ${what} holds personal data or a credential (${found.type}). Use an opaque name.`,
    { pointer, pii: found.type },
  );
}

/**
 * Refuses a document of the configuration that holds personal data. It is kept in clear, and could not match anything:
 * what is judged has tokens in the place of personal data.
 *
 * @throws EaapError of the given type; `detector-unavailable`.
 */
export function refusePersonalDocument(
  type: ProblemType,
  what: string,
  document: Json,
  own: Detectors,
): void {
  const blank = '0'.repeat(32);
  const [found] = scrubJson(document, (pii) => `[PII:${pii}:${blank}]`, optionsOf(own)).found;
  if (found === undefined) return;
  // A member's name may be the personal data itself: then its place is not said either.
  const pointer = found.name ? '' : found.pointer;
  throw new EaapError(type, `The ${what} holds personal data or a credential (${found.type}).`, {
    pointer,
    pii: found.type,
  });
}
