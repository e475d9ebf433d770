import type { TABLES } from '../tables.ts';
import type { ColumnType, ValueOf } from './definition.ts';

/** The name of a table. */
export type TableName = keyof typeof TABLES;

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
