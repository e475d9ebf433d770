import { recordLeaf } from '../../model/log.ts';
import { readVerifierKey } from '../../model/note.ts';
import { rootOf } from '../../model/tree.ts';
import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import { checkpointKey, noteOf, openedBy, recordsOf } from './lib.ts';

function isVerifierKey(text: string): boolean {
  try {
    readVerifierKey(text);
    return true;
  } catch {
    return false;
  }
}

export const checkpoints: Check = {
  id: 'log.checkpoints',
  requirements: ['EAAP-0001-118'],
  title: 'Checkpoints at several sizes are signed by the published key and have the root over the records.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const verifierKey = await checkpointKey(t);
    t.expect('the discovery document names a C2SP verifier key', isVerifierKey(verifierKey), {
      got: verifierKey,
    });
    const world = await t.world();
    const notes: string[] = [await noteOf(t, world)];
    for (const n of [1, 2, 3]) {
      await world.stored({ subject: `order-${n}`, attribute: 'status', value: 'paid' });
      notes.push(await noteOf(t, world));
    }
    const hashes = recordsOf((await world.log()).entries).map(recordLeaf);
    for (const note of notes) {
      const checkpoint = openedBy(verifierKey, note, world.namespace);
      if (typeof checkpoint === 'string') {
        t.expect('the checkpoint is signed by the published key, for this log', false, {
          got: { why: checkpoint, note },
        });
        continue;
      }
      const { size, root } = checkpoint;
      t.expect('the checkpoint speaks of records that are there', size <= hashes.length, {
        got: { size, records: hashes.length },
      });
      t.equal(
        `the root over the first ${size} records`,
        root.toString('base64'),
        rootOf(hashes.slice(0, size)).toString('base64'),
      );
    }
  },
};

export const checkpointGrows: Check = {
  id: 'log.checkpoint-grows',
  requirements: ['EAAP-0001-118', 'EAAP-0001-121'],
  title: 'The checkpoint over a log that has grown speaks of more records than the one before.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const verifierKey = await checkpointKey(t);
    const world = await t.world();
    await world.key('recorder'); // that a key was made must not be what it grows by
    const before = openedBy(verifierKey, await noteOf(t, world), world.namespace);
    await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const after = openedBy(verifierKey, await noteOf(t, world), world.namespace);
    if (typeof before === 'string' || typeof after === 'string')
      return t.inconclusive('The checkpoints cannot be opened.');
    t.expect('the later checkpoint is over more records', after.size > before.size, {
      expected: `> ${before.size}`,
      got: after.size,
    });
  },
};

/** Operations that append, and where the answer says which record is theirs. */
const OPERATIONS: readonly (readonly [
  string,
  (t: CheckContext, world: World) => Promise<number | undefined>,
])[] = [
  [
    'a store',
    async (_, world) => {
      const answer = await world.store({ subject: 'order-1', attribute: 'status', value: 'paid' });
      return numberAt(member(answer, 'seq'));
    },
  ],
  ['an ALLOW', async (_, world) => evaluationOf(await world.evaluate(actions.read()))?.seq],
  ['a BLOCK', async (_, world) => evaluationOf(await world.evaluate(actions.ghost()))?.seq],
  ['an ESCALATE', async (_, world) => evaluationOf(await world.evaluate(actions.send()))?.seq],
  [
    'a commit',
    async (_, world) => {
      const action = actions.read();
      const { token } = await world.allowed(action);
      return numberAt(member(await world.commit({ token, action }), 'receipt', 'record', 'seq'));
    },
  ],
  ['an erasure', async (_, world) => numberAt(member(await world.erase('order-1'), 'seq'))],
];

const numberAt = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const checkpointBeforeAnswer: Check = {
  id: 'log.checkpoint-before-answer',
  requirements: ['EAAP-0001-121'],
  title: 'Right after an operation is answered there is a signed checkpoint over its record.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const verifierKey = await checkpointKey(t);
    const world = await t.world();
    await Promise.all((['auditor', 'executor', 'recorder', 'agent'] as const).map((who) => world.key(who)));
    for (const [what, operate] of OPERATIONS) {
      const seq = await operate(t, world);
      const note = await noteOf(t, world);
      t.require(`${what} says which record is its`, seq !== undefined);
      const checkpoint = openedBy(verifierKey, note, world.namespace);
      const size = typeof checkpoint === 'string' ? -1 : checkpoint.size;
      t.expect(`after ${what} a checkpoint covers its record`, size > seq, {
        expected: `a signed checkpoint over more than ${seq} records`,
        got: typeof checkpoint === 'string' ? checkpoint : `one over ${size}`,
      });
    }
  },
};

export const checkpointStored: Check = {
  id: 'log.checkpoint-stored',
  requirements: ['EAAP-0001-121'],
  title: 'The log as it is stored when an operation is answered holds a checkpoint over its record.',
  grade: 'E2',
  needs: ['audit.export'],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const answer = await world.store({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const seq = numberAt(member(answer, 'seq'));
    t.require('A store says which record is its', seq !== undefined);
    const exported = await t.control.auditExport(world.namespace);
    const sizes = exported.checkpoints.map((note) => {
      const checkpoint = openedBy(exported.verifier_key, note, world.namespace);
      return typeof checkpoint === 'string' ? checkpoint : checkpoint.size;
    });
    t.expect(
      'a stored checkpoint covers the record',
      sizes.some((size) => typeof size === 'number' && size > seq),
      { expected: `one over more than ${seq} records`, got: sizes.slice(-5) },
    );
  },
};
