import { proofOf, recordLeaf } from '../../model/log.ts';
import { extendsTree, includes } from '../../model/tree.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { livedIn } from './chain.ts';
import { checkpointKey, headOf, openedBy, recordsOf } from './lib.ts';

/** The hashes of a proof, or undefined when it is none. */
function hashesOf(value: unknown): Buffer[] | undefined {
  try {
    return Array.isArray(value) ? proofOf(value.map(String)) : undefined;
  } catch {
    return undefined;
  }
}

export const inclusion: Check = {
  id: 'log.inclusion',
  requirements: ['EAAP-0001-119'],
  title: 'The proof for every entry shows its record in the tree of the checkpoint beside it.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const verifierKey = await checkpointKey(t);
    const world = await livedIn(t);
    const records = recordsOf((await world.log()).entries);
    t.require('There are entries to prove', records.length > 10, { got: records.length });
    for (const [seq, record] of records.entries()) {
      const answer = await world.send('auditor', 'GET', `/v2/ledger/proof?seq=${seq}`);
      t.answered(`a request for the proof of entry ${seq}`, answer, 200);
      if (answer.status !== 200) continue;
      const checkpoint = openedBy(verifierKey, member(answer, 'checkpoint'), world.namespace);
      const proof = hashesOf(member(answer, 'proof'));
      t.equal(`the record that entry ${seq} is proved by`, member(answer, 'record'), record);
      t.expect(
        `the proof of entry ${seq} leads to the root of the checkpoint`,
        typeof checkpoint !== 'string' &&
          proof !== undefined &&
          includes({
            leaf: recordLeaf(record),
            index: seq,
            size: checkpoint.size,
            proof,
            root: checkpoint.root,
          }),
        { got: { proof: member(answer, 'proof'), checkpoint: member(answer, 'checkpoint') } },
      );
    }
  },
};

export const consistency: Check = {
  id: 'log.consistency',
  requirements: ['EAAP-0001-120'],
  title: 'The proof between any two checkpoints shows the older tree to be the beginning of the newer.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const verifierKey = await checkpointKey(t);
    const world = await t.world();
    const heads = [await headOf(t, world, verifierKey)];
    for (const n of [1, 2, 3, 4]) {
      await world.stored({ subject: `order-${n}`, attribute: 'status', value: 'paid' });
      heads.push(await headOf(t, world, verifierKey));
    }
    const pairs = heads.flatMap((to, j) => heads.slice(0, j).map((from) => [from, to] as const));
    const growing = pairs.filter(([from, to]) => from.size > 0 && from.size < to.size);
    t.require('The log has grown', growing.length > 5, { got: heads.map(({ size }) => size) });
    for (const [{ size: from, root: oldRoot }, { size: to, root: newRoot }] of growing) {
      const answer = await world.send('auditor', 'GET', `/v2/ledger/consistency?from=${from}&to=${to}`);
      t.answered(`a request for the consistency of ${from} and ${to}`, answer, 200);
      if (answer.status !== 200) continue;
      const proof = hashesOf(member(answer, 'proof'));
      t.expect(
        `the proof leads from ${from} to ${to}`,
        proof !== undefined && extendsTree({ from, to, proof, oldRoot, newRoot }),
        { got: member(answer, 'proof') },
      );
    }
  },
};
