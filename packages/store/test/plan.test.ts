import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { STORE_SCHEMA } from '../src/sqlite/schema.ts';
import { countStatement, deleteStatement, selectStatement, sumStatement } from '../src/sqlite/sql.ts';
import { TABLES } from '../src/tables.ts';
import type { TableDefinition } from '../src/types/definition.ts';

const db = new DatabaseSync(':memory:');
for (const statement of STORE_SCHEMA.statements.values()) db.exec(statement);

const planOf = ({ sql, values }: ReturnType<typeof selectStatement>): string =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map((row) => row['detail'])
    .join('; ');

const sample = (type: string): number | string => (type.startsWith('integer') ? 1 : 'x');

// Without statistics SQLite prefers the primary key of the namespace, and a token would be looked for in every evaluation.
describe('every index is used by what it was made for', () => {
  for (const [table, definition] of Object.entries(TABLES) as [string, TableDefinition][]) {
    for (const index of definition.indexes ?? []) {
      test(`${table} by ${index.join(', ')}`, () => {
        const where = Object.fromEntries(
          index.map((column) => [column, sample(definition.columns[column] ?? '')]),
        );
        const terms = ['ns', ...index].map((column) => `${column}=\\?`).join(' AND ');
        const expected = new RegExp(`USING (COVERING )?INDEX ${table}_by_${index.join('_')} \\(${terms}\\)`);
        assert.match(planOf(selectStatement(table, 'acme', { where })), expected);
        assert.match(planOf(countStatement(table, 'acme', { where })), expected);
        assert.match(planOf(deleteStatement(table, 'acme', { where })), expected);
      });
    }
  }
});

test('a range is read from the index that ends in it, and a row from the primary key', () => {
  const range = { column: 'ts', from: 5 } as const;
  const used = sumStatement('usage', 'acme', 'amount', { where: { limit_key: 'k' }, range });
  assert.match(planOf(used), /INDEX usage_by_limit_key_ts \(ns=\? AND limit_key=\? AND ts>\?\)/);
  const newest = selectStatement('log', 'acme', { order: [['seq', 'desc']], limit: 1 });
  assert.match(planOf(newest), /USING PRIMARY KEY \(ns=\?\)$/);
  const overdue = selectStatement('evaluations', 'acme', {
    where: { status: 'open' },
    order: [['expires_at', 'asc']],
  });
  assert.match(planOf(overdue), /INDEX evaluations_by_status_expires_at \(ns=\? AND status=\?\)$/);
});
