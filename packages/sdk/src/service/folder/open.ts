import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { EaapError, systemClock, systemEntropy } from '@eaap/protocol';
import {
  hold,
  initKeyEncryptionKey,
  loadKeyEncryptionKey,
  openFileKeyStore,
  openSqlite,
  type KeyStore,
  type Store,
} from '@eaap/store';
import type { Service, ServiceParts } from '../service.ts';
import { credentialsPath, syncFolder, writePrivate } from './credentials.ts';
import { setUp } from './first-open.ts';

/** What a gateway keeps its state in. */
export interface Stores {
  readonly store: Store;
  readonly keys: KeyStore;
}

/** How a gateway in a folder is opened. */
export interface FolderOptions extends Omit<ServiceParts, 'store' | 'keys'> {
  /** The folder; `./.eaap` unless stated. Holds `gateway.db`, `keys.db`, `kek.key` and, at first, `credentials.json`. */
  readonly path?: string;
  /** Given the store and the key store as they were opened, returns those to use. */
  readonly wrap?: (stores: Stores) => Stores;
  /** Makes storage fail at chosen points; for the control interface of the conformance suite. */
  readonly fault?: NonNullable<Parameters<typeof openSqlite>[0]['fault']>;
}

/** The folder a gateway lives in unless told otherwise. */
export const DEFAULT_FOLDER = '.eaap';

interface Files {
  readonly database: string;
  readonly keys: string;
  readonly kek: string;
  readonly credentials: string;
  /** There from before the first write of the first open until its keys are safely written. */
  readonly marker: string;
}

const filesOf = (folder: string): Files => ({
  database: join(folder, 'gateway.db'),
  keys: join(folder, 'keys.db'),
  kek: join(folder, 'kek.key'),
  credentials: credentialsPath(folder),
  marker: join(folder, 'first-open'),
});

type Compose = (parts: ServiceParts) => Promise<Service>;

/** Opens what is in the folder, or makes it. */
export async function openFolder(options: FolderOptions, compose: Compose): Promise<Service> {
  const folder = options.path ?? DEFAULT_FOLDER;
  const files = filesOf(folder);
  makeFolder(folder);
  // Until database and key store hold locks of their own: two first opens at once would each undo the other.
  const release = hold(join(folder, 'opening'), 'the folder');
  try {
    restartFirstOpen(folder, files, options);
    const fresh = !existsSync(files.database) && !existsSync(files.keys);
    if (!fresh) {
      checkComplete(files);
      return await openParts(files, false, options, compose);
    }
    begin(folder, files);
    const service = await openParts(files, true, options, compose);
    await finish(folder, files, service);
    return service;
  } finally {
    release();
  }
}

async function finish(folder: string, files: Files, service: Service): Promise<void> {
  try {
    writePrivate(files.credentials, `${JSON.stringify(await setUp(service), null, 2)}\n`);
    unlinkSync(files.marker);
    syncFolder(folder);
  } catch (error) {
    await service.close();
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!statSync(folder).isDirectory()) throw new Error('not a folder');
  } catch (cause) {
    throw new EaapError(
      'storage-unavailable',
      `${folder} cannot be made or is no folder. Choose another path.`,
      {},
      { cause },
    );
  }
}

/**
 * A first open that was cut short has keys that nobody ever saw, so nothing can have been decided with them: what it
 * left is removed, and it begins anew. With the credentials written it was complete but for its marker.
 */
function restartFirstOpen(folder: string, files: Files, { log }: FolderOptions): void {
  if (!existsSync(files.marker)) return;
  if (!existsSync(files.credentials)) {
    for (const file of [files.database, files.keys]) {
      for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
    }
    rmSync(files.kek, { force: true });
    log?.({
      level: 'warn',
      event: 'first-open-restarted',
      detail: 'The first open was cut short before its keys were written; it begins anew.',
    });
  }
  unlinkSync(files.marker);
  syncFolder(folder);
}

function begin(folder: string, files: Files): void {
  if (existsSync(files.credentials)) {
    throw new EaapError(
      'storage-unavailable',
      `${files.credentials} is there but the database is not. Restore gateway.db and keys.db, or remove it to begin anew.`,
    );
  }
  try {
    closeSync(openSync(files.marker, 'w', 0o600));
    syncFolder(folder);
  } catch (cause) {
    throw new EaapError('storage-read-only', `${folder} cannot be written.`, {}, { cause });
  }
}

/** Database and key store belong together: with one of them gone, a new one in its place would hide the loss. */
function checkComplete({ database, keys, kek }: Files): void {
  if (!existsSync(database)) {
    throw new EaapError(
      'storage-unavailable',
      `${keys} is there but ${database} is not. Restore it, or remove both to begin anew.`,
    );
  }
  for (const file of [keys, kek]) {
    if (existsSync(file)) continue;
    throw new EaapError(
      'key-store-unavailable',
      `${file} is missing, and without it nothing in ${database} can be read. Restore it.`,
    );
  }
}

async function openParts(
  files: Files,
  fresh: boolean,
  options: FolderOptions,
  compose: Compose,
): Promise<Service> {
  const clock = options.clock ?? systemClock();
  const entropy = options.entropy ?? systemEntropy();
  const store = await openSqlite({
    path: files.database,
    ...(options.fault === undefined ? {} : { fault: options.fault }),
  });
  try {
    const kek = fresh ? initKeyEncryptionKey(files.kek, entropy) : loadKeyEncryptionKey(files.kek);
    const keys = await openFileKeyStore({ path: files.keys, kek, entropy, clock, mustExist: !fresh });
    try {
      const stores = options.wrap?.({ store, keys }) ?? { store, keys };
      return await compose({ ...options, ...stores, clock, entropy });
    } catch (error) {
      await keys.close();
      throw error;
    }
  } catch (error) {
    await store.close();
    throw error;
  }
}
