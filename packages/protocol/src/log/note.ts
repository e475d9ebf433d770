import { concatBytes } from '../digest/digest.ts';
import { fromBase64, fromHex, fromUtf8, toBase64, toHex, toUtf8 } from '../digest/encoding.ts';
import { exceedsUtf8 } from '../canonical/limits.ts';
import { verifySignature } from './ed25519.ts';
import { isKeyName, isNoteText, noteFault } from './fault.ts';
import { labelOf, verifiersByLabel, type NoteSigner } from './keys.ts';

/** Bytes of a note, at most. */
export const MAX_NOTE_BYTES = 1_000_000;
/** Signature lines of a note, at most. */
export const MAX_NOTE_SIGNATURES = 100;

const DASH = '\u2014 ';

/** A signature as it stands on a line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** 8 lower-case hexadecimal digits. */
  readonly keyId: string;
  /** The signature without the key id. */
  readonly signature: Uint8Array;
}

/** A note of which at least one signature is by a known key, and none by a known key is wrong. */
export interface OpenedNote {
  /** The signed text, its last newline included. */
  readonly text: string;
  /** The signatures by known keys, all of them verified. */
  readonly verified: readonly NoteSignature[];
  /** The signatures by unknown keys: worth nothing here. */
  readonly unverified: readonly NoteSignature[];
}

/**
 * A note from its text and signatures. Nothing is verified.
 *
 * @throws EaapError `invalid-request` with `reason: 'malformed-note'` if the text does not end in a newline or holds a
 * control character, or there is no signature, or too many, or the note is over 1 000 000 bytes.
 * @see https://c2sp.org/signed-note
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formatNote } from '@eaap/protocol';
 *
 * const note = formatNote('hello\n', [{ name: 'a.example', keyId: '00000000', signature: new Uint8Array(2) }]);
 * assert.equal(note, 'hello\n\n— a.example AAAAAAAA\n');
 * ```
 */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  checkText(text);
  if (signatures.length === 0 || signatures.length > MAX_NOTE_SIGNATURES) {
    throw noteFault(
      'malformed-note',
      `A note has 1 to ${MAX_NOTE_SIGNATURES} signatures, not ${signatures.length}.`,
    );
  }
  const note = `${text}\n${signatures.map(formatSignature).join('')}`;
  if (exceedsUtf8(note, MAX_NOTE_BYTES))
    throw noteFault('malformed-note', `A note is at most ${MAX_NOTE_BYTES} bytes.`);
  return note;
}

/**
 * A note signed with one or more keys. What is signed is the text with its last newline.
 *
 * @throws EaapError `invalid-request` with `reason: 'malformed-note'`, as {@link formatNote} does; with
 * `'duplicate-signature'` if a key is given twice.
 * @see https://c2sp.org/signed-note
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { noteSigner, openNote, signNote } from '@eaap/protocol';
 *
 * const signer = noteSigner({ name: 'example.com/log', seed: new Uint8Array(32).fill(1) });
 * const note = signNote('hello\n', signer);
 * assert.equal(openNote(note, [signer.verifierKey]).text, 'hello\n');
 * ```
 */
export function signNote(text: string, ...signers: readonly NoteSigner[]): string {
  checkText(text);
  if (new Set(signers.map(labelOf)).size !== signers.length) {
    throw noteFault('duplicate-signature', 'A note is signed once with each key.');
  }
  const message = toUtf8(text);
  const signatures = signers.map(({ name, keyId, sign }) => ({ name, keyId, signature: sign(message) }));
  return formatNote(text, signatures);
}

