import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as portableSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The two primitives everything else is made of. */
export interface Hashes {
  sha256(bytes: Uint8Array): Uint8Array;
  /** SHA-256 of the UTF-8 form of a well-formed text, as lower-case hex. */
  sha256Hex(text: string): string;
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
}

/** Hashes in plain code, for wherever there is no other. */
export const portableHashes: Hashes = {
  sha256: (bytes) => portableSha256(bytes),
  sha256Hex: (text) => bytesToHex(portableSha256(new TextEncoder().encode(text))),
  hmacSha256: (key, message) => hmac(portableSha256, key, message),
};

/** What is used of Node's crypto module. */
interface NodeCrypto {
  hash(algorithm: 'sha256', data: Uint8Array, encoding: 'buffer'): Uint8Array;
  hash(algorithm: 'sha256', data: string, encoding: 'hex'): string;
}

/** The host's hashes when it is Node, several times quicker and the same to the byte; `undefined` elsewhere. */
export function hostHashes(): Hashes | undefined {
  const host = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const crypto = host.process?.getBuiltinModule?.('node:crypto') as Partial<NodeCrypto> | undefined;
  if (typeof crypto?.hash !== 'function') return undefined;
  const { hash } = crypto as NodeCrypto;
  // Copied out of Node's Buffer, so that callers never meet its shared pool or its other prototype.
  const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));
  return {
    sha256,
    sha256Hex: (text) => hash('sha256', text, 'hex'),
    hmacSha256: (key, message) => hmacOver(sha256, key, message),
  };
}

/** RFC 2104 over a hash of 64-byte blocks: two one-shot hashes are quicker than Node's Hmac object. */
function hmacOver(hash: (bytes: Uint8Array) => Uint8Array, key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > 64 ? hash(key) : key;
  const inner = new Uint8Array(64 + message.length).fill(0x36, 0, 64);
  const outer = new Uint8Array(64 + 32).fill(0x5c, 0, 64);
  for (const [i, byte] of short.entries()) {
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  inner.set(message, 64);
  outer.set(hash(inner), 64);
  return hash(outer);
}

const hashes = hostHashes() ?? portableHashes;

/**
 * SHA-256 of bytes: 32 bytes.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { sha256, toHex } from '@eaap/protocol';
 *
 * assert.equal(toHex(sha256(new Uint8Array())), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
 * ```
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hashes.sha256(bytes);
}

/** SHA-256 of a text's UTF-8 form as hex; the quick way to a digest. The text must be well formed. */
export function sha256Hex(text: string): string {
  return hashes.sha256Hex(text);
}

/**
 * HMAC-SHA-256 of a message: 32 bytes.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { hmacSha256 } from '@eaap/protocol';
 *
 * assert.equal(hmacSha256(new Uint8Array(32), new Uint8Array()).length, 32);
 * ```
 */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hashes.hmacSha256(key, message);
}
