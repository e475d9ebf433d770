import { EaapError } from '../problem/error.ts';

/** Why a signed note or checkpoint was refused; carried as `reason` in the problem. */
export const NOTE_REASONS = [
  'malformed-note',
  'malformed-key',
  'malformed-checkpoint',
  'duplicate-signature',
  'bad-signature',
  'unknown-key',
  'wrong-origin',
] as const;

/** One of the reasons for which a note is refused. */
export type NoteReason = (typeof NOTE_REASONS)[number];

/** A refusal of a note, a key or a checkpoint. */
export function noteFault(reason: NoteReason, detail: string): EaapError {
  return new EaapError('invalid-request', detail, { reason });
}

/** Whether a text may stand in a note: well formed, and no ASCII control character but the newline. */
export function isNoteText(text: string): boolean {
  return !/[\u0000-\u0009\u000b-\u001f\p{Cs}]/u.test(text);
}

/** Whether a text may be the name of a key. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && isNoteText(name) && !/[\p{White_Space}+]/u.test(name);
}
