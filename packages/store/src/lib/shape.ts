import { EaapError } from '@eaap/protocol';
import { TABLES } from '../tables.ts';
import type { TableDefinition } from '../types/definition.ts';

/** What a caller of the storage did wrong. It is a fault of the program, never of a request, so its detail names the place. */
export function misuse(detail: string, cause?: unknown): EaapError {
  return new EaapError(
    'internal',
    `Storage was used wrongly: ${detail}`,
    {},
    cause === undefined ? {} : { cause },
  );
}

/** The definition of a table that was named at run time. */
export function definitionOf(table: string): TableDefinition {
  if (!Object.hasOwn(TABLES, table)) throw misuse(`there is no table ${JSON.stringify(table)}.`);
  return TABLES[table as keyof typeof TABLES];
}

/** With the `u` flag it matches a surrogate that stands alone, and none of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export function isStorable(text: string): boolean {
  return !text.includes('\0') && !LONE_SURROGATE.test(text);
}

/** A value that a column can hold. */
export type Value = string | number | Uint8Array | null;

/**
 * Refuses what an engine would repair, truncate or round: a lone surrogate becomes U+FFFD in SQLite, U+0000 does not
 * exist in PostgreSQL, an `undefined` in a filter would widen it.
 */
export function checkValue(
  table: string,
  definition: TableDefinition,
  column: string,
  value: unknown,
): Value {
  if (!Object.hasOwn(definition.columns, column))
    throw misuse(`${table} has no column ${JSON.stringify(column)}.`);
  const type = definition.columns[column] ?? '';
  if (value === null) {
    if (type.endsWith('?')) return null;
    throw misuse(`${table}.${column} cannot be null.`);
  }
  switch (type) {
    case 'text':
    case 'text?':
      if (typeof value === 'string' && isStorable(value)) return value;
      throw misuse(`${table}.${column} takes well-formed text without U+0000.`);
    case 'integer':
    case 'integer?':
      if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return value;
      throw misuse(`${table}.${column} takes an integer within ±(2^53−1).`);
    case 'blob':
    case 'blob?':
      if (value instanceof Uint8Array) return value;
      throw misuse(`${table}.${column} takes bytes.`);
    default:
      throw misuse(`${table}.${column} has no known type.`);
  }
}

/** The name of a namespace as the storage takes it; which names a gateway hands out is decided above. */
export function checkNamespace(namespace: unknown): string {
  if (typeof namespace === 'string' && namespace !== '' && isStorable(namespace)) {
    return namespace;
  }
  throw misuse('a transaction needs the name of its namespace.');
}
