import type { Json, SubjectRef } from '@eaap/protocol';
import { pointerOf, segmentsOf } from '../lib/pointer.ts';
import type { Draft } from './draft.ts';

/** How a reference is resolved. */
export interface Resolving {
  /** The pattern to follow instead of the reference's own, with stars bound. */
  readonly bound?: readonly string[] | undefined;
  /** Whether an absent parameter is no fault: its manifest says that it may be left out. */
  readonly optional: boolean;
}

/** The subject a value names behind a prefix, or `null`. */
export function subjectOf(prefix: string, value: Json): string | null {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return null;
  if (value === '') return null;
  const subject = `${prefix}${String(value)}`;
  return subject.length <= 256 ? subject : null;
}

/**
 * The subjects a reference names in this action. One that cannot be resolved is noted, and so blocks: a fact that was
 * not selected because its subject was left out is how a check would be got around.
 */
export function subjectsOf(draft: Draft, reference: SubjectRef, how: Resolving): string[] {
  if ('literal' in reference) return [reference.literal];
  const pattern = how.bound ?? segmentsOf(reference.param);
  const places = draft.places(pattern);
  const subjects: string[] = [];
  for (const { segments, value } of places) {
    const subject = subjectOf(reference.prefix ?? '', value);
    if (subject === null) {
      draft.note('wrong-type', segments, 'A subject is a text or a whole number, of at most 256 characters.');
    } else subjects.push(subject);
  }
  if (places.length === 0 && !how.optional && !isEmptyList(draft, pattern)) {
    draft.note('missing-parameter', pattern, `A fact is selected by ${pointerOf(pattern)}.`);
  }
  return subjects;
}

/** Whether a pattern covers nothing only because the list before its first star is empty. */
function isEmptyList(draft: Draft, pattern: readonly string[]): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return false;
  const parents = draft.places(pattern.slice(0, star));
  return (
    parents.length > 0 &&
    parents.every(
      ({ value }) => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
    )
  );
}
