import type { Tampering } from '../../control/types.ts';
import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext, World } from '../types.ts';
import { findings, intact, summed } from './export.ts';

/** How a log is made another one by somebody who has all of the storage and not the signing key. */
const WAYS: readonly {
  readonly id: string;
  readonly title: string;
  readonly tampering: (world: World, size: number, other: World) => Tampering;
}[] = [
  {
    id: 'reordered',
    title: 'in which two records have changed places',
    tampering: ({ namespace }, size) => ({ kind: 'log-reorder', namespace, seq: size - 3 }),
  },
  {
    id: 'dropped',
    title: 'from which a record in the middle was left out',
    tampering: ({ namespace }, size) => ({ kind: 'log-drop', namespace, seq: Math.floor(size / 2) }),
  },
  {
    id: 'retenanted',
    title: 'in which a record of another namespace stands',
    tampering: ({ namespace }, size, other) => ({
      kind: 'log-retenant',
      namespace,
      seq: size - 1,
      fromNamespace: other.namespace,
    }),
  },
];

export const rewritten: readonly Check[] = WAYS.map(({ id, title, tampering }) => ({
  id: `log.${id}`,
  requirements: ['EAAP-0001-123'],
  title: `The export of a log ${title} fails verification, although leaves, chain and tree agree with it.`,
  grade: 'E2',
  needs: ['storage.tamper', 'audit.export', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, size } = await intact(t);
    const { world: other } = await intact(t);
    await t.control.tamper(tampering(world, size, other));
    const found = await findings(t, world.namespace);
    t.expect('it is found', found.length > 0, { got: summed(found) });
    t.equal('what is found in the log of the other namespace', await findings(t, other.namespace), []);
    // Going on from there must not heal it.
    for (const n of [4, 5]) await world.evaluate(actions.read(`rec-${n}`));
    const later = await findings(t, world.namespace);
    t.expect('it is still found when the gateway has written on', later.length > 0, { got: summed(later) });
  },
}));

export const forked: Check = {
  id: 'log.forked',
  requirements: ['EAAP-0001-124'],
  title: 'Of two histories that part after a common beginning one fails against the checkpoint of the other.',
  grade: 'E2',
  needs: ['storage.tamper', 'audit.export', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, size, anchor } = await intact(t);
    await t.control.tamper({ kind: 'log-truncate', namespace: world.namespace, size: size - 3 });
    // As many records as were cut off, so that size alone tells nothing.
    for (let n = 0; (await world.log()).entries.length < size && n < 10; n += 1) {
      const answer = await world.evaluate(actions.notGranted(`rec-${n}`));
      if (answer.status !== 403) break;
    }
    const found = await findings(t, world.namespace, [anchor]);
    t.expect('the second history is found', found.length > 0, { got: summed(found) });
  },
};
