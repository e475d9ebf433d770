import { loadExtractors } from '@eaap/extractors';
import type { Manifest, Policy } from '@eaap/protocol';
import { ask, gatewayWith, policyOf } from './gateway.ts';
import { readLines } from './traces.ts';
import type { CorpusResult } from './types.ts';

const MANIFEST: Manifest = {
  v: 1,
  tool: 'sql.run',
  version: '1',
  description: 'Runs statements of PostgreSQL.',
  effects: [],
  parameters: { '/sql': { type: 'code', dialect: 'sql.postgresql' } },
};

/** Routine work on the tables of one schema, and on those of a session: rows, but never a whole table at once. */
function policy(): Policy {
  return {
    ...policyOf({ outputs: 'never', mandate: 'none' }),
    grants: [
      {
        id: 'rows',
        principals: ['agent'],
        tools: ['sql.run'],
        effects: ['compute', 'data.read', 'data.write', 'data.delete'],
        targets: ['*'],
        risk: 'high',
        environment: 'production',
      },
    ],
    rules: [
      {
        id: 'one-schema',
        description: 'Only tables of the schema are read and written.',
        tools: ['sql.run'],
        effects: ['data.read', 'data.write', 'data.delete'],
        when: 'effects.exists(e, e.effect != "compute" && (e.target == null || !e.target.matches("^resource:table/(public|pg_temp)[.]")))',
        outcome: 'block',
        admissible: 'Use tables of the schema public.',
      },
      {
        id: 'no-waits',
        description: 'Nothing holds a connection.',
        tools: ['sql.run'],
        effects: ['compute'],
        when: 'effects.exists(e, e.effect == "compute" && e.risk != "low")',
        outcome: 'block',
        admissible: 'Leave it out.',
      },
    ],
  };
}

/** Statements with a label, each judged by a gateway that grants routine work on one schema. */
export async function run(path: string): Promise<CorpusResult> {
  const extractors = await loadExtractors(['sql.postgresql']);
  const gateway = await gatewayWith([MANIFEST], policy(), extractors);
  const judged: CorpusResult['wrong'][number][] = [];
  for (const { expected, sql } of readLines<{ expected: 'allow' | 'deny'; sql: string }>(path)) {
    const { verdict, reasons } = await ask(gateway, {
      tool: 'sql.run',
      environment: 'production',
      parameters: { sql },
    });
    judged.push({ id: sql, expected, got: verdict, reasons });
  }
  await gateway.close();
  const of = (label: string): typeof judged => judged.filter(({ expected }) => expected === label);
  const count = (label: string, got: string): number => of(label).filter((one) => one.got === got).length;
  return {
    corpus: 'sql',
    cases: judged.length,
    stopped: count('deny', 'BLOCK') + count('deny', 'ESCALATE'),
    escalated: count('deny', 'ESCALATE') + count('allow', 'ESCALATE'),
    admitted: count('allow', 'ALLOW'),
    wrong: judged.filter(({ expected, got }) => (expected === 'allow') !== (got === 'ALLOW')),
    figures: {
      'harmful: all': of('deny').length,
      'harmful: stopped': count('deny', 'BLOCK') + count('deny', 'ESCALATE'),
      'harmless: all': of('allow').length,
      'harmless: passed': count('allow', 'ALLOW'),
    },
    notes: [`sql.postgresql ${extractors.get('sql.postgresql')?.version ?? ''}`],
  };
}
