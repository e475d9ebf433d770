import { EaapError } from '@eaap/protocol';
import { SCHEMA_VERSION, TABLES } from '../tables.ts';
import type { ColumnType, TableDefinition } from '../types/definition.ts';
import type { Connection } from './connection.ts';

/** What a database of ours looks like. */
export interface Schema {
  /** Four bytes in the file's header that say whose it is. */
  readonly applicationId: number;
  readonly version: number;
  /** Every object, by name, as the statement that makes it. */
  readonly statements: ReadonlyMap<string, string>;
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function column(name: string, type: ColumnType): string {
  return type.endsWith('?')
    ? `"${name}" ${type.slice(0, -1).toUpperCase()}`
    : `"${name}" ${type.toUpperCase()} NOT NULL`;
}

/** The name of an index, by its columns. */
export const indexName = (table: string, columns: readonly string[]): string =>
  `${table}_by_${columns.join('_')}`;

function storeStatements(): Map<string, string> {
  const statements = new Map<string, string>();
  for (const [table, definition] of Object.entries(TABLES) as [string, TableDefinition][]) {
    const columns = [
      '"ns" TEXT NOT NULL',
      ...Object.entries(definition.columns).map(([name, type]) => column(name, type)),
    ];
    const key = `PRIMARY KEY (${quoted(['ns', ...definition.key])})`;
    statements.set(table, `CREATE TABLE "${table}" (${[...columns, key].join(', ')}) STRICT, WITHOUT ROWID`);
    for (const index of definition.indexes ?? []) {
      const name = indexName(table, index);
      statements.set(name, `CREATE INDEX "${name}" ON "${table}" (${quoted(['ns', ...index])})`);
    }
  }
  return statements;
}

/** The schema of the tables, marked `EAAP` in ASCII. */
export const STORE_SCHEMA: Schema = {
  applicationId: 0x45414150,
  version: SCHEMA_VERSION,
  statements: storeStatements(),
};

function pragma(connection: Connection, name: string): number {
  return Number(connection.all(`PRAGMA ${name}`)[0]?.[name]);
}

/**
 * Makes the schema in an empty database; in any other checks that it is ours, of this version, and exactly as we made
 * it: a trigger or a view that somebody added could rewrite what is stored.
 *
 * @throws EaapError `storage-corrupt`, `storage-version`
 */
export function prepareSchema(connection: Connection, schema: Schema): void {
  // What ANALYZE leaves behind is a table by one of these names; anything else that is not ours counts.
  const found = connection.all(
    `SELECT "name", "sql" FROM sqlite_schema WHERE NOT ("type" = 'table' AND "name" IN ('sqlite_stat1', 'sqlite_stat4'))`,
  );
  const id = pragma(connection, 'application_id');
  const version = pragma(connection, 'user_version');
  if (found.length === 0 && id === 0 && version === 0) return create(connection, schema);
  if (id !== schema.applicationId) {
    throw new EaapError(
      'storage-corrupt',
      'The file is a database of another program, not the one a gateway makes here. It was left as it is.',
    );
  }
  if (version > schema.version) {
    throw new EaapError(
      'storage-version',
      `The database has schema version ${version}; this gateway knows up to ${schema.version}. Use the gateway that wrote it, or a later one.`,
      { found: version, known: schema.version },
    );
  }
  const expected = schema.statements;
  const altered = found.find((object) => expected.get(String(object['name'])) !== object['sql']);
  if (version !== schema.version || altered !== undefined || found.length !== expected.size) {
    throw new EaapError(
      'storage-corrupt',
      'The tables of the database are not those a gateway makes. Restore it from a backup.',
    );
  }
}

function create(connection: Connection, schema: Schema): void {
  connection.exec('BEGIN IMMEDIATE');
  for (const statement of schema.statements.values()) connection.exec(statement);
  // Both live in the header page and are part of the transaction: there is no database with half a schema.
  connection.exec(
    `PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${schema.version}; COMMIT`,
  );
}
