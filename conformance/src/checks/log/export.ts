import type { JsonObject } from '../../model/json.ts';
import { verifyLog, type LogFinding } from '../../model/log.ts';
import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext, World } from '../types.ts';
import { noteOf } from './lib.ts';

/** What does not add up in the log as it is exported now. */
export async function findings(
  t: CheckContext,
  namespace: string,
  anchors: readonly string[] = [],
): Promise<LogFinding[]> {
  const { records, leaves, checkpoints, verifier_key } = await t.control.auditExport(namespace);
  try {
    return verifyLog({
      namespace,
      records: records as readonly JsonObject[],
      leaves,
      checkpoints,
      verifierKey: verifier_key,
      anchors,
    });
  } catch (error) {
    return t.inconclusive(`The export is none: ${String(error)}`);
  }
}

/** A world whose log verifies as it is exported, and a checkpoint kept from there. */
export async function intact(t: CheckContext): Promise<{ world: World; size: number; anchor: string }> {
  const world = await t.world();
  for (const n of [1, 2, 3]) await world.committed(actions.read(`rec-${n}`));
  const { entries } = await world.log();
  const { records } = await t.control.auditExport(world.namespace);
  t.require('The whole log is exported', records.length >= entries.length, {
    expected: entries.length,
    got: records.length,
  });
  const found = await findings(t, world.namespace);
  t.require('The log verifies before it is touched', found.length === 0, { got: found });
  return { world, size: entries.length, anchor: await noteOf(t, world) };
}

export const summed = (found: readonly LogFinding[]): string[] => [...new Set(found.map(({ code }) => code))];

export const changedRecord: Check = {
  id: 'log.changed-record',
  requirements: ['EAAP-0001-123'],
  title: 'The export of a log in whose storage a record was changed fails verification.',
  grade: 'E2',
  needs: ['storage.tamper', 'audit.export', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    for (const place of ['first', 'middle', 'last'] as const) {
      const { world, size } = await intact(t);
      const seq = { first: 0, middle: Math.floor(size / 2), last: size - 1 }[place];
      await t.control.tamper({ kind: 'log-record', namespace: world.namespace, seq });
      const found = await findings(t, world.namespace);
      t.expect(`the ${place} record changed is found`, found.length > 0, { got: summed(found) });
    }
  },
};

export const rehashedRecord: Check = {
  id: 'log.rehashed-record',
  requirements: ['EAAP-0001-123'],
  title: 'It fails too when leaves, chain and tree were made to agree with the changed record.',
  grade: 'E2',
  needs: ['storage.tamper', 'audit.export', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, size } = await intact(t);
    await t.control.tamper({ kind: 'log-rehash', namespace: world.namespace, seq: Math.floor(size / 2) });
    const found = await findings(t, world.namespace);
    t.expect('the changed record is found', found.length > 0, { got: summed(found) });
  },
};

export const rehashedAndGrown: Check = {
  id: 'log.rehashed-and-grown',
  requirements: ['EAAP-0001-123'],
  title: 'It still fails when the gateway has written on after its log was changed and rehashed.',
  grade: 'E2',
  needs: ['storage.tamper', 'audit.export', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, size } = await intact(t);
    await t.control.tamper({ kind: 'log-rehash', namespace: world.namespace, seq: Math.floor(size / 2) });
    // Whether it goes on or notices is its own business; that it signs what was changed must not heal it.
    for (const n of [4, 5]) await world.evaluate(actions.read(`rec-${n}`));
    const found = await findings(t, world.namespace);
    t.expect('the changed record is found', found.length > 0, { got: summed(found) });
  },
};

export const truncated: Check = {
  id: 'log.truncated',
  requirements: ['EAAP-0001-124'],
  title: 'The export of a log whose end was cut off fails against a checkpoint taken before.',
  grade: 'E2',
  needs: ['storage.tamper', 'audit.export', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, size, anchor } = await intact(t);
    const before = await findings(t, world.namespace, [anchor]);
    t.require('The log verifies against the checkpoint before', before.length === 0, { got: before });
    await t.control.tamper({ kind: 'log-truncate', namespace: world.namespace, size: size - 1 });
    const found = await findings(t, world.namespace, [anchor]);
    t.expect('the cut is found', found.length > 0, { got: summed(found) });
  },
};

export const truncatedAndGrown: Check = {
  id: 'log.truncated-and-grown',
  requirements: ['EAAP-0001-124'],
  title: 'It still fails when other records have grown over the place of the cut.',
  grade: 'E2',
  needs: ['storage.tamper', 'audit.export', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, size, anchor } = await intact(t);
    await t.control.tamper({ kind: 'log-truncate', namespace: world.namespace, size: size - 2 });
    for (const n of [4, 5, 6]) await world.evaluate(actions.read(`rec-${n}`));
    const found = await findings(t, world.namespace, [anchor]);
    t.expect('the cut is found', found.length > 0, { got: summed(found) });
  },
};
