import type { Rfc } from './series.ts';

/** A stretch of text, with where it leads if it leads anywhere. */
export interface Stretch {
  readonly text: string;
  /** Relative to the site. */
  readonly to?: string;
}

const MENTION = /EAAP-(\d{4})-\d{3}|RFC-(\d{4})(?: sections? (\d+(?:\.\d+)*))?|\bsections? (\d+(?:\.\d+)*)/g;

/**
 * Finds what a text mentions: a requirement, an RFC, a section of it. A section without an RFC is one of the RFC the
 * text stands in. What does not exist is left as text.
 */
export function mentionsIn(text: string, series: ReadonlyMap<string, Rfc>, here: Rfc | undefined): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of text.matchAll(MENTION)) {
    const to = targetOf(match, series, here);
    if (to === undefined) continue;
    if (match.index > end) stretches.push({ text: text.slice(end, match.index) });
    stretches.push({ text: match[0], to });
    end = match.index + match[0].length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end) });
  return stretches;
}

function targetOf(
  [whole, ofRequirement, ofRfc, rfcSection, section]: RegExpMatchArray,
  series: ReadonlyMap<string, Rfc>,
  here: Rfc | undefined,
): string | undefined {
  if (ofRequirement !== undefined) {
    const rfc = series.get(ofRequirement);
    return rfc?.requirements.has(whole) === true ? `${rfc.page}#${whole}` : undefined;
  }
  const rfc = ofRfc === undefined ? here : series.get(ofRfc);
  if (rfc === undefined) return undefined;
  const named = rfcSection ?? section;
  if (named === undefined) return rfc === here ? undefined : rfc.page;
  const fragment = rfc.sections.get(named);
  if (fragment === undefined) return ofRfc === undefined ? undefined : rfc.page;
  return `${rfc.page}#${fragment}`;
}
