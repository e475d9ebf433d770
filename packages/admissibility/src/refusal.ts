import type { Unit } from '@eaap/ledger';
import type { ProblemType } from '@eaap/protocol';

const MINUTE_MS = 60_000;

/** How many refusals of one kind by one principal are logged singly within a minute; the rest are only counted. */
export const SINGLE_REFUSALS = 16;

async function tally(unit: Unit, kind: string): Promise<number> {
  const key = { kind, principal: unit.principal, bucket: unit.now - (unit.now % MINUTE_MS) };
  const row = await unit.tx.get('refusals', key);
  const count = (row?.count ?? 0) + 1;
  if (row === undefined) await unit.tx.insert('refusals', { ...key, count });
  else await unit.tx.update('refusals', key, { count });
  return count;
}

/**
 * Logs that a commit was refused. A flood becomes one aggregate: beyond {@link SINGLE_REFUSALS} within a minute one
 * entry `requests.refused` says so and the rest are counted, so that refused requests cannot grow the log at will.
 *
 * @see RFC-0001 section 9.3
 */
export async function logRefusal(
  unit: Unit,
  reason: ProblemType,
  evaluation: string | undefined,
): Promise<void> {
  const kind = evaluation === undefined ? reason : `commit.${reason}`;
  const count = await tally(unit, kind);
  const singles = evaluation === undefined ? 0 : SINGLE_REFUSALS;
  if (evaluation !== undefined && count <= singles) {
    await unit.append({ type: 'commit.refused', object: `evaluation:${evaluation}`, evaluation, reason });
  } else if (count === singles + 1) {
    await unit.append({ type: 'requests.refused', reason: kind });
  }
}
