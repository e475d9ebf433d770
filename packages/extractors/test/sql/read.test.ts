import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadSql } from '../../src/sql/load.ts';

const sql = await loadSql();
const found = (text: string): string[] =>
  sql
    .read(text)
    .effects.map(({ effect, target, risk }) => `${effect} ${target ?? '-'}${risk === 'critical' ? '!' : ''}`);
const detail = (text: string): string =>
  sql
    .read(text)
    .unread.map((entry) => entry.detail)
    .join(' ');

const DEEP: readonly (readonly [text: string, effect: string])[] = [
  ['COPY (DELETE FROM a RETURNING *) TO STDOUT', 'data.delete resource:table/public.a!'],
  ['PREPARE x AS DELETE FROM a', 'data.delete resource:table/public.a!'],
  ['DECLARE c CURSOR FOR SELECT pg_read_file($$/etc/passwd$$)', 'file.read path:/etc/passwd'],
  ['CREATE VIEW v AS SELECT * FROM s.secrets', 'data.read resource:table/s.secrets'],
  ['INSERT INTO a VALUES (1) RETURNING pg_sleep(1)', 'compute -'],
  ['SELECT 1 ORDER BY (SELECT count(*) FROM s.t)', 'data.read resource:table/s.t'],
  ['SELECT 1 LIMIT (SELECT count(*) FROM s.t)', 'data.read resource:table/s.t'],
  ['SELECT * FROM ROWS FROM (pg_ls_dir($$/srv$$)) AS x', 'file.read path:/srv'],
  ['SELECT query_to_xml($$DELETE FROM a$$, true, true, $$$$)', 'data.delete resource:table/public.a!'],
  ['WITH a AS (SELECT 1) SELECT * FROM a; SELECT * FROM a', 'data.read resource:table/public.a'],
  ['WITH a AS (SELECT * FROM a) SELECT * FROM a', 'data.read resource:table/public.a'],
  ['SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) x, a', 'data.read resource:table/public.a'],
  ['WITH a AS (SELECT 1) SELECT * FROM public.a', 'data.read resource:table/public.a'],
  ['COPY t TO PROGRAM $$sh$$', 'code.execute -'],
  ['SELECT nextval($$s.ids$$)', 'data.write resource:table/s.ids'],
  ['SELECT wipe(1)', 'code.execute resource:function/wipe'],
];

test('an effect is found wherever in the tree it stands, with what it touches', () => {
  for (const [text, effect] of DEEP)
    assert.ok(found(text).includes(effect), `${text}: ${found(text).join(', ')}`);
});

test('a name of a common table expression is not a table, where it is in scope', () => {
  assert.deepEqual(found('WITH a AS (SELECT 1) SELECT * FROM a'), ['compute -']);
  assert.deepEqual(found('WITH RECURSIVE a AS (SELECT 1 UNION SELECT * FROM a) SELECT * FROM a'), [
    'compute -',
  ]);
});

test('what another server would run, and what the parser would not see, is unread', () => {
  assert.match(detail('SELECT 1 /*! DROP TABLE a */'), /another dialect/);
  assert.match(detail('SELECT 1\0; DROP TABLE a'), /NUL/);
  assert.match(detail('SELECT \ud800'), /Unicode/);
  assert.match(detail('SELECT `a`'), /not PostgreSQL/);
  assert.match(detail(''), /no statement/);
  assert.match(detail('-- nothing'), /no statement/);
  assert.match(detail('EXECUTE other'), /somewhere else/);
  assert.deepEqual(sql.read("SELECT '/*! text */'").unread, []);
});

test('ten thousand brackets, terms or nestings are refused, and the parser lives', () => {
  for (const unit of ['(', '1+', 'not ', 'f(', '(select ', 'case when true then ', 'array[']) {
    for (let round = 0; round < 3; round++)
      assert.equal(sql.read(`SELECT ${unit.repeat(10_000)}1`).unread.length, 1);
  }
  assert.deepEqual(found('SELECT 1'), ['compute -']);
});

test('a megabyte is refused at once, and a thousand rows are read', () => {
  assert.match(detail(`SELECT '${'x'.repeat(1_000_000)}'`), /longer/);
  const rows = Array.from({ length: 1000 }, (_, n) => `(${n}, 'name ${n}', now() - 1)`).join(', ');
  assert.ok(found(`INSERT INTO a VALUES ${rows}`).includes('data.write resource:table/public.a'));
});

test('any text is read to the same answer twice, without an error', () => {
  const piece = fc.constantFrom(
    'SELECT',
    '*',
    'FROM',
    'a',
    ';',
    'DELETE',
    'WHERE',
    '(',
    ')',
    '1',
    '=',
    "'",
    '--',
    '\0',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(text, (value) => {
      assert.deepEqual(sql.read(value), sql.read(value));
    }),
  );
});
