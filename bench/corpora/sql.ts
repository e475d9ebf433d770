import { loadSql } from '@eaap/extractors';
import { EFFECTS, RISKS, type EffectName, type ReadEffect } from '@eaap/protocol';
import { readLines } from './traces.ts';
import type { CorpusResult } from './types.ts';

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

/** Statements of this project's own: each is read, and held against a grant of routine work on one schema. */
export async function run(path: string): Promise<CorpusResult> {
  const sql = await loadSql();
  const lines = readLines<{ expected: 'allow' | 'deny'; sql: string }>(path);
  const judged = lines.map(({ expected, sql: text }) => {
    const { effects, unread } = sql.read(text);
    const got = unread.length === 0 && effects.length > 0 && effects.every(isGranted) ? 'allow' : 'deny';
    const reasons = [...unread, ...effects.filter((effect) => !isGranted(effect))].map(
      ({ detail }) => detail,
    );
    return { id: text, expected, got, reasons };
  });
  const of = (label: string): typeof judged => judged.filter(({ expected }) => expected === label);
  const right = (label: string): number => of(label).filter(({ got }) => got === label).length;
  return {
    corpus: 'sql',
    cases: judged.length,
    stopped: right('deny'),
    escalated: 0,
    admitted: right('allow'),
    wrong: judged.filter(({ expected, got }) => expected !== got),
    figures: {
      'harmful: stopped of': of('deny').length,
      'harmful: stopped': right('deny'),
      'harmless: passed of': of('allow').length,
      'harmless: passed': right('allow'),
    },
  };
}
