import { createPublicKey, verify } from 'node:crypto';
import { base64, sha256 } from './digest.ts';

/** The DER of an Ed25519 public key up to its 32 bytes (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether an Ed25519 signature holds; anything out of shape does not. */
export function signatureHolds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}

/** A C2SP verifier key: `name+id+base64(0x01 || public key)`. */
export interface VerifierKey {
  readonly name: string;
  /** Four bytes. */
  readonly id: Buffer;
  readonly publicKey: Buffer;
}

/**
 * Reads a verifier key.
 *
 * @throws TypeError for another form, another type of key, or an id that does not belong to it.
 * @see https://c2sp.org/signed-note
 */
export function readVerifierKey(text: string): VerifierKey {
  const [, name = '', id = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  if (name === '') throw new TypeError('a verifier key is written name+id+base64');
  const key = base64(encoded);
  if (key.length !== 33 || key[0] !== 1) throw new TypeError('not an Ed25519 key');
  const expected = sha256(Buffer.from(`${name}\n`, 'utf8'), key).subarray(0, 4);
  if (expected.toString('hex') !== id) throw new TypeError('the id does not belong to the key');
  return { name, id: expected, publicKey: key.subarray(1) };
}

/**
 * The text of a note, if the key signed it.
 *
 * @throws TypeError when it did not, or what it signed is not a note.
 * @see https://c2sp.org/signed-note
 */
export function openNote(note: string, key: VerifierKey): string {
  const blank = note.lastIndexOf('\n\n');
  if (blank === -1 || !note.endsWith('\n')) throw new TypeError('not a note');
  const text = note.slice(0, blank + 1);
  let signed = false;
  for (const line of note.slice(blank + 2, -1).split('\n')) {
    const [, name, encoded = ''] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? [];
    if (name === undefined) throw new TypeError('a line after the text is not a signature');
    const bytes = base64(encoded);
    if (name !== key.name || !bytes.subarray(0, 4).equals(key.id)) continue;
    if (!signatureHolds(key.publicKey, Buffer.from(text, 'utf8'), bytes.subarray(4)))
      throw new TypeError('the signature does not hold');
    signed = true;
  }
  if (!signed) throw new TypeError('the key did not sign the note');
  return text;
}

/** The head of a log. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/**
 * Opens a checkpoint of a namespace's log.
 *
 * @throws TypeError when it is not signed, not a checkpoint, or of another log.
 * @see https://c2sp.org/tlog-checkpoint
 * @see RFC-0001 section 10.2
 */
export function openCheckpoint(note: string, key: VerifierKey, namespace: string): Checkpoint {
  const [origin = '', size = '', root = '', ...rest] = openNote(note, key).split('\n');
  if (origin !== `${key.name}/${namespace}`) throw new TypeError(`a checkpoint of another log: ${origin}`);
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || rest.at(-1) !== '') throw new TypeError('not a checkpoint');
  const hash = base64(root);
  if (hash.length !== 32) throw new TypeError('a root is 32 bytes');
  return { origin, size: Number(size), root: hash };
}
