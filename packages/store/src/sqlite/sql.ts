import { checkValue, definitionOf, misuse, type Value } from '../lib/shape.ts';
import type { TableDefinition } from '../types/definition.ts';
import { indexName } from './schema.ts';

/** A statement and what is bound to it. Identifiers come from the table definitions, which {@link checkValue} enforces. */
export interface Bound {
  readonly sql: string;
  readonly values: Value[];
}

/** The loose form of a filter, checked here against the definitions. */
export interface LooseFilter {
  readonly where?: Readonly<Record<string, unknown>>;
  readonly range?: {
    readonly column: string;
    readonly from?: unknown;
    readonly after?: unknown;
    readonly to?: unknown;
  };
}

export interface LooseQuery extends LooseFilter {
  readonly order?: readonly (readonly [string, string])[];
  readonly limit?: number;
}

const quoted = (name: string): string => `"${name}"`;

/** The columns of `given` in the order of the definition, so that one shape makes one statement. */
function pairs(
  table: string,
  definition: TableDefinition,
  given: Readonly<Record<string, unknown>>,
): [string, Value][] {
  const values = new Map<string, Value>();
  for (const [column, value] of Object.entries(given))
    values.set(column, checkValue(table, definition, column, value));
  if (values.size < 2) return [...values];
  const found: [string, Value][] = [];
  for (const column of Object.keys(definition.columns)) {
    const value = values.get(column);
    if (value !== undefined) found.push([column, value]);
  }
  return found;
}

function equalities(conditions: [string, Value][], values: Value[]): string {
  let text = '';
  for (const [column, value] of conditions) {
    if (value === null) {
      text += ` AND ${quoted(column)} IS NULL`;
    } else {
      text += ` AND ${quoted(column)} = ?`;
      values.push(value);
    }
  }
  return text;
}

const BOUNDS = [
  ['from', '>='],
  ['after', '>'],
  ['to', '<'],
] as const;

function between(
  table: string,
  definition: TableDefinition,
  range: NonNullable<LooseFilter['range']>,
  values: Value[],
): string {
  let text = '';
  for (const [name, operator] of BOUNDS) {
    if (!Object.hasOwn(range, name)) continue;
    const value = checkValue(table, definition, range.column, range[name]);
    if (value === null || value instanceof Uint8Array)
      throw misuse(`a range of ${table} is bounded by text or an integer.`);
    text += ` AND ${quoted(range.column)} ${operator} ?`;
    values.push(value);
  }
  // Without a bound it would select everything, which a deletion must never do by omission.
  if (text === '') throw misuse(`a range of ${table} needs a bound.`);
  return text;
}

/** The condition every statement carries: its namespace first, so that none can reach another's rows (invariant 4). */
function condition(
  table: string,
  definition: TableDefinition,
  namespace: string,
  filter: LooseFilter,
): Bound {
  const values: Value[] = [namespace];
  let sql = ' WHERE "ns" = ?';
  if (filter.where !== undefined) sql += equalities(pairs(table, definition, filter.where), values);
  if (filter.range !== undefined) sql += between(table, definition, filter.range, values);
  return { sql, values };
}

/**
 * The table with the index to read it by: the one whose leading columns the filter fixes most of. It is named, because
 * without statistics SQLite reads a whole namespace by its primary key where an index would find one row.
 */
function tableBy(
  table: string,
  definition: TableDefinition,
  filter: LooseFilter,
  order?: LooseQuery['order'],
): string {
  const where = filter.where ?? {};
  const next = filter.range?.column ?? order?.[0]?.[0];
  const worth = (columns: readonly string[]): number => {
    const unfixed = columns.findIndex((column) => !Object.hasOwn(where, column));
    const fixed = unfixed === -1 ? columns.length : unfixed;
    return 2 * fixed + (columns[fixed] !== undefined && columns[fixed] === next ? 1 : 0);
  };
  let best = ' NOT INDEXED';
  let most = worth(definition.key);
  for (const index of definition.indexes ?? []) {
    const value = worth(index);
    if (value > most) [best, most] = [` INDEXED BY ${quoted(indexName(table, index))}`, value];
  }
  return `${quoted(table)}${best}`;
}

/** The values of a key: all of its columns, and no other. */
function keyPairs(
  table: string,
  definition: TableDefinition,
  key: Readonly<Record<string, unknown>>,
): [string, Value][] {
  const names = Object.keys(key);
  if (
    names.length !== definition.key.length ||
    !definition.key.every((column) => Object.hasOwn(key, column))
  ) {
    throw misuse(`a row of ${table} is named by ${definition.key.join(', ')}.`);
  }
  return pairs(table, definition, key);
}

const listed = new Map<string, string>();

function columnList(table: string, definition: TableDefinition): string {
  let list = listed.get(table);
  if (list === undefined) listed.set(table, (list = Object.keys(definition.columns).map(quoted).join(', ')));
  return list;
}

