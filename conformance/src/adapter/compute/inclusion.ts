import { createTree, EaapError, fromHex, inclusionProof, verifyInclusion } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { hashesOf, hashOf, written } from './lib/bytes.ts';

/** What the packages say of an inclusion proof. */
export function compute(input: Json): Answer {
  const { op, leaf, leaves, index, size, proof, root } = input as JsonObject;
  if (op === 'prove') {
    const tree = createTree((leaves as readonly string[]).map(fromHex));
    try {
      const hashes = inclusionProof(tree.nodeAt, Number(index), tree.size);
      return { output: { root: written(tree.root()), proof: hashes.map(written) } };
    } catch (error) {
      if (error instanceof EaapError) return { refused: 'out-of-range' };
      throw error;
    }
  }
  const [hashes, head] = [hashesOf(proof as readonly Json[]), hashOf(root)];
  if (hashes === undefined || head === undefined) return { refused: 'malformed' };
  const claim = { index: Number(index), size: Number(size), proof: hashes, root: head };
  const holds = verifyInclusion({ ...claim, leaf: fromHex(String(leaf)) });
  return holds ? { output: { root: written(head) } } : { refused: 'not-included' };
}
