import { EaapError, type ProblemType } from '@eaap/protocol';

/** Failures of the storage as such, which tell an operator more than that it was the log they hit first. */
const SAID_ALREADY: ReadonlySet<ProblemType> = new Set([
  'storage-full',
  'storage-locked',
  'storage-read-only',
  'storage-corrupt',
  'storage-version',
  'log-unavailable',
  'draining',
]);

/** What the log made of an error of the storage, since the storage itself goes on to reject with the error. */
const known = new WeakMap<object, EaapError>();

/** A failure to write the log. `cause` in the extras is the problem type under it. */
export function unavailable(cause: unknown): EaapError {
  const under = EaapError.from(cause);
  if (SAID_ALREADY.has(under.type)) return under;
  const failure = new EaapError(
    'log-unavailable',
    'The log could not be written, so nothing was done. What happens without a record must not happen.',
    { cause: under.type },
    { cause },
  );
  if (typeof cause === 'object' && cause !== null) known.set(cause, failure);
  return failure;
}

/** Whatever a transaction rejected with, as a problem: that of the log when it was the log that failed. */
export function problemOf(thrown: unknown): EaapError {
  const ofLog = typeof thrown === 'object' && thrown !== null ? known.get(thrown) : undefined;
  return ofLog ?? EaapError.from(thrown);
}
