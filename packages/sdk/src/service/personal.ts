import { scrubText, type Detector } from '@eaap/ledger';
import { EaapError, PROBLEMS } from '@eaap/protocol';

/**
 * A problem without personal data. Sentences are written so as not to repeat what a caller sent, but a policy, a
 * manifest or a pattern is told by its names, and those are the caller's: what is detected in them is left out. When it
 * cannot be looked for, the problem is told by its title alone.
 *
 * Evaluations and judgments in a problem hold tokens already and stay as they were judged.
 *
 * @see RFC-0001 section 12.1
 */
export function withoutPersonalData(error: EaapError, detectors?: readonly Detector[]): EaapError {
  const options = detectors === undefined ? {} : { detectors };
  const scrub = (text: string): string => scrubText(text, () => '[personal data]', options).text;
  try {
    const detail = scrub(error.detail);
    const extras = Object.fromEntries(
      Object.entries(error.extras).map(([name, extra]) => [
        name,
        typeof extra === 'string' ? scrub(extra) : extra,
      ]),
    );
    return new EaapError(error.type, detail, extras, { cause: error });
  } catch {
    const extras = Object.entries(error.extras).filter(([, extra]) => typeof extra !== 'string');
    return new EaapError(error.type, `${PROBLEMS[error.type].title}.`, Object.fromEntries(extras), {
      cause: error,
    });
  }
}
