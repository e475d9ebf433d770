import type { Found } from './erase.ts';
import type { Work } from './write.ts';

/** What a row about an action is left with: nothing to open, nothing to match it by. */
const UNSEALED = { sealed: null, kids: '' } as const;

/**
 * Takes the content out of evaluations and what followed them. Their rows stay with ids, digests and verdicts, which
 * the log refers to; tokens and keys that would match the action again go.
 */
export async function eraseActions(
  work: Work,
  found: Found,
): Promise<{ evaluations: number; escalations: number }> {
  const { tx } = work.unit;
  const evaluations = new Set(found.get('evaluation'));
  const escalations = new Set(found.get('escalation'));
  const commits = new Set([...(found.get('commit') ?? []), ...evaluations]);
  const outcomes = new Set([...(found.get('outcome') ?? []), ...evaluations]);
  for (const evaluation of evaluations) {
    for (const { id } of await tx.select('escalations', { where: { evaluation } })) escalations.add(id);
    await eraseEvaluation(work, evaluation);
  }
  for (const evaluation of commits) await tx.update('commits', { evaluation }, UNSEALED);
  for (const evaluation of outcomes) await tx.update('outcomes', { evaluation }, UNSEALED);
  for (const id of escalations) await eraseEscalation(work, id);
  for (const [type, ids] of [
    ['evaluation', evaluations],
    ['commit', commits],
    ['outcome', outcomes],
    ['escalation', escalations],
  ] as const) {
    for (const id of ids) await tx.delete('mentions', { type, id });
  }
  return { evaluations: evaluations.size, escalations: escalations.size };
}

async function eraseEvaluation(work: Work, id: string): Promise<void> {
  const { tx } = work.unit;
  await tx.update(
    'evaluations',
    { id },
    { ...UNSEALED, status: 'erased', token_digest: null, action_key: '', loop_key: '', session: null },
  );
  // The digest of the request is of the true action, and could be guessed from it.
  await tx.delete('idempotency', { reference: id });
  await unlinkUsage(work, id);
}

/**
 * What was used stays used, or erasing a customer would give an agent its budget back; but under an id that leads
 * nowhere.
 */
async function unlinkUsage({ unit }: Work, evaluation: string): Promise<void> {
  const rows = await unit.tx.select('usage', { where: { evaluation } });
  if (rows.length === 0) return;
  await unit.tx.delete('usage', { evaluation });
  const nowhere = unit.ids();
  for (const row of rows) await unit.tx.insert('usage', { ...row, evaluation: nowhere });
}

async function eraseEscalation({ unit }: Work, id: string): Promise<void> {
  const changes = { ...UNSEALED, status: 'erased', action_key: '', reasons_digest: '', challenge: '' };
  await unit.tx.update('escalations', { id }, changes);
}
