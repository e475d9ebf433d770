import { EaapError } from '@eaap/protocol';
import { DETECTORS } from './detectors/index.ts';
import { fold } from './lib/fold.ts';
import { quieten } from './lib/inert.ts';
import { wordsOf } from './lib/labels.ts';
import { decodedRuns } from './lib/runs.ts';
import { unescape } from './lib/unescape.ts';
import { FILLER, originalEnd, originalStart, withFillers, type View } from './lib/view.ts';
import { PII_TOKEN } from './token.ts';
import type { Detector, DetectorMatch, Finding } from './types.ts';

/** The longest text that is looked at, in bytes of UTF-8. A longer one is refused, never stored unseen. */
export const MAX_TEXT_BYTES = 65_536;

/** How often an encoding inside an encoding is followed. */
const MAX_DEPTH = 2;
/** Replacing a finding can free what touched it; nobody writes chains as long as this by accident. */
const MAX_ROUNDS = 16;
const TYPE = /^(?:card|iban|email|ssn|phone|ip|key|x_[a-z0-9_]{1,30})$/;

/** A finding with its detector's place in the list. */
type Ranked = Finding & { readonly rank: number };

/** What {@link detect} may be told. */
export interface DetectOptions {
  /** The detectors, the most specific first; the published table's by default. */
  readonly detectors?: readonly Detector[];
  /** What stands before the text: the name of the member or attribute it is the value of, such as `mobile_phone`. */
  readonly label?: string;
}

/**
 * Finds personal data and credentials in a text, as it is written and behind full-width forms, invisible characters,
 * percent-encoding, HTML references, JSON escapes, base64 and hex, two deep. Findings do not overlap and are in order;
 * of two that do the leftmost stands, then the longest, then the earlier detector's, and the stretch covers both.
 * Tokens of {@link piiToken} are passed over. Names and street addresses are not found: they have no pattern. Nor is
 * what is split over several texts.
 *
 * @throws EaapError `payload-too-large` for a text over {@link MAX_TEXT_BYTES}; `detector-unavailable` when a detector
 *   throws or answers nonsense; `invalid-request` for a text made so that replacing never ends.
 * @see RFC-0003
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { detect } from '@eaap/ledger';
 *
 * const [mail] = detect('write to Ada@Example.org');
 * assert.equal(mail?.type, 'email');
 * assert.equal(mail.normalised, 'ada@example.org');
 * assert.equal(detect('write to YWRhQGV4YW1wbGUub3Jn')[0]?.normalised, 'ada@example.org');
 * assert.deepEqual(detect('order 4111-22, 12.50 EUR'), []);
 * ```
 */
export function detect(text: string, options: DetectOptions = {}): Finding[] {
  refuseTooLong(text);
  const detectors = options.detectors ?? DETECTORS;
  const label = wordsOf((options.label ?? '').replace(PII_TOKEN, FILLER));
  let found: Ranked[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const news = look({ text, map: undefined }, found, detectors, label);
    if (news.length === 0) return found.map(({ rank: _, ...finding }) => finding);
    found = merge([...found, ...news]);
  }
  throw new EaapError(
    'invalid-request',
    'A text holds so much chained personal data that it cannot be replaced safely.',
  );
}

function refuseTooLong(text: string): void {
  if (text.length <= MAX_TEXT_BYTES / 3) return;
  if (text.length > MAX_TEXT_BYTES || Buffer.byteLength(text, 'utf8') > MAX_TEXT_BYTES) {
    throw new EaapError('payload-too-large', `A string is longer than ${MAX_TEXT_BYTES} bytes of UTF-8.`, {
      limit: MAX_TEXT_BYTES,
    });
  }
}

/** One look at the text and all its readings, past what was found already. */
function look(
  original: View,
  found: readonly Ranked[],
  detectors: readonly Detector[],
  label: string,
): Ranked[] {
  const findings: Ranked[] = [];
  let views: View[] = [withFillers(original, found)];
  for (let depth = 0; ; depth += 1) {
    const readings = views.map(withoutTokens).map((view) => ({ view, folded: fold(view) }));
    for (const { view, folded: reading } of readings) {
      const before = originalStart(view, 0) === 0 ? label : '';
      // The folded reading first: of two findings over one stretch its canonical form is the one that is shared.
      if (reading !== undefined) findings.push(...findIn(reading, detectors, before));
      findings.push(...findIn(view, detectors, before));
    }
    if (depth === MAX_DEPTH) return merge(findings);
    views = readings.flatMap(({ view, folded: reading }) => decodings(reading ?? view));
    if (views.length === 0) return merge(findings);
  }
}

function decodings(view: View): View[] {
  const unescaped = unescape(view);
  return unescaped === undefined ? decodedRuns(view) : [unescaped, ...decodedRuns(view)];
}

function withoutTokens(view: View): View {
  if (!view.text.includes('[PII:')) return view;
  const ranges = Array.from(view.text.matchAll(PII_TOKEN), (m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }));
  return withFillers(view, ranges);
}

function findIn(view: View, detectors: readonly Detector[], label: string): Ranked[] {
  const context = { label, quiet: quieten(view.text) };
  return detectors.flatMap((detector, rank) =>
    matchesOf(detector, view.text, context).map(({ start, end, normalised, features = {} }) => ({
      type: detector.type,
      start: originalStart(view, start),
      end: originalEnd(view, end),
      // An escape can stand for half of a surrogate pair, which no JSON text and so no token is made of.
      normalised: normalised.replace(/\p{Surrogate}/gu, '\ufffd'),
      features,
      rank,
    })),
  );
}

/** Fails closed: a detector that throws or answers nonsense is a gate that did not look. */
function matchesOf(
  detector: Detector,
  text: string,
  context: { label: string; quiet: string },
): DetectorMatch[] {
  const unavailable = (why: string, cause?: unknown): EaapError =>
    new EaapError(
      'detector-unavailable',
      `The detector of ${TYPE.test(detector.type) ? detector.type : 'an unnamed type'} ${why}.`,
      {},
      { cause },
    );
  let matches: DetectorMatch[];
  try {
    matches = [...detector.find(text, context)];
  } catch (error) {
    throw unavailable('failed', error);
  }
  for (const { start, end, normalised } of matches) {
    const inside =
      Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length;
    if (!inside || typeof normalised !== 'string' || normalised === '')
      throw unavailable('returned a match outside the text');
  }
  if (!TYPE.test(detector.type))
    throw unavailable('has a type that is neither in the table nor x_ and a name');
  return matches;
}

/** In order and without overlaps. What two findings cover together is covered, or the rest of one would stay behind. */
function merge(findings: readonly Ranked[]): Ranked[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank);
  const merged: Ranked[] = [];
  for (const finding of sorted) {
    const last = merged.at(-1);
    if (last === undefined || finding.start >= last.end) merged.push(finding);
    else if (finding.end > last.end) merged[merged.length - 1] = { ...last, end: finding.end };
  }
  return merged;
}
