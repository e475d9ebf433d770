import { createPrivateKey, createPublicKey } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Of 32 random bytes about 30 differ from each other, and once in a thousand fewer than 26. Text and numbers have far fewer. */
const LEAST_DIFFERENT = 26;

/** The public half of a private key. */
export function publicKeyOf(seed: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

/** Every 32 bytes in a row that could be random, each once. */
function* windows(bytes: Buffer): Generator<Buffer> {
  const counts = new Map<number, number>();
  let different = 0;
  for (let end = 0; end < bytes.length; end += 1) {
    const entering = bytes[end] ?? 0;
    const present = counts.get(entering) ?? 0;
    if (present === 0) different += 1;
    counts.set(entering, present + 1);
    if (end >= 32) {
      const leaving = bytes[end - 32] ?? 0;
      const left = (counts.get(leaving) ?? 0) - 1;
      if (left === 0) different -= 1;
      counts.set(leaving, left);
    }
    if (end >= 31 && different >= LEAST_DIFFERENT) yield bytes.subarray(end - 31, end + 1);
  }
}

/** What 32 bytes a text writes in hexadecimal or base64, at every place. */
function* written(bytes: Buffer): Generator<Buffer> {
  const text = bytes.toString('latin1');
  for (const [run] of text.matchAll(/[0-9a-fA-F]{64,}/g))
    for (let at = 0; at + 64 <= run.length; at += 1) yield Buffer.from(run.slice(at, at + 64), 'hex');
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{43,}/g)) {
    // A key in PKCS #8 is no 32 bytes long and stands at the end of its own.
    for (const shift of [0, 1, 2, 3]) {
      const decoded = Buffer.from(run.slice(shift), 'base64');
      const at = decoded.indexOf(PKCS8);
      if (at >= 0) yield decoded.subarray(at + PKCS8.length, at + PKCS8.length + 32);
    }
    for (let at = 0; at + 43 <= run.length; at += 1) {
      const encoded = run.slice(at, at + 43);
      if (!/^[0-9a-f]+$/.test(encoded)) yield Buffer.from(encoded, 'base64');
    }
  }
}

/**
 * Which of some Ed25519 keys have their private half in bytes: as it is, in hexadecimal, in base64, in PKCS #8. What
 * could be one is tried, since nobody but the gateway knows it.
 */
export function privateKeysIn(files: readonly Buffer[], publicKeys: readonly Buffer[]): Buffer[] {
  const tried = new Set<string>();
  const found = new Set<Buffer>();
  for (const bytes of files) {
    for (const source of [windows, written]) {
      for (const seed of source(bytes)) {
        const name = seed.toString('latin1');
        if (seed.length !== 32 || tried.has(name) || new Set(seed).size < LEAST_DIFFERENT - 4) continue;
        tried.add(name);
        const half = publicKeyOf(seed);
        for (const key of publicKeys) if (key.equals(half)) found.add(key);
      }
    }
  }
  return [...found];
}
