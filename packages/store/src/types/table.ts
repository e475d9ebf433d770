import type { TABLES } from '../tables.ts';

/** The type of a column; a trailing `?` says that it may be null. Integers are within ±(2^53−1). */
export type ColumnType = 'text' | 'integer' | 'blob' | 'text?' | 'integer?' | 'blob?';

/** A table as data, from which an engine builds its own statements. The namespace column is not listed: it is always there, first. */
export interface TableDefinition {
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The columns that, after the namespace, name one row. */
  readonly key: readonly string[];
  /** Further indexes; the namespace comes first in each. */
  readonly indexes?: readonly (readonly string[])[];
}

/** The name of a table. */
export type TableName = keyof typeof TABLES;

/** What a column holds when it is read. */
export type ValueOf<C extends ColumnType> = C extends 'text'
  ? string
  : C extends 'integer'
    ? number
    : C extends 'blob'
      ? Uint8Array
      : C extends 'text?'
        ? string | null
        : C extends 'integer?'
          ? number | null
          : Uint8Array | null;

type Columns<T extends TableName> = (typeof TABLES)[T]['columns'];

/** The name of a column of table `T`. */
export type ColumnOf<T extends TableName> = keyof Columns<T> & string;

/** A row of table `T` as it is read: every column present, `null` where nothing is. The namespace is not part of it. */
export type Row<T extends TableName> = {
  readonly [C in ColumnOf<T>]: Columns<T>[C] extends ColumnType ? ValueOf<Columns<T>[C]> : never;
};

type NullableColumn<T extends TableName> = {
  [C in ColumnOf<T>]: null extends Row<T>[C] ? C : never;
}[ColumnOf<T>];

/** A row of table `T` as it is written: columns that may be null may be left out. */
export type NewRow<T extends TableName> = Omit<Row<T>, NullableColumn<T>> &
  Partial<Pick<Row<T>, NullableColumn<T>>>;

/** The columns that name one row of table `T` within a namespace. */
export type KeyOf<T extends TableName> = Pick<Row<T>, (typeof TABLES)[T]['key'][number] & ColumnOf<T>>;

/** The integer columns of table `T`, which can be summed. */
export type IntegerColumn<T extends TableName> = {
  [C in ColumnOf<T>]: NonNullable<Row<T>[C]> extends number ? C : never;
}[ColumnOf<T>];

/** The columns of table `T` with an order: text (by code point) and integers. */
export type OrderedColumn<T extends TableName> = {
  [C in ColumnOf<T>]: NonNullable<Row<T>[C]> extends number | string ? C : never;
}[ColumnOf<T>];
