import { fromHex, isDigest, toHex } from '@eaap/protocol';

/** A hash as digests are written. */
export const written = (hash: Uint8Array): string => `sha256:${toHex(hash)}`;

/** The hash of a written digest; undefined for anything else. */
export const hashOf = (text: unknown): Uint8Array | undefined =>
  isDigest(text) ? fromHex(text.slice('sha256:'.length)) : undefined;

/** The hashes of written digests; undefined when one is none. */
export function hashesOf(texts: readonly unknown[]): readonly Uint8Array[] | undefined {
  const hashes = texts.map(hashOf);
  return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
}
