import { closeSync, constants, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { draw, EaapError, fromHex, toHex, type Entropy } from '@eaap/protocol';
import { syncFolder } from '../sqlite/file.ts';
import { KEY_BYTES } from './wrap.ts';

const PREFIX = 'eaap-kek-v1:';

function refuse(detail: string, cause?: unknown): EaapError {
  return new EaapError('key-store-unavailable', detail, {}, cause === undefined ? {} : { cause });
}

/**
 * Makes a key-encryption key in a file of its own, readable by its owner alone. An existing file is never overwritten:
 * without the key in it nothing that was encrypted can be read again.
 *
 * @returns The 32 bytes of the key.
 * @throws EaapError `already-exists` when the file is there; `key-store-unavailable` when it cannot be made.
 * @see RFC-0001 section 11
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { initKeyEncryptionKey, loadKeyEncryptionKey } from '@eaap/store';
 * import { systemEntropy } from '@eaap/protocol';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'eaap-')), 'kek.key');
 * const kek = initKeyEncryptionKey(path, systemEntropy());
 * assert.deepEqual(loadKeyEncryptionKey(path), kek);
 * ```
 */
export function initKeyEncryptionKey(path: string, entropy: Entropy): Uint8Array {
  const key = draw(entropy, KEY_BYTES);
  let handle: number;
  try {
    handle = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') {
      throw new EaapError(
        'already-exists',
        `${path} exists. A key-encryption key is never overwritten.`,
        {},
        { cause: error },
      );
    }
    throw refuse(
      `The key-encryption key cannot be written to ${path}. Check the folder and who may write there.`,
      error,
    );
  }
  try {
    writeSync(handle, `${PREFIX}${toHex(key)}\n`);
    fsyncSync(handle);
  } catch (error) {
    throw refuse(
      `The key-encryption key could not be written to ${path}. Remove that file and try again.`,
      error,
    );
  } finally {
    closeSync(handle);
  }
  syncFolder(dirname(path));
  return key;
}

/**
 * Reads the key-encryption key that {@link initKeyEncryptionKey} made.
 *
 * @throws EaapError `key-store-unavailable` when the file is missing, is not one of these, or can be read or written by
 * anybody but its owner.
 * @see RFC-0001 section 11
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { loadKeyEncryptionKey } from '@eaap/store';
 *
 * assert.throws(() => loadKeyEncryptionKey('/nowhere/kek.key'), /key-store-unavailable/);
 * ```
 */
export function loadKeyEncryptionKey(path: string): Uint8Array {
  let handle: number;
  try {
    // A link could be pointed at another file between the check and the reading.
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw refuse(
      `The key-encryption key ${path} cannot be read. Without it nothing that was encrypted can be read.`,
      error,
    );
  }
  try {
    const { mode } = fstatSync(handle);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw refuse(`${path} is not a file.`);
    if ((mode & 0o077) !== 0) {
      const octal = (mode & 0o777).toString(8).padStart(4, '0');
      throw refuse(
        `The key-encryption key ${path} has mode ${octal}, so that others can reach it. Set it to 0600.`,
      );
    }
    const found = new RegExp(`^${PREFIX}([0-9a-f]{${2 * KEY_BYTES}})\\n$`).exec(
      readFileSync(handle, 'latin1'),
    );
    if (found?.[1] === undefined) throw refuse(`${path} does not hold a key-encryption key.`);
    return fromHex(found[1]);
  } finally {
    closeSync(handle);
  }
}
