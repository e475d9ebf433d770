import type { ColumnOf, IntegerColumn, KeyOf, NewRow, OrderedColumn, Row, TableName } from './table.ts';

/** A stretch of one column. Text is compared by code point. A row whose column is null lies in no range. */
export type Range<T extends TableName> = {
  [C in OrderedColumn<T>]: {
    readonly column: C;
    /** Inclusive lower bound. */
    readonly from?: NonNullable<Row<T>[C]>;
    /** Exclusive lower bound: the last key of the page before. */
    readonly after?: NonNullable<Row<T>[C]>;
    /** Exclusive upper bound. */
    readonly to?: NonNullable<Row<T>[C]>;
  };
}[OrderedColumn<T>];

/** Which rows: every column named in `where` equal (`null` meaning "is null"), and within `range`. */
export interface Filter<T extends TableName> {
  readonly where?: Partial<Row<T>>;
  readonly range?: Range<T>;
}

/** Which rows, in which order, how many at most. Rows come in key order unless `order` says otherwise, ties of it break by key, and nulls come before values. */
export interface Query<T extends TableName> extends Filter<T> {
  readonly order?: readonly (readonly [column: ColumnOf<T>, direction: 'asc' | 'desc'])[];
  readonly limit?: number;
}

/** What may be read of the namespace `system` from inside any other: the controls, so that a global halt is seen by every decision. */
export interface SystemReader {
  get(table: 'controls', key: KeyOf<'controls'>): Promise<Row<'controls'> | undefined>;
  select(table: 'controls', query?: Query<'controls'>): Promise<Row<'controls'>[]>;
}

/**
 * Reads within one namespace and one consistent view. It is unusable once the work it was given to has ended.
 *
 * Every method rejects with `storage-*` problems when the engine fails, and with `internal` when it is asked for a
 * table, column or value that the table definitions do not know.
 */
export interface ReadTx {
  readonly namespace: string;
  get<T extends TableName>(table: T, key: KeyOf<T>): Promise<Row<T> | undefined>;
  select<T extends TableName>(table: T, query?: Query<T>): Promise<Row<T>[]>;
  count<T extends TableName>(table: T, filter?: Filter<T>): Promise<number>;
  /** The sum of an integer column, nulls counting nothing, 0 for no rows. Rejects with `internal` beyond 2^53−1. */
  sum<T extends TableName>(table: T, column: IntegerColumn<T>, filter?: Filter<T>): Promise<number>;
  system(): SystemReader;
}

/** Reads and writes within one namespace. */
export interface Tx extends ReadTx {
  /** Adds a row. A key that is taken rejects with `already-exists` (`extras.table`), and the row there stays as it is. */
  insert<T extends TableName>(table: T, row: NewRow<T>): Promise<void>;
  /**
   * Changes the row with this key, on condition that its columns equal `expect`. Key columns cannot be changed.
   * `false`: there is no such row, and nothing was changed.
   */
  update<T extends TableName>(
    table: T,
    key: KeyOf<T>,
    changes: Partial<Row<T>>,
    expect?: Partial<Row<T>>,
  ): Promise<boolean>;
  /** Deletes rows and says how many. `where` must name at least one column unless a range is given: nothing deletes a whole table. */
  delete<T extends TableName>(table: T, where: Partial<Row<T>>, range?: Range<T>): Promise<number>;
}

/** Run inside a group's transaction after its members and before its flush. */
export type FlushHook = (tx: Tx) => Promise<void>;

/**
 * The storage of a gateway. Everything but the administration below happens in a transaction of one namespace, and no
 * operation can name another: isolation (invariant 4) is the shape of the interface, not a check.
 *
 * Transactions that wait for the same namespace share one flush. A member's promise settles only after the group it
 * was in is durable, so that nothing is answered on the strength of state that never came to be.
 */
export interface Store {
  /**
   * Runs `work` in a durable write transaction of `namespace`. When it throws, its own changes are undone and the rest
   * of its group goes on. When the group cannot be made durable every member rejects, those that threw included.
   *
   * @throws EaapError `storage-*` when the engine fails or the work outlasts its bound; `draining` after `close`;
   * `internal` for a transaction opened inside another. What `work` throws comes through as it is.
   */
  transaction<T>(namespace: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` over a consistent snapshot of `namespace`. */
  read<T>(namespace: string, work: (tx: ReadTx) => Promise<T>): Promise<T>;
  /**
   * Adds a hook that runs once for every group that wrote something, after its members and before its flush. Hooks
   * run in the order they were added. One that throws undoes the whole group, and every member rejects.
   */
  beforeFlush(hook: FlushHook): void;
  /** Every namespace with a row in `settings` named `namespace`, sorted. */
  namespaces(): Promise<string[]>;
  /** Overwrites what the engine keeps of deleted rows: journal, free pages, slack. Waits for running work. */
  compact(): Promise<void>;
  /**
   * The path of every file that may hold data, whether it exists now or not. Look into them from another process: on
   * POSIX systems, closing a file drops every lock the process holds on it.
   */
  files(): string[];
  /** Refuses new work, waits for what is queued, and lets go of the files. Calling it again awaits the same end. */
  close(): Promise<void>;
}
