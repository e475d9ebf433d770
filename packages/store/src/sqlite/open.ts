import { EaapError } from '@eaap/protocol';
import { misuse } from '../lib/shape.ts';
import type { Store } from '../types/store.ts';
import { connect, type Connection } from './connection.ts';
import { Engine } from './engine.ts';
import type { FaultInjector } from './fault-point.ts';
import { canonicalPath, checkWritable, touch, type FileIdentity } from './file.ts';
import { hold } from './lock.ts';
import { prepareSchema, STORE_SCHEMA } from './schema.ts';
import { SqliteStore } from './store.ts';

const PAGE_BYTES = 4096;

/** How to open a database. */
export interface SqliteOptions {
  /** The file, made if it is missing (its folder is not), or `:memory:` for one that ends with the process. */
  readonly path: string;
  /** At most this many transactions share a flush. 64 unless given. */
  readonly groupSize?: number;
  /** How long one piece of work may take, in milliseconds, before it is undone. 10 000 unless given. */
  readonly workLimitMs?: number;
  /** The largest the database may grow, in bytes, as a bound below the size of the disk. */
  readonly maxBytes?: number;
  /** Whether to go through the whole file once and look for damage before serving from it. `true` unless given. */
  readonly check?: boolean;
  /** Simulates failures; for tests. */
  readonly fault?: FaultInjector;
}

function positive(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw misuse(`${name} is an integer from 1.`);
  return value;
}

function prepare(writer: Connection, options: SqliteOptions): void {
  // Before anything is changed: a database that is not ours keeps even its journal mode.
  prepareSchema(writer, STORE_SCHEMA);
  writer.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864',
  );
  if (options.maxBytes !== undefined) {
    const pages = Math.max(1, Math.floor(positive('maxBytes', options.maxBytes) / PAGE_BYTES));
    writer.exec(`PRAGMA max_page_count = ${pages}`);
  }
  if (options.check === false) return;
  const found = writer.all('PRAGMA quick_check(1)')[0]?.['quick_check'];
  if (found !== 'ok') {
    throw new EaapError(
      'storage-corrupt',
      'The database file is damaged. Nothing is served from it; restore it from a backup.',
      {},
      {
        cause: new Error(String(found)),
      },
    );
  }
}

function assemble(
  options: SqliteOptions,
  writer: Connection,
  reader: Connection,
  file: FileIdentity | undefined,
): Engine {
  const limitMs = positive('workLimitMs', options.workLimitMs ?? 10_000);
  return new Engine({ writer, reader, file, fault: options.fault, limitMs });
}

function openMemory(options: SqliteOptions, groupSize: number): Store {
  const writer = connect(':memory:', false);
  prepare(writer, options);
  return new SqliteStore(assemble(options, writer, writer, undefined), groupSize, [], () => undefined);
}

/**
 * Opens the embedded engine: SQLite in its write-ahead journal, flushed at every commit, deleted content overwritten.
 * One process at a time has a database open, held by a lock the operating system drops when that process ends.
 *
 * @throws EaapError `storage-locked`, `storage-read-only`, `storage-unavailable`, `storage-corrupt` (damaged, altered, or
 * another program's), `storage-version` (written by a later gateway). The file is then as it was.
 * @see RFC-0001 section 12.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openSqlite } from '@eaap/store';
 *
 * const store = await openSqlite({ path: ':memory:' });
 * const row = { name: 'namespace', value: '{}', digest: 'sha256:00', version: 1, updated_at: 0 };
 * await store.transaction('acme', (tx) => tx.insert('settings', row));
 *
 * assert.deepEqual(await store.namespaces(), ['acme']);
 * assert.deepEqual(await store.read('acme', (tx) => tx.get('settings', { name: 'namespace' })), row);
 * assert.equal(await store.read('other', (tx) => tx.get('settings', { name: 'namespace' })), undefined);
 * await store.close();
 * ```
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const groupSize = positive('groupSize', options.groupSize ?? 64);
  if (options.path === ':memory:') return openMemory(options, groupSize);
  const path = canonicalPath(options.path);
  checkWritable(path);
  const release = hold(path, 'the database');
  const open: Connection[] = [];
  try {
    const file = touch(path);
    const writer = connect(path, false);
    open.push(writer);
    prepare(writer, options);
    const reader = connect(path, true);
    open.push(reader);
    reader.exec('PRAGMA query_only = ON');
    const engine = assemble(options, writer, reader, file);
    return new SqliteStore(
      engine,
      groupSize,
      [path, `${path}-wal`, `${path}-shm`, `${path}-journal`],
      release,
    );
  } catch (error) {
    for (const connection of open) connection.close();
    release();
    throw EaapError.from(error);
  }
}
