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