/**
 * Opens a note: its text is given back only if a known key signed it. Signatures by unknown keys are set aside, as the
 * format demands; one by a known key that does not verify, or a second one by it, refuses the whole note.
 *
 * Lines of unknown keys can be added by anybody: never compare or hash a note, only its text.
 *
 * @param verifierKeys - Keys as {@link parseVerifierKey} reads them.
 * @throws EaapError `invalid-request` with `reason` (a {@link NoteReason}): `malformed-note`, `malformed-key`,
 * `duplicate-signature`, `bad-signature`, `unknown-key`.
 * @see https://c2sp.org/signed-note
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { noteSigner, openNote, signNote } from '@eaap/protocol';
 *
 * const ours = noteSigner({ name: 'example.com/log', seed: new Uint8Array(32).fill(1) });
 * const other = noteSigner({ name: 'example.com/log', seed: new Uint8Array(32).fill(2) });
 * const note = signNote('hello\n', ours);
 * assert.throws(() => openNote(note, [other.verifierKey]), /no signature by a known key/);
 * assert.throws(() => openNote(note.replace('hello', 'hullo'), [ours.verifierKey]), /does not verify/);
 * ```
 */
export function openNote(note: string | Uint8Array, verifierKeys: readonly string[]): OpenedNote {
  const known = verifiersByLabel(verifierKeys);
  const { text, signatures } = parseNote(note);
  const message = toUtf8(text);
  const verified = new Map<string, NoteSignature>();
  const unverified: NoteSignature[] = [];
  for (const signature of signatures) {
    const label = labelOf(signature);
    const verifier = known.get(label);
    if (verifier === undefined) {
      unverified.push(signature);
      continue;
    }
    if (verified.has(label))
      throw noteFault('duplicate-signature', 'The note has two signatures by one known key.');
    if (!verifySignature(signature.signature, message, verifier.publicKey)) {
      throw noteFault('bad-signature', 'The note has a signature by a known key that does not verify.');
    }
    verified.set(label, signature);
  }
  if (verified.size === 0) throw noteFault('unknown-key', 'The note has no signature by a known key.');
  return { text, verified: [...verified.values()], unverified };
}

function checkText(text: string): void {
  if (!text.endsWith('\n') || !isNoteText(text)) {
    throw noteFault(
      'malformed-note',
      'The text of a note ends in a newline and has no other control characters.',
    );
  }
}

function formatSignature({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(keyId) || signature.length === 0) {
    throw noteFault('malformed-note', 'A signature needs the name of its key, an id of 8 digits, and bytes.');
  }
  return `${DASH}${name} ${toBase64(concatBytes(fromHex(keyId), signature))}\n`;
}

function parseNote(note: string | Uint8Array): { text: string; signatures: NoteSignature[] } {
  const tooLarge =
    typeof note === 'string' ? exceedsUtf8(note, MAX_NOTE_BYTES) : note.length > MAX_NOTE_BYTES;
  if (tooLarge) throw noteFault('malformed-note', `A note is at most ${MAX_NOTE_BYTES} bytes.`);
  const whole = typeof note === 'string' ? note : decodeNote(note);
  if (!isNoteText(whole))
    throw noteFault('malformed-note', 'The note has a control character or is not well formed.');
  // The text may have empty lines of its own; the last one parts it from the signatures.
  const blank = whole.lastIndexOf('\n\n');
  if (blank === -1 || !whole.endsWith('\n')) {
    throw noteFault('malformed-note', 'A note is a text, an empty line, and lines of signatures.');
  }
  const lines = whole.slice(blank + 2, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES) {
    throw noteFault('malformed-note', `A note has at most ${MAX_NOTE_SIGNATURES} signatures.`);
  }
  return { text: whole.slice(0, blank + 1), signatures: lines.map(parseSignature) };
}

function decodeNote(note: Uint8Array): string {
  try {
    return fromUtf8(note);
  } catch {
    throw noteFault('malformed-note', 'The note is not UTF-8.');
  }
}

function parseSignature(line: string): NoteSignature {
  const [name = '', base64 = '', more] = line.startsWith(DASH) ? line.slice(DASH.length).split(' ') : [];
  const bytes = decodeSignature(base64);
  if (!isKeyName(name) || more !== undefined || bytes === undefined || bytes.length < 5) {
    throw noteFault('malformed-note', 'A line of the note is not a signature: dash, name, canonical base64.');
  }
  return { name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

function decodeSignature(base64: string): Uint8Array | undefined {
  try {
    return fromBase64(base64);
  } catch {
    return undefined;
  }
}
