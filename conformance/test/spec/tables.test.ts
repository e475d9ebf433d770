import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { TAGS } from '../../src/vectors/lib/digest-parts.ts';
import { FLOORS } from '../../src/model/judge/taxonomy.ts';
import { PROBLEMS } from '../../src/model/problem.ts';
import { FILLED, RECORD_TYPES } from '../../src/model/record.ts';

type Row = Readonly<Record<string, unknown>>;
const table = (name: string): Record<string, readonly Row[]> =>
  JSON.parse(
    readFileSync(new URL(`../../../schemas/tables/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, readonly Row[]>;

test('the published problems are those of the model', () => {
  const rows = table('problems')['problems'] ?? [];
  assert.deepEqual(
    rows.map(({ type, status, title, again }) => [type, status, title, again]),
    Object.entries(PROBLEMS).map(([type, [status, title, again]]) => [
      type,
      status,
      title,
      again === 'again',
    ]),
  );
});

test('the published record types fill what those of the model fill', () => {
  const rows = table('records')['records'] ?? [];
  assert.deepEqual(
    rows.map(({ type }) => type),
    RECORD_TYPES,
  );
  for (const { type, fills, object } of rows) {
    assert.deepEqual((fills as string[]).toSorted(), [...(FILLED[String(type)] ?? [])].sort(), String(type));
    assert.equal(object !== null, (fills as string[]).includes('object'), String(type));
  }
});

test('the published effects have the floors of the model', () => {
  const rows = table('effects')['effects'] ?? [];
  assert.deepEqual(
    Object.fromEntries(rows.map(({ effect, reversibility, risk }) => [effect, { reversibility, risk }])),
    FLOORS,
  );
});

test('the published tags are those of the model', () => {
  const tags = (table('digests')['tags'] ?? []).map(({ tag }) => String(tag));
  assert.deepEqual(tags.toSorted(), [...TAGS].sort());
});
