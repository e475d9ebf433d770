import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { EaapError } from '@eaap/protocol';
import { SCHEMA_VERSION, TABLE_NAMES, TABLES, type Row, type TableName } from '@eaap/store';

/** `EAAP` in ASCII, in the header of every database of a gateway. */
const APPLICATION_ID = 0x45414150;

/** A database that is only read, and of which nothing is believed. */
export interface Source {
  /** Every namespace that has a row in any table, sorted. */
  namespaces(): string[];
  /** The rows of a table, in key order. @throws EaapError `storage-corrupt` */
  rows<T extends TableName>(table: T, namespace: string): Iterable<Row<T>>;
  close(): void;
}

const corrupt = (detail: string, cause?: unknown): EaapError =>
  new EaapError('storage-corrupt', detail, {}, cause === undefined ? undefined : { cause });

/**
 * Opens a database file for reading alone, in one snapshot; a gateway may be running on it.
 *
 * @throws EaapError `storage-unavailable` when there is no such file or it cannot be opened; `storage-corrupt` when it is
 * no database of a gateway; `storage-version`.
 */
export function openSource(path: string): Source {
  if (!existsSync(path))
    throw new EaapError('storage-unavailable', 'There is no database file at this path.');
  const database = connect(path);
  try {
    database.exec('PRAGMA trusted_schema = OFF');
    database.exec('BEGIN');
    checkSchema(database);
  } catch (error) {
    database.close();
    throw error instanceof EaapError ? error : corrupt('The file is not a readable database.', error);
  }
  return {
    namespaces() {
      const all = new Set<string>();
      for (const table of TABLE_NAMES) {
        for (const { ns } of select(database, `SELECT DISTINCT "ns" FROM "${table}"`)) all.add(String(ns));
      }
      return [...all].sort();
    },
    rows<T extends TableName>(table: T, namespace: string) {
      const columns = Object.keys(TABLES[table].columns).map((name) => `"${name}"`);
      const key = TABLES[table].key.map((name) => `"${name}"`);
      const sql = `SELECT ${columns.join(', ')} FROM "${table}" WHERE "ns" = ? ORDER BY ${key.join(', ')}`;
      return select(database, sql, namespace) as Iterable<Row<T>>;
    },
    close: () => database.close(),
  };
}

function* select(
  database: DatabaseSync,
  sql: string,
  ...values: string[]
): Generator<Record<string, unknown>> {
  try {
    yield* database.prepare(sql).iterate(...values);
  } catch (cause) {
    throw corrupt('The database cannot be read to its end: the file is damaged.', cause);
  }
}

function connect(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    // Opening reads nothing yet.
    database.prepare('PRAGMA schema_version').get();
    return database;
  } catch (cause) {
    const journal = `${path}-wal`;
    // In a folder that cannot be written SQLite cannot share a journal; without one the file alone is everything.
    if (!existsSync(journal) || statSync(journal).size === 0) {
      try {
        return new DatabaseSync(new URL(`${pathToFileURL(path).href}?immutable=1`), { readOnly: true });
      } catch {
        // The first failure says more.
      }
    }
    throw new EaapError(
      'storage-unavailable',
      'The database file cannot be opened for reading.',
      {},
      { cause },
    );
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function checkSchema(database: DatabaseSync): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw corrupt('The file is not the database of a gateway.');
  }
  const found = pragma(database, 'user_version');
  if (found > SCHEMA_VERSION) {
    throw new EaapError(
      'storage-version',
      `The database has schema version ${found}; ${SCHEMA_VERSION} is known here.`,
    );
  }
  // A view by the name of a table could show an auditor other rows than the gateway reads.
  const rows = database.prepare(`SELECT "name" FROM sqlite_schema WHERE "type" = 'table'`).all();
  const tables = new Set(rows.map((row) => row['name']));
  const missing = TABLE_NAMES.find((table) => !tables.has(table));
  if (missing !== undefined) throw corrupt(`The database has no table ${missing}.`);
}
