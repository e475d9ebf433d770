import { DatabaseSync } from 'node:sqlite';
import { EaapError } from '@eaap/protocol';
import { storageFault } from './faults.ts';
import { touch } from './file.ts';

/**
 * Holds `path` for this process until the answer is called. The lock is the operating system's, taken by SQLite on an
 * empty file beside the one it guards: it is free the moment its holder dies, however it dies, and there is no process
 * id in it that another process could come to bear.
 *
 * The file `<path>.lock` stays behind, empty. Nothing in this process may open and close it: that would drop the lock.
 *
 * @param path - What is guarded; it need not exist, its folder must.
 * @param what - What it is, for the sentence of the refusal: `the database`.
 * @returns A function that lets go; calling it again does nothing.
 * @throws EaapError `storage-locked` while another gateway, or another part of this process, holds it;
 * `storage-unavailable` when the lock file cannot be made.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { hold } from '@eaap/store';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'eaap-')), 'data');
 * const release = hold(path, 'the folder');
 * assert.throws(() => hold(path, 'the folder'), /storage-locked: Another gateway has the folder/);
 * release();
 * hold(path, 'the folder')();
 * ```
 */
export function hold(path: string, what: string): () => void {
  const file = `${path}.lock`;
  let lock: DatabaseSync | undefined;
  try {
    // Made but never opened here once it exists: closing any handle on a file drops the locks this process has on it.
    touch(file);
    lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    const fault = storageFault(error);
    if (fault.type !== 'storage-locked') {
      throw new EaapError(
        'storage-unavailable',
        `The lock file ${file} cannot be opened.`,
        {},
        { cause: error },
      );
    }
    throw new EaapError(
      'storage-locked',
      `Another gateway has ${what} ${path} open. One process at a time can use it.`,
      {},
      {
        cause: fault,
      },
    );
  }
  const held = lock;
  return () => held.isOpen && held.close();
}
