import type { Extractor, Reading } from '@eaap/protocol';
import { loadModule, parseSync, scanSync } from 'libpg-query';
import { isShallow, MOST_TEXT } from './bounded.ts';
import { Reader } from './reader.ts';

/** The version of this extractor: its tables and the grammar it parses by. */
export const SQL_VERSION = '2+pg18';

const refused = (detail: string): Reading => ({ effects: [], unread: [{ code: 'unreadable-code', detail }] });

// A parser that ran out of its memory may hold the rest of it in any state: from then on it is not asked again.
let isBroken = false;

/** The statements of a text, or why it cannot be read. */
function parse(text: string): readonly unknown[] | string {
  if (isBroken) return 'The parser of SQL failed before, and is not asked again.';
  if (text.length > MOST_TEXT) return `The text is longer than ${MOST_TEXT} characters.`;
  // The parser is written in C and stops at the first NUL; what follows it would be read by nobody.
  if (text.includes('\0')) return 'The text holds a NUL.';
  if (/\p{Surrogate}/u.test(text)) return 'The text is not well-formed Unicode.';
  if (text.trim() === '') return 'There is no statement.';
  try {
    const { tokens } = scanSync(text);
    // MySQL and MariaDB run what stands in these comments, so whoever wrote one meant another server.
    if (tokens.some(({ tokenName, text: of }) => tokenName === 'C_COMMENT' && /\/\*M?!/.test(of)))
      return 'A comment is code of another dialect.';
    if (!isShallow(tokens)) return 'It is nested too deep, or too long without a comma.';
    const { stmts } = parseSync(text);
    return stmts === undefined || stmts.length === 0 ? 'There is no statement.' : stmts;
  } catch (error) {
    if (isCollapse(error)) isBroken = true;
    return `It is not PostgreSQL: ${error instanceof Error ? error.message.slice(0, 200) : 'it failed'}.`;
  }
}

/** Whether the machine below the parser failed, and not the text. */
const isCollapse = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError');

function read(text: string): Reading {
  try {
    const reader = new Reader(parse);
    reader.text(text);
    return reader.reading();
  } catch {
    return refused('It could not be read to its end.');
  }
}

/**
 * The extractor `sql.postgresql`: PostgreSQL's own parser, and the whole tree it gives. What a view, a rule, a trigger or
 * a function of the database does behind a name is not in the text.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { loadSql } from '@eaap/extractors';
 *
 * const sql = await loadSql();
 * const { effects } = sql.read('WITH gone AS (DELETE FROM orders RETURNING *) SELECT count(*) FROM gone');
 * assert.deepEqual(effects.map(({ effect, target, risk }) => [effect, target, risk])[0], ['data.delete', 'resource:table/public.orders', 'critical']);
 * assert.equal(sql.read('SELECT TOP 5 * FROM orders').unread.length, 1);
 * ```
 */
export async function loadSql(): Promise<Extractor> {
  await loadModule();
  return { dialect: 'sql.postgresql', version: SQL_VERSION, read };
}
