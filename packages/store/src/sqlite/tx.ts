import { EaapError } from '@eaap/protocol';
import { checkNamespace, misuse } from '../lib/shape.ts';
import { SYSTEM_NAMESPACE } from '../tables.ts';
import type { Filter, Query, Range, ReadTx, SystemReader, Tx } from '../types/store.ts';
import type { IntegerColumn, KeyOf, NewRow, Row, TableName } from '../types/table.ts';
import type { Connection } from './connection.ts';
import type { Engine } from './engine.ts';
import { injected, type FaultPoint } from './fault-point.ts';
import {
  countStatement,
  deleteStatement,
  getStatement,
  insertStatement,
  selectStatement,
  sumStatement,
  updateStatement,
  type LooseFilter,
  type LooseQuery,
} from './sql.ts';

/** The reading half, over one connection, for one namespace. */
export class SqliteReadTx implements ReadTx {
  readonly namespace: string;
  protected readonly connection: Connection;
  readonly #engine: Engine;
  #ended = false;
  #doom: EaapError | undefined;

  constructor(engine: Engine, connection: Connection, namespace: string) {
    this.namespace = checkNamespace(namespace);
    this.connection = connection;
    this.#engine = engine;
  }

  /** The failure that this work cannot recover from, even if it caught and ignored it. */
  get doom(): EaapError | undefined {
    return this.#doom;
  }

  /** From here on every call is refused: it would land in somebody else's transaction. */
  end(): void {
    this.#ended = true;
  }

  async get<T extends TableName>(table: T, key: KeyOf<T>): Promise<Row<T> | undefined> {
    return this.#get(table, this.namespace, key);
  }

  async select<T extends TableName>(table: T, query: Query<T> = {}): Promise<Row<T>[]> {
    return this.#select(table, this.namespace, query);
  }

  async count<T extends TableName>(table: T, filter: Filter<T> = {}): Promise<number> {
    return this.perform('read', table, () => {
      const { sql, values } = countStatement(table, this.namespace, filter as LooseFilter);
      return Number(this.connection.integer(sql, values));
    });
  }

  async sum<T extends TableName>(
    table: T,
    column: IntegerColumn<T>,
    filter: Filter<T> = {},
  ): Promise<number> {
    const total = this.perform('read', table, () => {
      const { sql, values } = sumStatement(table, this.namespace, column, filter as LooseFilter);
      return this.connection.integer(sql, values);
    });
    if (total > BigInt(Number.MAX_SAFE_INTEGER) || total < BigInt(Number.MIN_SAFE_INTEGER)) {
      throw new EaapError(
        'internal',
        `The sum of ${table}.${column} is beyond 2^53−1 and cannot be counted exactly.`,
      );
    }
    return Number(total);
  }

  system(): SystemReader {
    const only = (table: string): void => {
      if (table !== 'controls') throw misuse('of the system namespace only the controls can be read.');
    };
    return {
      get: async (table, key) => {
        only(table);
        return this.#get(table, SYSTEM_NAMESPACE, key);
      },
      select: async (table, query = {}) => {
        only(table);
        return this.#select(table, SYSTEM_NAMESPACE, query);
      },
    };
  }

  /**
   * Runs one step. Each runs to its end without giving way, so that no step of another transaction can come between.
   * A failure of the engine dooms the work: what it did before may be gone, so that it must not be kept in part.
   */
  protected perform<R>(point: FaultPoint, table: string, step: () => R): R {
    if (this.#ended) throw misuse('a transaction was used after its work had ended.');
    if (this.#doom !== undefined) throw this.#doom;
    try {
      // The engine ends a transaction by itself after some failures; a statement after that would commit on its own.
      if (!this.connection.inTransaction) {
        throw new EaapError(
          'storage-unavailable',
          'The database ended the transaction. Nothing of it was kept.',
        );
      }
      injected(this.#engine.fault, point, table);
      return step();
    } catch (thrown) {
      this.#doom = this.#engine.note(EaapError.from(thrown));
      throw this.#doom;
    }
  }

  #get<T extends TableName>(table: T, namespace: string, key: KeyOf<T>): Row<T> | undefined {
    return this.perform('read', table, () => {
      const { sql, values } = getStatement(table, namespace, key);
      return this.connection.all(sql, values)[0] as Row<T> | undefined;
    });
  }

  #select<T extends TableName>(table: T, namespace: string, query: Query<T>): Row<T>[] {
    return this.perform('read', table, () => {
      const { sql, values } = selectStatement(table, namespace, query as LooseQuery);
      return this.connection.all(sql, values) as Row<T>[];
    });
  }
}

/** Both halves, inside a group's transaction. */
export class SqliteTx extends SqliteReadTx implements Tx {
  #changes = 0;

  /** How many rows this work has changed. */
  get changes(): number {
    return this.#changes;
  }

  async insert<T extends TableName>(table: T, row: NewRow<T>): Promise<void> {
    const added = this.#change('insert', table, () => insertStatement(table, this.namespace, row));
    if (added === 0)
      throw new EaapError('already-exists', `A row with this key is in ${table} already.`, { table });
  }

  async update<T extends TableName>(
    table: T,
    key: KeyOf<T>,
    changes: Partial<Row<T>>,
    expect: Partial<Row<T>> = {},
  ): Promise<boolean> {
    return (
      this.#change('update', table, () => updateStatement(table, this.namespace, key, changes, expect)) > 0
    );
  }

  async delete<T extends TableName>(table: T, where: Partial<Row<T>>, range?: Range<T>): Promise<number> {
    const filter = (range === undefined ? { where } : { where, range }) as LooseFilter;
    return this.#change('delete', table, () => deleteStatement(table, this.namespace, filter));
  }

  #change(point: FaultPoint, table: string, make: () => ReturnType<typeof insertStatement>): number {
    const changed = this.perform(point, table, () => {
      const { sql, values } = make();
      return this.connection.run(sql, values);
    });
    this.#changes += changed;
    return changed;
  }
}
