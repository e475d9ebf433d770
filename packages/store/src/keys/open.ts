import { statSync } from 'node:fs';
import { EaapError, type Clock, type Entropy } from '@eaap/protocol';
import { connect, type Connection } from '../sqlite/connection.ts';
import { canonicalPath, checkWritable, touch } from '../sqlite/file.ts';
import { hold } from '../sqlite/lock.ts';
import { prepareSchema, type Schema } from '../sqlite/schema.ts';
import type { KeyStore } from '../types/key-store.ts';
import { keyStoreFault } from './faults.ts';
import { FileKeyStore } from './file.ts';
import { checkKek, KEY_BYTES, unwrap, wrap, type Place } from './wrap.ts';

/** `EAAK` in ASCII marks the file. */
const KEY_SCHEMA: Schema = {
  applicationId: 0x4541414b,
  version: 1,
  statements: new Map([
    [
      'keys',
      'CREATE TABLE "keys" ("ns" TEXT NOT NULL, "kid" TEXT NOT NULL, "purpose" TEXT NOT NULL, "name" TEXT NOT NULL, ' +
        '"wrapped" BLOB NOT NULL, PRIMARY KEY ("ns", "kid")) STRICT, WITHOUT ROWID',
    ],
    ['keys_by_name', 'CREATE UNIQUE INDEX "keys_by_name" ON "keys" ("ns", "purpose", "name")'],
    [
      'probe',
      'CREATE TABLE "probe" ("id" INTEGER PRIMARY KEY CHECK ("id" = 1), "wrapped" BLOB NOT NULL) STRICT',
    ],
  ]),
};

/** No namespace is named by an empty text, so that the probe can never be taken for a key. */
const PROBE: Place = { namespace: '', purpose: 'probe', name: 'key-encryption-key', kid: '' };

/** How to open a key store. */
export interface FileKeyStoreOptions {
  /** The file. It belongs beside the database, on the same machine, and into no backup of it. */
  readonly path: string;
  /** The key-encryption key, 32 bytes. */
  readonly kek: Uint8Array;
  readonly entropy: Entropy;
  readonly clock: Clock;
  /** `true` when there is a database whose keys must be in this file; a missing file is then refused instead of made. */
  readonly mustExist?: boolean;
}

/** Whether the key-encryption key is the one this store was made with, asked of a value wrapped on the day it was made. */
function proveKek(connection: Connection, path: string, kek: Uint8Array, entropy: Entropy): void {
  const wrapped = connection.all('SELECT "wrapped" FROM "probe"')[0]?.['wrapped'];
  if (wrapped === undefined) {
    const first = connection.all('SELECT "kid" FROM "keys" LIMIT 1');
    if (first.length > 0) throw new EaapError('storage-corrupt', 'The key store has keys and no probe.');
    connection.run('INSERT INTO "probe" ("id", "wrapped") VALUES (1, ?)', [
      wrap(kek, new Uint8Array(KEY_BYTES), PROBE, entropy),
    ]);
    return;
  }
  if (!(wrapped instanceof Uint8Array) || unwrap(kek, wrapped, PROBE) === undefined) {
    throw new EaapError(
      'key-store-unavailable',
      `The key-encryption key does not open the key store ${path}. Use the one it was made with.`,
    );
  }
}

function assertThere(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && found.size > 0) return;
  throw new EaapError(
    'key-store-unavailable',
    `The key store ${path} is missing, but its database exists. Put the file back: without it nothing can be decrypted.`,
  );
}

/**
 * Opens the key store in a file of its own. Keys lie there wrapped under the key-encryption key; a destroyed one is
 * deleted, and the file rewritten, before the promise resolves. Blocks that the file system gave free are its own:
 * what may remain there is wrapped, and as safe as the key-encryption key.
 *
 * @throws EaapError `key-store-unavailable`: missing, damaged, open elsewhere, or made with another key-encryption key.
 * @see RFC-0001 section 11
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { openFileKeyStore } from '@eaap/store';
 * import { systemClock, systemEntropy } from '@eaap/protocol';
 *
 * const entropy = systemEntropy();
 * const path = join(mkdtempSync(join(tmpdir(), 'eaap-')), 'keys.db');
 * const keys = await openFileKeyStore({ path, kek: entropy.bytes(32), entropy, clock: systemClock() });
 * const { kid, key } = await keys.ensure('acme', 'subject', '5f3a');
 * assert.deepEqual(await keys.get('acme', kid), key);
 * await keys.destroy('acme', [kid]);
 * assert.equal(await keys.get('acme', kid), undefined);
 * await keys.close();
 * ```
 */
export async function openFileKeyStore(options: FileKeyStoreOptions): Promise<KeyStore> {
  const kek = checkKek(options.kek);
  const open: (() => void)[] = [];
  try {
    const path = canonicalPath(options.path);
    if (options.mustExist === true) assertThere(path);
    checkWritable(path);
    const release = hold(path, 'the key store');
    open.push(release);
    const file = touch(path);
    const connection = connect(path, false);
    open.push(() => connection.close());
    // Before anything is changed: a database that is not a key store keeps even its journal mode.
    prepareSchema(connection, KEY_SCHEMA);
    // EXTRA also syncs the folder once the journal is gone, or a power cut could bring a destroyed key back.
    connection.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON');
    proveKek(connection, path, kek, options.entropy);
    return new FileKeyStore({
      connection,
      file,
      kek,
      entropy: options.entropy,
      clock: options.clock,
      release,
    });
  } catch (error) {
    for (const undo of open.reverse()) undo();
    throw keyStoreFault(error);
  }
}
