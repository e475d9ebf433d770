import { appendNodes, rootAt, type NodeAt } from './tree.ts';

/** A tree in memory. */
export interface Tree {
  readonly size: number;
  readonly nodeAt: NodeAt;
  /** Adds a leaf by its bytes. */
  append(leaf: Uint8Array): void;
  /** The root over all leaves, or over the first `size` of them. */
  root(size?: number): Uint8Array;
}

/**
 * A tree in memory, to verify a log offline and to try things out.
 *
 * @param leaves - The bytes of the first leaves.
 * @see RFC 6962 section 2.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createTree, rootOf } from '@eaap/protocol';
 *
 * const tree = createTree([Uint8Array.of(1)]);
 * tree.append(Uint8Array.of(2));
 * assert.deepEqual(tree.root(), rootOf([Uint8Array.of(1), Uint8Array.of(2)]));
 * ```
 */
export function createTree(leaves: Iterable<Uint8Array> = []): Tree {
  const levels: Uint8Array[][] = [];
  const nodeAt: NodeAt = (level, position) => levels[level]?.[position];
  const tree: Tree = {
    nodeAt,
    get size() {
      return levels[0]?.length ?? 0;
    },
    append(leaf: Uint8Array) {
      for (const { level, hash } of appendNodes(tree.size, leaf, nodeAt).nodes)
        (levels[level] ??= []).push(hash);
    },
    root: (size = tree.size) => rootAt(size, nodeAt),
  };
  for (const leaf of leaves) tree.append(leaf);
  return tree;
}

/**
 * The root of a tree over leaves given by their bytes.
 *
 * @see RFC 6962 section 2.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { leafHash, rootOf } from '@eaap/protocol';
 *
 * assert.deepEqual(rootOf([Uint8Array.of(1)]), leafHash(Uint8Array.of(1)));
 * ```
 */
export function rootOf(leaves: Iterable<Uint8Array>): Uint8Array {
  return createTree(leaves).root();
}
