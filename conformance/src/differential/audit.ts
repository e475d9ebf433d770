import { counts } from '../model/gateway/vault.ts';
import { verifyLog } from '../model/log.ts';
import { readRecords } from './log.ts';
import type { Stage } from './open.ts';
import type { Parting } from './compare.ts';
import type { Step } from './steps.ts';

/** Steps that look at everything once more: facts that count in one answer, the rest one by one. */
export function lastLooks({ world }: Stage): Step[] {
  const looks = (
    at: 'fact' | 'conflict' | 'evaluation' | 'escalation',
    rows: readonly { readonly id: string }[],
    isLeft: (id: string) => boolean,
  ): Step[] =>
    [...new Set(rows.map(({ id }) => id))]
      .reverse()
      .flatMap((id, back) => (isLeft(id) ? [{ do: 'look', as: 'auditor', at, ref: { back } }] : []));
  return [
    ...looks(
      'fact',
      world.facts,
      (id) => !counts(world.newestFact(id) ?? { status: 'active', aside: false }),
    ),
    ...looks('conflict', world.conflicts, (id) => world.newestConflict(id)?.status !== 'open'),
    ...looks('evaluation', world.decisions, (id) =>
      world.decisions.some((one) => one.id === id && one.status !== 'closed'),
    ),
    ...looks('escalation', world.cases, () => true),
    { do: 'search', as: 'auditor', limit: 200 },
    { do: 'list', as: 'auditor' },
    { do: 'control', as: 'auditor' },
  ];
}

/** Reads the whole log: it verifies, and has no record that no request has left. */
export async function auditLog({ site, world, key }: Stage): Promise<Parting | undefined> {
  const auditor = (await key('auditor')).key;
  const checkpoint = await site.sut.request({ method: 'GET', path: '/v2/ledger/checkpoint', key: auditor });
  const records = await readRecords(site.sut, auditor, 0);
  const [finding] = verifyLog({
    namespace: world.namespace,
    verifierKey: world.verifierKey,
    checkpoints: [String((checkpoint.json as { note?: unknown } | undefined)?.note)],
    records: records.map(({ record }) => record),
    leaves: records.map(({ leaf }) => leaf),
  });
  if (finding !== undefined) return { where: '/log', model: 'a log that verifies', gateway: finding.code };
  if (records.length === world.seq) return undefined;
  return { where: '/log/size', model: world.seq, gateway: records.length };
}
