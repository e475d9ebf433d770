import { consistencyProof, createTree, EaapError, fromHex, verifyConsistency } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { hashesOf, hashOf, written } from './lib/bytes.ts';

/** What the packages say of a consistency proof. */
export function compute(input: Json): Answer {
  const { op, leaves, from, to, proof, old_root, new_root } = input as JsonObject;
  if (op === 'prove') {
    const tree = createTree((leaves as readonly string[]).map(fromHex));
    try {
      const hashes = consistencyProof(tree.nodeAt, Number(from), tree.size);
      const roots = { old_root: written(tree.root(Number(from))), new_root: written(tree.root()) };
      return { output: { ...roots, proof: hashes.map(written) } };
    } catch (error) {
      if (error instanceof EaapError) return { refused: 'out-of-range' };
      throw error;
    }
  }
  const hashes = hashesOf(proof as readonly Json[]);
  const [oldRoot, newRoot] = [hashOf(old_root), hashOf(new_root)];
  if (hashes === undefined || oldRoot === undefined || newRoot === undefined) return { refused: 'malformed' };
  const claim = { oldSize: Number(from), newSize: Number(to), proof: hashes, oldRoot, newRoot };
  if (!verifyConsistency(claim)) return { refused: 'not-consistent' };
  return { output: { old_root: written(oldRoot), new_root: written(newRoot) } };
}
