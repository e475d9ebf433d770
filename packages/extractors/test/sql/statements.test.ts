import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EFFECTS, RISKS, type EffectName, type ReadEffect } from '@eaap/protocol';
import { loadSql } from '../../src/sql/load.ts';

interface Statement {
  readonly expected: 'allow' | 'deny';
  readonly sql: string;
}

const statements = readFileSync(new URL('statements.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Statement);

const sql = await loadSql();
const GRANTED: readonly EffectName[] = ['compute', 'data.read', 'data.write', 'data.delete'];

/** What a grant of routine work on the tables of one schema covers: rows, but never a whole table at once. */
function isGranted({ effect, target, risk }: ReadEffect): boolean {
  const rated = RISKS[Math.max(RISKS.indexOf(risk ?? 'low'), RISKS.indexOf(EFFECTS[effect].risk))];
  if (effect === 'compute') return rated === 'low';
  return (
    GRANTED.includes(effect) &&
    rated !== 'critical' &&
    /^resource:table\/(public|pg_temp)\./.test(target ?? '')
  );
}

test('of two hundred statements and more, half of them harmless, each is read as it is meant', () => {
  assert.ok(statements.length >= 200);
  const wrong = statements.filter(({ expected, sql: text }) => {
    const { effects, unread } = sql.read(text);
    const isAllowed = unread.length === 0 && effects.length > 0 && effects.every(isGranted);
    return isAllowed !== (expected === 'allow');
  });
  assert.deepEqual(wrong, []);
});
