import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Value } from '../lib/shape.ts';
import { storageFault } from './faults.ts';

const STATEMENTS = 512;
/** How long a statement waits for a lock. It blocks the process, hence short. */
const BUSY_MS = 50;

/** One connection: its statements prepared once, its errors turned into problems. */
export class Connection {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Whether a transaction is open. The engine may end one by itself, after a full disk for instance. */
  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  exec(sql: string): void {
    try {
      this.#db.exec(sql);
    } catch (error) {
      throw storageFault(error);
    }
  }

  /** Every row, as plain objects. */
  all(sql: string, values: readonly Value[] = []): Record<string, Value>[] {
    try {
      return this.#prepared(sql)
        .all(...values)
        .map((row) => ({ ...row }) as Record<string, Value>);
    } catch (error) {
      throw storageFault(error);
    }
  }

  /** The one integer a query answers, whatever its size. */
  integer(sql: string, values: readonly Value[] = []): bigint {
    try {
      const statement = this.#prepared(sql);
      statement.setReadBigInts(true);
      return (statement.get(...values) as { n: bigint }).n;
    } catch (error) {
      throw storageFault(error);
    }
  }

  /** Runs a statement and says how many rows it changed. */
  run(sql: string, values: readonly Value[] = []): number {
    try {
      return Number(this.#prepared(sql).run(...values).changes);
    } catch (error) {
      throw storageFault(error);
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    if (this.#statements.size >= STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Opens a connection, changing nothing in the file. */
export function connect(path: string, readOnly: boolean): Connection {
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(path, {
      readOnly,
      timeout: BUSY_MS,
      enableForeignKeyConstraints: false,
      defensive: true,
    });
  } catch (error) {
    throw storageFault(error);
  }
  const connection = new Connection(db);
  // No temporary file holds what a VACUUM copies, and no function smuggled into the schema runs.
  connection.exec(
    'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384',
  );
  return connection;
}