export function getStatement(
  table: string,
  namespace: string,
  key: Readonly<Record<string, unknown>>,
): Bound {
  const definition = definitionOf(table);
  const values: Value[] = [namespace];
  const where = equalities(keyPairs(table, definition, key), values);
  return {
    sql: `SELECT ${columnList(table, definition)} FROM ${quoted(table)} WHERE "ns" = ?${where}`,
    values,
  };
}

function ordering(table: string, definition: TableDefinition, order: LooseQuery['order']): string {
  const parts: string[] = [];
  const named = new Set<string>();
  for (const [column, direction] of order ?? []) {
    if (!Object.hasOwn(definition.columns, column))
      throw misuse(`${table} has no column ${JSON.stringify(column)}.`);
    if (direction !== 'asc' && direction !== 'desc') throw misuse(`an order of ${table} is asc or desc.`);
    named.add(column);
    parts.push(`${quoted(column)} ${direction === 'asc' ? 'ASC' : 'DESC'}`);
  }
  // The key at the end leaves no tie: the same rows come in the same order on every engine.
  for (const column of definition.key) if (!named.has(column)) parts.push(quoted(column));
  return ` ORDER BY ${parts.join(', ')}`;
}

export function selectStatement(table: string, namespace: string, query: LooseQuery): Bound {
  const definition = definitionOf(table);
  const where = condition(table, definition, namespace, query);
  let sql = `SELECT ${columnList(table, definition)} FROM ${tableBy(table, definition, query, query.order)}${where.sql}${ordering(table, definition, query.order)}`;
  if (Object.hasOwn(query, 'limit')) {
    const limit = query.limit;
    if (!Number.isSafeInteger(limit) || Number(limit) < 0)
      throw misuse(`a limit on ${table} is an integer from 0.`);
    sql += ' LIMIT ?';
    where.values.push(Number(limit));
  }
  return { sql, values: where.values };
}

export function countStatement(table: string, namespace: string, filter: LooseFilter): Bound {
  const definition = definitionOf(table);
  const where = condition(table, definition, namespace, filter);
  return {
    sql: `SELECT COUNT(*) AS "n" FROM ${tableBy(table, definition, filter)}${where.sql}`,
    values: where.values,
  };
}

export function sumStatement(table: string, namespace: string, column: string, filter: LooseFilter): Bound {
  const definition = definitionOf(table);
  const type = Object.hasOwn(definition.columns, column) ? definition.columns[column] : undefined;
  if (type !== 'integer' && type !== 'integer?')
    throw misuse(`${table} has no integer column ${JSON.stringify(column)}.`);
  const where = condition(table, definition, namespace, filter);
  return {
    sql: `SELECT COALESCE(SUM(${quoted(column)}), 0) AS "n" FROM ${tableBy(table, definition, filter)}${where.sql}`,
    values: where.values,
  };
}

export function insertStatement(
  table: string,
  namespace: string,
  row: Readonly<Record<string, unknown>>,
): Bound {
  const definition = definitionOf(table);
  for (const column of Object.keys(row)) {
    if (!Object.hasOwn(definition.columns, column))
      throw misuse(`${table} has no column ${JSON.stringify(column)}.`);
  }
  const values: Value[] = [namespace];
  for (const column of Object.keys(definition.columns)) {
    // Only what is absent becomes null: an `undefined` that is present is refused with the rest.
    values.push(checkValue(table, definition, column, Object.hasOwn(row, column) ? row[column] : null));
  }
  const marks = ', ?'.repeat(values.length - 1);
  const into = `INSERT INTO ${quoted(table)} ("ns", ${columnList(table, definition)})`;
  // "DO NOTHING" covers uniqueness alone; the caller reads a change of no row as a key that is taken.
  return { sql: `${into} VALUES (?${marks}) ON CONFLICT DO NOTHING`, values };
}

export function updateStatement(
  table: string,
  namespace: string,
  key: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
  expect: Readonly<Record<string, unknown>>,
): Bound {
  const definition = definitionOf(table);
  const set = pairs(table, definition, changes);
  if (set.length === 0) throw misuse(`an update of ${table} changes at least one column.`);
  const fixed = set.find(([column]) => definition.key.includes(column));
  if (fixed !== undefined) throw misuse(`${table}.${fixed[0]} is part of the key and cannot be changed.`);
  const values: Value[] = set.map(([, value]) => value);
  values.push(namespace);
  const named = equalities(keyPairs(table, definition, key), values);
  const expected = equalities(pairs(table, definition, expect), values);
  const assignments = set.map(([column]) => `${quoted(column)} = ?`).join(', ');
  return { sql: `UPDATE ${quoted(table)} SET ${assignments} WHERE "ns" = ?${named}${expected}`, values };
}

export function deleteStatement(table: string, namespace: string, filter: LooseFilter): Bound {
  const definition = definitionOf(table);
  if (filter.range === undefined && Object.keys(filter.where ?? {}).length === 0) {
    throw misuse(`a deletion from ${table} names at least one column.`);
  }
  const where = condition(table, definition, namespace, filter);
  return { sql: `DELETE FROM ${tableBy(table, definition, filter)}${where.sql}`, values: where.values };
}
