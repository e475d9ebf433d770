import { isUtf8 } from 'node:buffer';
import { base64, sha256 } from './digest.ts';
import { isPublicKey, verifies } from './ed25519.ts';

/** Why a checkpoint is not to be believed. */
export type CheckpointFault =
  | 'malformed-key'
  | 'malformed-note'
  | 'malformed-checkpoint'
  | 'duplicate-signature'
  | 'bad-signature'
  | 'unknown-key'
  | 'wrong-origin';

/** What a checkpoint says, and who signed it. */
export interface ReadCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly extensions: readonly string[];
  /** Known keys that signed, as `name+id`, in the order of the note. */
  readonly signers: readonly string[];
  /** Signatures by keys that are not known. */
  readonly others: number;
}

type Read<T> = T | CheckpointFault;
const failed = <T>(read: Read<T>): read is CheckpointFault => typeof read === 'string';

const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;

/** Unicode's White_Space, spelled out. */
const SPACE = /[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const hasControl = (text: string): boolean =>
  [...text].some((char) => char < ' ' && char !== '\n') || /\p{Cs}/u.test(text);
const isName = (name: string): boolean =>
  name !== '' && !name.includes('\n') && !hasControl(name) && !SPACE.test(name) && !name.includes('+');

function base64OrNull(text: string): Buffer | null {
  try {
    return base64(text);
  } catch {
    return null;
  }
}

interface Key {
  readonly label: string;
  readonly publicKey: Buffer;
}

function readKey(text: string): Read<Key> {
  const [name = '', id = ''] = text.split('+', 2);
  const bytes = base64OrNull(text.slice(name.length + id.length + 2));
  if (!isName(name) || bytes?.length !== 33 || bytes[0] !== 1) return 'malformed-key';
  const own = sha256(Buffer.from(`${name}\n`, 'utf8'), bytes)
    .subarray(0, 4)
    .toString('hex');
  const publicKey = bytes.subarray(1);
  return own === id && isPublicKey(publicKey) ? { label: `${name}+${id}`, publicKey } : 'malformed-key';
}

/** The keys by label; two keys of one label cannot be told apart. */
export function readKeys(texts: readonly string[]): Read<Map<string, Buffer>> {
  const keys = new Map<string, Buffer>();
  for (const key of texts.map(readKey)) {
    if (failed(key)) return key;
    const other = keys.get(key.label);
    if (other !== undefined && !other.equals(key.publicKey)) return 'malformed-key';
    keys.set(key.label, key.publicKey);
  }
  return keys;
}

interface Signature {
  readonly label: string;
  readonly bytes: Buffer;
}

function readSignature(line: string): Signature | null {
  const [dash, name = '', encoded = '', ...more] = line.split(' ');
  const bytes = base64OrNull(encoded);
  if (dash !== '\u2014' || !isName(name) || more.length > 0 || bytes === null || bytes.length < 5)
    return null;
  return { label: `${name}+${bytes.subarray(0, 4).toString('hex')}`, bytes: bytes.subarray(4) };
}

function readNote(note: Uint8Array): Read<{ text: string; signatures: Signature[] }> {
  if (note.length > MAX_BYTES || !isUtf8(note)) return 'malformed-note';
  const whole = Buffer.from(note).toString('utf8');
  const blank = whole.lastIndexOf('\n\n');
  if (hasControl(whole) || blank < 0 || !whole.endsWith('\n')) return 'malformed-note';
  const lines = whole.slice(blank + 2, -1).split('\n');
  const signatures = lines.flatMap((line) => readSignature(line) ?? []);
  if (signatures.length !== lines.length || lines.length > MAX_SIGNATURES) return 'malformed-note';
  return { text: whole.slice(0, blank + 1), signatures };
}

function readBody(text: string): Read<Pick<ReadCheckpoint, 'origin' | 'size' | 'root' | 'extensions'>> {
  const [origin = '', digits = '', encoded = '', ...extensions] = text.slice(0, -1).split('\n');
  const root = base64OrNull(encoded);
  const size = Number(digits);
  const holds =
    origin !== '' &&
    /^(0|[1-9][0-9]*)$/.test(digits) &&
    BigInt(digits) <= 2n ** 53n - 1n &&
    root?.length === 32 &&
    (size > 0 || root.equals(sha256())) &&
    extensions.every((line) => line !== '');
  return holds && root !== null ? { origin, size, root, extensions } : 'malformed-checkpoint';
}

/**
 * Reads a checkpoint as a verifier has to, and says everything that is wrong with it.
 *
 * @param origin - Which log it has to be of.
 * @see RFC-0011 section 5
 */
export function readCheckpoint(
  note: Uint8Array,
  verifierKeys: readonly string[],
  origin: string,
): ReadCheckpoint | readonly CheckpointFault[] {
  const [keys, read] = [readKeys(verifierKeys), readNote(note)];
  const unreadable = [keys, read].filter((one) => typeof one === 'string');
  if (failed(read)) return unreadable;
  const faults = new Set<CheckpointFault>(unreadable);
  const body = readBody(read.text);
  if (failed(body)) faults.add(body);
  else if (body.origin !== origin) faults.add('wrong-origin');
  const signers: string[] = [];
  let others = 0;
  for (const { label, bytes } of read.signatures) {
    const key = failed(keys) ? undefined : keys.get(label);
    if (key === undefined) others += 1;
    else if (signers.includes(label)) faults.add('duplicate-signature');
    else {
      signers.push(label);
      if (!verifies(key, Buffer.from(read.text, 'utf8'), bytes)) faults.add('bad-signature');
    }
  }
  if (signers.length === 0 && !failed(keys)) faults.add('unknown-key');
  if (failed(body) || faults.size > 0) return [...faults];
  return { ...body, signers, others };
}

/** What keeps a text from being signed as a checkpoint under a name. */
export function signable(name: string, origin: string, text: string): CheckpointFault[] {
  const body = hasControl(text) ? 'malformed-checkpoint' : readBody(text);
  const holds = !failed(body) && body.origin === origin;
  return [
    ...(isName(name) ? [] : ['malformed-key' as const]),
    ...(holds ? [] : ['malformed-checkpoint' as const]),
  ];
}
