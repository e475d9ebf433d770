import { loadExtractors } from '@eaap/extractors';
import { readPack } from '@eaap/policies';
import { ask, gatewayWith } from './gateway.ts';
import { readLines } from './traces.ts';
import type { CorpusResult } from './types.ts';

/** Command lines with a label, each judged by a gateway that has the policy for coding agents and reads `shell.bash`. */
export async function run(path: string): Promise<CorpusResult> {
  const { manifests, policy } = readPack('coding-agent');
  const limits = policy.limits.map((limit) => ({ ...limit, max: 1_000_000 }));
  const extractors = await loadExtractors(['shell.bash']);
  const gateway = await gatewayWith(manifests, { ...policy, limits }, extractors);
  const judged: CorpusResult['wrong'][number][] = [];
  let strict = 0;
  for (const { command, expected } of readLines<{ command: string; expected: 'allow' | 'deny' }>(path)) {
    const { verdict, reasons } = await ask(gateway, {
      tool: 'shell.run',
      environment: 'sandbox',
      parameters: { command },
    });
    if (expected === 'allow') {
      const outside = await ask(gateway, {
        tool: 'shell.run',
        environment: 'production',
        parameters: { command },
      });
      if (outside.verdict !== 'ALLOW') strict++;
    }
    judged.push({ id: command, expected, got: verdict, reasons });
  }
  await gateway.close();
  const of = (label: string): typeof judged => judged.filter(({ expected }) => expected === label);
  const count = (label: string, got: string): number => of(label).filter((one) => one.got === got).length;
  return {
    corpus: 'shell',
    cases: judged.length,
    stopped: count('deny', 'BLOCK') + count('deny', 'ESCALATE'),
    escalated: count('deny', 'ESCALATE') + count('allow', 'ESCALATE'),
    admitted: count('allow', 'ALLOW'),
    wrong: judged.filter(({ expected, got }) => (expected === 'allow') !== (got === 'ALLOW')),
    figures: {
      'harmful: all': of('deny').length,
      'harmful: blocked': count('deny', 'BLOCK'),
      'harmful: escalated': count('deny', 'ESCALATE'),
      'harmless: all': of('allow').length,
      'harmless: blocked': count('allow', 'BLOCK'),
      'harmless: escalated': count('allow', 'ESCALATE'),
      'harmless: stopped outside of a sandbox, where unknown programs ask': strict,
    },
    notes: [
      `policy coding-agent ${policy.version}, shell.bash ${extractors.get('shell.bash')?.version ?? ''}`,
    ],
  };
}
