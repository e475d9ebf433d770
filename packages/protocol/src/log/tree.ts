import { concatBytes } from '../digest/digest.ts';
import { sha256 } from '../digest/hash.ts';
import { EaapError } from '../problem/error.ts';

/** Bytes of a hash in the tree. */
export const HASH_BYTES = 32;

/** Where a complete subtree stands: it spans 2^level leaves, the first of them at `position · 2^level`. */
export interface NodeAddress {
  readonly level: number;
  readonly position: number;
}

/** A complete subtree and its hash. Such nodes never change once they are there. */
export interface TreeNode extends NodeAddress {
  readonly hash: Uint8Array;
}

/** Reads the hash of a complete subtree from wherever nodes are kept; `undefined` if it is not there. */
export type NodeAt = (level: number, position: number) => Uint8Array | undefined;

/** Tree sizes and indexes are whole numbers below 2^53; bitwise operators would cut them to 32 bits. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** A size or index, or a refusal. */
export function checkCount(value: number, what: string): void {
  if (!isCount(value)) throw new EaapError('invalid-request', `The ${what} is a whole number, 0 or more.`);
}

/** Reads a node that must be there: without it no root may be claimed. */
export function requireNode(nodeAt: NodeAt, level: number, position: number): Uint8Array {
  const hash = nodeAt(level, position);
  if (hash?.length !== HASH_BYTES) {
    throw new EaapError('storage-corrupt', `The log has no node at level ${level}, position ${position}.`);
  }
  return hash;
}

/** The largest power of two below a number greater than 1. */
export function splitOf(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * The hash of a leaf: `SHA-256(0x00 || bytes)`. The leading byte keeps a leaf from being passed off as a node.
 *
 * @see RFC 6962 section 2.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { leafHash, toHex } from '@eaap/protocol';
 *
 * assert.equal(
 *   toHex(leafHash(new Uint8Array())),
 *   '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
 * );
 * ```
 */
export function leafHash(bytes: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(0), bytes));
}

/**
 * The hash of an inner node: `SHA-256(0x01 || left || right)`.
 *
 * @throws EaapError `invalid-request` if a part is not 32 bytes.
 * @see RFC 6962 section 2.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { leafHash, nodeHash } from '@eaap/protocol';
 *
 * const leaf = leafHash(Uint8Array.of(1));
 * assert.equal(nodeHash(leaf, leaf).length, 32);
 * ```
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) {
    throw new EaapError('invalid-request', `A node joins two hashes of ${HASH_BYTES} bytes.`);
  }
  return sha256(concatBytes(Uint8Array.of(1), left, right));
}

/** The exponent of a power of two; Math.log2 may be approximate by its specification. */
function levelOf(power: number): number {
  let level = 0;
  for (let n = power; n > 1; n /= 2) level++;
  return level;
}

/** The hash over `count` leaves from `start`, put together from complete subtrees; at least one leaf. */
export function rangeHash(nodeAt: NodeAt, start: number, count: number): Uint8Array {
  const split = count === 1 ? 1 : splitOf(count);
  if (count === 1 || split * 2 === count) return requireNode(nodeAt, levelOf(count), start / count);
  return nodeHash(rangeHash(nodeAt, start, split), rangeHash(nodeAt, start + split, count - split));
}

/**
 * The root of the tree's first `size` leaves, from at most 53 stored nodes.
 *
 * @throws EaapError `storage-corrupt` if a node is not there; `invalid-request` for a size that is none.
 * @see RFC 6962 section 2.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { rootAt, sha256 } from '@eaap/protocol';
 *
 * assert.deepEqual(rootAt(0, () => undefined), sha256(new Uint8Array()));
 * ```
 */
export function rootAt(size: number, nodeAt: NodeAt): Uint8Array {
  checkCount(size, 'size of the tree');
  return size === 0 ? sha256(new Uint8Array()) : rangeHash(nodeAt, 0, size);
}

/**
 * The nodes that one more leaf completes: its own, and every subtree it is the last leaf of. Store them all; a tree of
 * n leaves has fewer than 2n of them.
 *
 * @param size - Leaves in the tree before.
 * @param leaf - The bytes of the leaf, not their hash.
 * @throws EaapError `storage-corrupt` if a node is not there; `invalid-request` for a size that is none.
 * @see RFC 6962 section 2.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { appendNodes, createTree } from '@eaap/protocol';
 *
 * const tree = createTree([Uint8Array.of(1)]);
 * const { nodes } = appendNodes(1, Uint8Array.of(2), tree.nodeAt);
 * assert.deepEqual(nodes.map(({ level, position }) => [level, position]), [[0, 1], [1, 0]]);
 * ```
 */
export function appendNodes(
  size: number,
  leaf: Uint8Array,
  nodeAt: NodeAt,
): { readonly nodes: readonly TreeNode[] } {
  checkCount(size, 'size of the tree');
  checkCount(size + 1, 'size of the tree with the leaf');
  let hash = leafHash(leaf);
  const nodes: TreeNode[] = [{ level: 0, position: size, hash }];
  let position = size;
  for (let level = 0; position % 2 === 1; level++) {
    hash = nodeHash(requireNode(nodeAt, level, position - 1), hash);
    position = (position - 1) / 2;
    nodes.push({ level: level + 1, position, hash });
  }
  return { nodes };
}

/**
 * Which nodes a calculation over the tree will read, so that they can be fetched together, from an asynchronous store,
 * before it runs. What is read depends on sizes and indexes alone, never on hashes.
 *
 * @param run - The calculation; it is given stand-ins, and its result is dropped.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { nodesNeeded, rootAt } from '@eaap/protocol';
 *
 * assert.deepEqual(nodesNeeded((nodeAt) => rootAt(3, nodeAt)), [
 *   { level: 1, position: 0 },
 *   { level: 0, position: 2 },
 * ]);
 * ```
 */
export function nodesNeeded(run: (nodeAt: NodeAt) => unknown): readonly NodeAddress[] {
  const needed = new Map<string, NodeAddress>();
  const blank = new Uint8Array(HASH_BYTES);
  run((level, position) => {
    needed.set(`${level}:${position}`, { level, position });
    return blank;
  });
  return [...needed.values()];
}
