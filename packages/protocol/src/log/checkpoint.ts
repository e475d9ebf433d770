import { equalDigest } from '../digest/digest.ts';
import { fromBase64, toBase64 } from '../digest/encoding.ts';
import { sha256 } from '../digest/hash.ts';
import { isNoteText, noteFault } from './fault.ts';
import { openNote, type OpenedNote } from './note.ts';
import { HASH_BYTES, isCount } from './tree.ts';

/** The head of a log: what its tree was at a size. */
export interface Checkpoint {
  /** Which log; one line, not empty. */
  readonly origin: string;
  /** Leaves in the tree. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, each not empty. */
  readonly extensions?: readonly string[];
}

/** A checkpoint whose note was opened. */
export interface OpenedCheckpoint extends OpenedNote {
  readonly checkpoint: Checkpoint;
}

const isLine = (text: string): boolean => text.length > 0 && !text.includes('\n') && isNoteText(text);

/** Shape, and the one root that the empty tree has. */
function check({ origin, size, root, extensions = [] }: Checkpoint): void {
  if (!isLine(origin))
    throw noteFault('malformed-checkpoint', 'The origin is one line without control characters.');
  if (!isCount(size) || Object.is(size, -0)) {
    throw noteFault('malformed-checkpoint', 'The size is a whole number from 0 to 2^53-1.');
  }
  if (root.length !== HASH_BYTES) throw noteFault('malformed-checkpoint', `The root is ${HASH_BYTES} bytes.`);
  if (size === 0 && !equalDigest(toBase64(root), toBase64(sha256(new Uint8Array())))) {
    throw noteFault('malformed-checkpoint', 'The root is not the one of the empty tree.');
  }
  if (!extensions.every(isLine)) {
    throw noteFault('malformed-checkpoint', 'An extension is one line without control characters.');
  }
}

/**
 * The text of a checkpoint, ready to be signed as a note.
 *
 * @throws EaapError `invalid-request` with `reason: 'malformed-checkpoint'`.
 * @see https://c2sp.org/tlog-checkpoint
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formatCheckpoint, rootOf } from '@eaap/protocol';
 *
 * assert.equal(
 *   formatCheckpoint({ origin: 'example.com/log', size: 0, root: rootOf([]) }),
 *   'example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
 * );
 * ```
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  check(checkpoint);
  const { origin, size, root, extensions = [] } = checkpoint;
  return [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

/**
 * Reads the text of a checkpoint. Only what {@link formatCheckpoint} writes is read, so that a checkpoint has one text.
 *
 * @throws EaapError `invalid-request` with `reason: 'malformed-checkpoint'`.
 * @see https://c2sp.org/tlog-checkpoint
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formatCheckpoint, parseCheckpoint, rootOf } from '@eaap/protocol';
 *
 * const text = formatCheckpoint({ origin: 'example.com/log', size: 1, root: rootOf([Uint8Array.of(1)]) });
 * assert.equal(parseCheckpoint(text).size, 1);
 * ```
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', base64 = '', ...rest] = text.split('\n');
  const extensions = rest.slice(0, -1);
  if (rest.at(-1) !== '') {
    throw noteFault('malformed-checkpoint', 'A checkpoint is three lines or more, each ended by a newline.');
  }
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size)) {
    throw noteFault(
      'malformed-checkpoint',
      'The size is a decimal number without leading zeros, up to 2^53-1.',
    );
  }
  const root = decodeRoot(base64);
  const checkpoint: Checkpoint = {
    origin,
    size: Number(size),
    root,
    ...(extensions.length > 0 && { extensions }),
  };
  check(checkpoint);
  return checkpoint;
}

/**
 * Opens a signed checkpoint and checks that it is of the log that was asked for: a key may sign for several.
 *
 * @throws EaapError `invalid-request` with `reason` (a {@link NoteReason}).
 * @see https://c2sp.org/tlog-checkpoint
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formatCheckpoint, noteSigner, openCheckpoint, rootOf, signNote } from '@eaap/protocol';
 *
 * const signer = noteSigner({ name: 'example.com/log', seed: new Uint8Array(32).fill(1) });
 * const note = signNote(formatCheckpoint({ origin: 'example.com/log', size: 0, root: rootOf([]) }), signer);
 * const { checkpoint } = openCheckpoint(note, { origin: 'example.com/log', verifierKeys: [signer.verifierKey] });
 * assert.equal(checkpoint.size, 0);
 * ```
 */
export function openCheckpoint(
  note: string | Uint8Array,
  expected: { readonly origin: string; readonly verifierKeys: readonly string[] },
): OpenedCheckpoint {
  const opened = openNote(note, expected.verifierKeys);
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint.origin !== expected.origin) {
    throw noteFault('wrong-origin', 'The checkpoint is of another log.');
  }
  return { ...opened, checkpoint };
}

function decodeRoot(base64: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch {
    throw noteFault('malformed-checkpoint', 'The root is not canonical base64.');
  }
}
