import { digestBytes, EaapError, toBase64Url, toUtf8, type Digest, type Entropy } from '@eaap/protocol';

/** Random bytes in a key. */
const KEY_BYTES = 32;

/** A namespace never holds an underscore, so a key reads one way only. */
const KEY = /^eaap_([a-z][a-z0-9-]{0,62})_[A-Za-z0-9_-]{43}$/;

/** A new key of a namespace: `eaap_<namespace>_<43 base64url>`. */
export function makeKey(namespace: string, entropy: Entropy): string {
  const secret = entropy.bytes(KEY_BYTES);
  if (secret.length !== KEY_BYTES) throw new EaapError('internal', 'The entropy source gave too few bytes.');
  return `eaap_${namespace}_${toBase64Url(secret)}`;
}

/** The namespace a key says it is of; `undefined` for what is no key. It proves nothing. */
export function namespaceOfKey(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

/** What is kept of a key. With 256 random bits one hash is enough: there is nothing to guess. */
export function keyDigest(key: string): Digest {
  return digestBytes('EAAP-KEY-v1', toUtf8(key));
}
